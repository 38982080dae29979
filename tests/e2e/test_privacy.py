"""Nothing of a member leaves Discord without their yes, and nothing stays when they are forgotten.

Everything that the bot sends to the blog is looked through, byte by byte, and its log at DEBUG.
"""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import aiohttp
import pytest

from tests.e2e.afterword import Afterword
from tests.e2e.conversation import DONE, Conversation
from tests.wire.wire import Wire
from tests.wordpress.site import Site, eventually, guests_at_once
from tests.wordpress.trouble import TroubledBlog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress

TITLE = "On privacy"
SILENT, NEVER, OPEN = "Ursula Unasked", "Nick Neverman", "Ada Agreeable"
SECRETS = {
    SILENT: ["xylophone-secret", "marmalade-secret", "zeppelin-secret"],
    NEVER: ["quicksilver-secret", "bumblebee-secret", "harpsichord-secret"],
}


@dataclass(frozen=True, slots=True)
class Room:
    """A thread, its blog, and the way between bot and blog."""

    site: Site
    article: int
    visitor: int
    blog: TroubledBlog
    talk: Conversation


@asynccontextmanager
async def room(server: Server, folder: Path) -> AsyncIterator[Room]:
    async with (
        aiohttp.ClientSession() as session,
        Wire(pace=20) as wire,
        TroubledBlog(server.url) as blog,
    ):
        with guests_at_once(server):
            site = Site(server, session)
            article = await site.article(TITLE)
            visitor = await site.comment(article, "Words of a visitor.")
            guild = wire.world.create_guild("Community")
            channel = wire.world.create_channel(guild, "articles")
            bot = Afterword(wire, channel, folder, blog.url, server.user, server.password)
            talk = Conversation(bot, TITLE, guild)
            talk.join(SILENT, NEVER, OPEN)
            yield Room(site, article, visitor, blog, talk)


def say_all(talk: Conversation, number: int) -> dict[str, int]:
    """Each of the two says their secret of that number."""
    return {name: talk.say(name, f"My {words[number]}.") for name, words in SECRETS.items()}


async def carried(talk: Conversation, words: str, answers: int | None = None) -> None:
    """Somebody who agreed says something, and it arrives: by then all before it was looked at."""
    await talk.marked(talk.say(OPEN, words, answers), DONE)


async def test_without_a_yes_nothing_leaves(wordpress: Server, tmp_path: Path) -> None:
    async with room(wordpress, tmp_path) as here:
        talk, bot = here.talk, here.talk.bot
        async with bot.running(BLOG_BACKFILL="1", LOG_LEVEL="DEBUG"):
            await talk.mirrored(here.visitor)
            said = say_all(talk, 0)
            await talk.answer(NEVER, "never")
            glad = talk.say(OPEN, "I am glad.", answers=said[SILENT])
            await talk.answer(OPEN, "always")
            everything = " ".join(word for words in SECRETS.values() for word in words)
            for message in say_all(talk, 1).values():
                talk.edit(message, f"Changed: {everything}")
            mention = f"<@{talk.people[SILENT]}> and <@{talk.people[NEVER]}>, do you agree?"
            await carried(talk, mention, answers=said[NEVER])
            for message in said.values():
                talk.delete(message)
            await carried(talk, "Well.")
            await talk.marked(glad, DONE, seconds=30)  # or it waits a minute for the yes
        missed = say_all(talk, 2)
        talk.edit(missed[SILENT], "Changed: " + SECRETS[SILENT][2])
        talk.delete(missed[NEVER])
        async with bot.running(LOG_LEVEL="DEBUG"):
            await carried(talk, "And well again.")
            assert talk.question(NEVER) is None
            assert talk.question(SILENT) is not None
        found = await here.site.from_discord(here.article)
        assert {each.name for each in found} == {OPEN}
        assert len(found) == 4
        sent = b"\n".join(each.raw for each in here.blog.passages)
        assert b"I am glad." in sent
        assert " DEBUG " in bot.log
        for forbidden in forbidden_in(talk):
            assert forbidden.encode() not in sent
            assert forbidden not in bot.log
        assert not re.search(r"I am glad|do you agree|well again", bot.log)
        check_addresses(here, [each.email for each in found])


