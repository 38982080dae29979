"""Forty messages of five people, most of them said while nobody tells the bot.

It is killed, its sessions are lost, Discord has outages, and its permissions come and go. In each
such gap something is said, edited and deleted. In the end each message that stands in Discord
stands on a real WordPress once, in its place, in its last words; and nothing without a yes.
"""

from __future__ import annotations

import asyncio
import os
import random
from typing import TYPE_CHECKING

import aiohttp
import pytest
from simcord.backend import serializers

from tests.e2e.afterword import Afterword
from tests.e2e.conversation import Conversation
from tests.e2e.test_dialogue import PEOPLE, Dialogue, Place
from tests.wire.wire import Wire
from tests.wire.world import BOT_PERMISSIONS
from tests.wordpress.site import Site, eventually, guests_at_once

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from pathlib import Path

    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress

SEED = int(os.environ.get("AFTERWORD_SEED", "1"))
ROUNDS = 10
"""In each the bot is killed, and a session is lost before."""
SOMETIMES = 3
CALM = 14
SILENT = "Mallory"
"""She is asked, and never answers."""


class Gaps:
    """Lets things happen while the bot can't know of them."""

    def __init__(self, dialogue: Dialogue, guild: int) -> None:
        self.dialogue = dialogue
        self.talk = dialogue.talk
        self.wire = dialogue.talk.bot.wire
        self.guild = guild
        self.count = 0

    def happen(self) -> None:
        """Something is said, edited and deleted; and she who never agreed says something, too."""
        self.count += 1
        dialogue = self.dialogue
        standing = [each for each in dialogue.lines if each not in dialogue.withdrawn]
        dialogue.edit(dialogue.chance.choice(standing))
        unanswered = [each for each in dialogue.unanswered() if each not in dialogue.withdrawn]
        if len(unanswered) > 3:
            dialogue.delete(dialogue.chance.choice(unanswered))
        self.talk.say(SILENT, f"Not for the blog, {self.count}.")
        dialogue.say()

    async def lost_session(self) -> None:
        before = self.talk.bot.log.count("Connected as")
        await self.wire.gateway.kick(forget=True)
        self.happen()
        # The first words of the new session come before the bot is ready.
        await self.wire.until(lambda: self.wire.gateway.sessions)
        await self.wire.until(lambda: self.talk.bot.log.count("Connected as") > before)

    async def outage(self) -> None:
        backend, publish = self.wire.world.backend, self.wire.gateway._publish
        backend.emit("GUILD_DELETE", {"id": str(self.guild), "unavailable": True})
        backend.subscribers.remove(publish)
        self.happen()
        backend.subscribers.append(publish)
        guild = backend.get_guild(self.guild)
        backend.emit("GUILD_CREATE", dict(serializers.guild_create_payload(backend, guild)))

    async def no_permissions(self) -> None:
        channel = self.talk.bot.channel
        self.wire.world.set_bot_permissions(channel, [])
        self.happen()
        self.wire.world.set_bot_permissions(channel, BOT_PERMISSIONS)

    async def killed(self, process: Process) -> None:
        """At any moment of what the last gap made it do."""
        await asyncio.sleep(self.dialogue.chance.random() * 2)
        process.kill()
        assert await process.wait() == -9
        self.happen()


async def test_nothing_is_lost_in_any_gap(wordpress: Server, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with aiohttp.ClientSession() as session, Wire(pace=20) as wire:
        with guests_at_once(wordpress):
            site = Site(wordpress, session)
            article = await site.article("On gaps")
            long = await site.comment(article, "<p>Some words that fill the room.</p>" * 150)
            below = await site.comment(article, "I see.", parent=long)
            guild = wire.world.create_guild("Community")
            channel = wire.world.create_channel(guild, "articles")
            bot = Afterword(
                wire, channel, tmp_path, wordpress.url, wordpress.user, wordpress.password
            )
            talk = Conversation(bot, "On gaps", guild)
            talk.join(*PEOPLE, SILENT)
            dialogue = Dialogue(talk, chance, [Place(1, long), Place(2, below)])
            gaps = Gaps(dialogue, guild)
            async with bot.running(BLOG_BACKFILL="1"):
                await talk.mirrored(long, below)
                await wire.until(lambda: "message(s) written" in bot.log)
                for name in PEOPLE:
                    dialogue.say(name)
                    await talk.answer(name, "always")
                while len(dialogue.lines) < CALM:
                    dialogue.say()
                await wire.until(dialogue.is_done)
            for number in range(ROUNDS):
                connected = bot.log.count("Connected as")
                async with bot.running() as process:
                    await wire.until(lambda: bot.log.count("Connected as") > connected)  # noqa: B023
                    await gaps.lost_session()
                    if number < SOMETIMES:
                        await gaps.outage()
                    elif number < 2 * SOMETIMES:
                        await gaps.no_permissions()
                    await gaps.killed(process)
            async with bot.running():
                await wire.until(dialogue.is_done)
                await eventually(lambda: _is_over(dialogue, site, article))
                await _check(dialogue, site, article)
    assert len(dialogue.lines) == CALM + gaps.count == CALM + 2 * ROUNDS + 2 * SOMETIMES
    assert "A fault in Afterword itself" not in bot.log


async def _is_over(dialogue: Dialogue, site: Site, article: int) -> bool:
    """What was deleted is off the blog, and what was edited reads as it does in Discord."""
    shown = [
        (each.message, each.words)
        for each in await site.from_discord(article)
        if each.status != "trash"
    ]
    return sorted(shown) == sorted(
        (message, line.words)
        for message, line in dialogue.lines.items()
        if message not in dialogue.withdrawn
    )


async def _check(dialogue: Dialogue, site: Site, article: int) -> None:
    found = await site.from_discord(article)
    # In the trash may be the copies that edits were tried on when the bot was killed.
    standing = [each.message for each in found if each.status != "trash"]
    assert len(set(standing)) == len(standing), "one is there twice"
    assert {each.message for each in found} <= dialogue.lines.keys(), "one is there without a yes"
    found.sort(key=lambda each: each.status != "trash")
    by_message = {each.message: each for each in found}
    for message, line in dialogue.lines.items():
        if message in dialogue.withdrawn:
            continue
        parent = 0
        if line.answers is not None:
            place = line.answers
            parent = by_message[place.message].id if place.message else place.comment
        assert (by_message[message].name, by_message[message].parent) == (line.name, parent)