def forbidden_in(talk: Conversation) -> list[str]:
    """Whatever would tell of the two, as it might be written."""
    plain = [word for words in SECRETS.values() for word in words]
    plain += [part for name in SECRETS for part in (name, *name.split())]
    plain += [str(talk.people[name]) for name in SECRETS]
    return [*plain, *(quote(each) for each in plain)]


def check_addresses(here: Room, pseudonyms: list[str]) -> None:
    """No address, neither a member's nor a visitor's, is in Discord or the log."""
    wire = here.talk.bot.wire
    said = json.dumps([(row.path, row.query, row.body) for row in wire.rest.requests])
    shown = repr([wire.world.messages(each.id) for each in wire.world.threads()])
    assert "Words of a visitor" in said
    for address in {*pseudonyms, "vera@visitors.test", "@discord.invalid", "@visitors"}:
        assert address not in said + shown + here.talk.bot.log


async def test_forgotten_to_the_last_byte(wordpress: Server, tmp_path: Path) -> None:
    async with room(wordpress, tmp_path) as here:
        talk, bot = here.talk, here.talk.bot
        words = ["pomegranate-secret", "chrysanthemum-secret", "saxophone-secret"]
        async with bot.running(BLOG_BACKFILL="1"):
            await talk.mirrored(here.visitor)
            first = talk.say(NEVER, f"My {words[0]}.")
            await talk.answer(NEVER, "always")
            second = talk.say(NEVER, f"My {words[1]}.", answers=first)
            third = talk.say(SILENT, "Who are you?", answers=second)
            await talk.answer(SILENT, "always")
            await talk.marked(third, DONE)
            talk.edit(second, f"My {words[2]}.")

            async def edited() -> bool:
                found = await here.site.from_discord(here.article)
                return words[2] in "".join(each.words for each in found)

            await eventually(edited)
            remains = traces(tmp_path, talk, NEVER, words)
            assert remains, "the search finds nothing where there is something"
            await forget(talk, NEVER)

            async def trashed() -> bool:
                found = await here.site.from_discord(here.article)
                return [each.status for each in found] == ["trash", "trash", "approved"]

            await eventually(trashed)
            await bot.wire.until(lambda: not traces(tmp_path, talk, NEVER, words))
            reads = here.blog.count("GET", "/comments")
            await bot.wire.until(lambda: here.blog.count("GET", "/comments") > reads + 4)
            assert traces(tmp_path, talk, NEVER, words) == []
            assert talk.marks(first) == talk.marks(second) == set()
            assert talk.marks(third) == DONE
            own = (await here.site.from_discord(here.article))[:2]
            removals = [here.blog.count("DELETE", rf"/comments/{each.id}\?") for each in own]
            assert removals == [1, 1]
        async with bot.running():
            await talk.marked(talk.say(SILENT, "Hello?"), DONE)
            assert traces(tmp_path, talk, NEVER, words) == []
        assert traces(tmp_path, talk, NEVER, words) == []
        assert not [word for word in [*words, NEVER] if word in bot.log]


async def forget(talk: Conversation, name: str) -> None:
    people = talk.bot.wire.people
    asked = people.slash(talk.people[name], talk.thread, "profile forget")
    shown = await talk.bot.wire.until(lambda: people.interaction(asked).message)
    buttons = [each for row in shown.components for each in row["components"]]
    (button,) = [each for each in buttons if each["label"].endswith("take it off the blog")]
    await talk.press(name, shown.id, button["custom_id"])


def traces(folder: Path, talk: Conversation, name: str, words: list[str]) -> list[str]:
    """Where the database, and its files as they are on the disk, tell of a member."""
    user = talk.people[name]
    texts = [*words, name, str(user)]
    found = []
    with sqlite3.connect(f"file:{folder / 'afterword.sqlite3'}?mode=ro", uri=True) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in database.execute(f"SELECT * FROM {table}"):
                found += [
                    f"{table}: {value!r}"
                    for value in row
                    if value == user or any(text in str(value) for text in texts)
                ]
    database.close()
    needles = [*(text.encode() for text in texts), user.to_bytes(8, "big")]
    for file in folder.glob("afterword.sqlite3*"):
        content = file.read_bytes()
        found += [f"{file.name}: {needle!r}" for needle in needles if needle in content]
    return found
