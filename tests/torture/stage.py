"""Where it is played: a Discord, a blog, the way between, the bot, and who takes part."""

from __future__ import annotations

import contextlib
import json
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp

from tests.e2e.afterword import Afterword
from tests.e2e.executioner import Executioner
from tests.torture.bot import CLOCK, MISTAKE, set_clock
from tests.torture.checker import Checker
from tests.torture.ledger import MEMBERS, Ledger
from tests.torture.sides import APPROVED, Discord, read_discord
from tests.wire.wire import Wire
from tests.wordpress.site import Site
from tests.wordpress.trouble import TroubledBlog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.torture.blogs import Blog
    from tests.torture.bot import Nursery, Process
    from tests.torture.checker import Finding
    from tests.torture.sides import Comment, Tables
    from tests.torture.story import Story

MODERATOR, OWNER = "Mo", "Olga"
BEGINNING = 300.0
"""Seconds; only a failure takes so long, however many begin at once."""

TITLES = ("On oaks", "On birches", "On willows")


@dataclass(slots=True)
class Stage:
    """Everything that acts and mischief reach for."""

    wire: Wire
    blog: TroubledBlog
    site: Site
    tables: Tables
    bot: Afterword
    nursery: Nursery
    guild: int
    channels: dict[str, int]
    moderators: int
    clock: Path
    story: Story
    executioner: Executioner
    ledger: Ledger = field(default_factory=Ledger)
    articles: dict[str, int] = field(default_factory=dict)
    mistake: str = ""
    ahead: float = 0.0
    process: Process | None = None

    @property
    def alive(self) -> bool:
        """Whether the bot's process runs."""
        return self.process is not None and self.process.returncode is None

    @property
    def connected(self) -> bool:
        """Whether anybody hears what is pressed."""
        return self.alive and any(each.connection for each in self.wire.gateway.sessions.values())

    async def start(self) -> None:
        """Start the bot, which is not running."""
        environment = self.bot.environment(**{CLOCK: str(self.clock), MISTAKE: self.mistake})
        self.process = await self.nursery.start(environment, self.bot.folder)

    async def end(self) -> None:
        """Kill it, unless that is done, and bury it."""
        if self.process is not None:
            self.executioner.disarm()
            self.process.kill()
            await self.process.wait()
        self.process = None

    def jump(self, seconds: float) -> None:
        """Set the bot's clock forward, or back."""
        self.ahead += seconds
        set_clock(self.clock, self.ahead)

    def discord(self) -> Discord:
        """What stands there now."""
        return read_discord(self.wire.world, list(self.channels.values()), self.moderators)

    async def comments(self) -> dict[int, Comment]:
        """What stands on the blog now."""
        return await self.tables.comments()

    async def findings(self) -> list[Finding]:
        """What is wrong now."""
        comments = await self.comments()
        for each in comments.values():
            self.ledger.became(each.id, visible=each.status == APPROVED)
        return Checker(
            self.discord(), comments, self.ledger, self.articles, self.channels
        ).findings()

    async def publish(self, title: str) -> None:
        """A new article."""
        self.articles[title] = await self.site.article(title)
        self.story.tell("blog", f"announces {title!r}")


@contextlib.asynccontextmanager
async def staged(
    blog: Blog, born: Nursery, folder: Path, story: Story, *,
    seed: int, pace: float, mistake: str = "",
) -> AsyncIterator[Stage]:  # fmt: skip
    """Build it, let the bot follow the blog in both channels, and take it down afterwards."""
    async with (
        aiohttp.ClientSession() as session,
        blog.opened(session) as (server, tables),
        TroubledBlog(server.url) as way,
        Wire(pace=pace, seed=seed) as wire,
    ):
        world = wire.world
        guild = world.create_guild("Community")
        channels = {
            "text": world.create_channel(guild, "articles"),
            "forum": world.create_channel(guild, "discussions", "forum"),
        }
        moderators = world.create_channel(guild, "moderators")
        bot = Afterword(wire, channels["text"], folder, way.url, server.user, server.password)
        executioner = Executioner(bot, way, random.Random(f"{seed}/kills"))
        stage = Stage(
            wire, way, Site(server, session), tables, bot, born, guild, channels, moderators,
            folder / "clock", story, executioner, mistake=mistake,
        )  # fmt: skip
        set_clock(stage.clock, 0)
        way.watchers.append(stage.ledger.watch)
        people = stage.ledger.people
        for name in MEMBERS:
            people[name] = world.create_member(guild, name)
        people[MODERATOR] = world.create_member(guild, MODERATOR, ["manage_messages"])
        people[OWNER] = world.create_member(guild, OWNER, ["manage_guild", "manage_messages"])
        try:
            await _settle_in(stage)
            yield stage
        finally:
            await stage.end()


async def _settle_in(stage: Stage) -> None:
    """The owner follows the blog in the other channel, too, and chooses where cards appear."""
    for title in TITLES[:2]:
        await stage.publish(title)
    await stage.start()
    wire, owner = stage.wire, stage.ledger.people[OWNER]
    text, forum = stage.channels["text"], stage.channels["forum"]
    await wire.until(
        lambda: stage.connected and len(wire.world.threads(text)) == 2, seconds=BEGINNING
    )
    people = wire.people
    options = {"url": stage.blog.url, "channel": forum}
    asked = people.slash(owner, text, "blog follow", options)
    start = await wire.until(
        lambda: _button(stage, asked, r"guide:start:[\d:]+"), seconds=BEGINNING
    )
    people.click(owner, text, start[0], start[1])
    await wire.until(lambda: len(wire.world.threads(forum)) == 2, seconds=BEGINNING)
    asked = people.slash(owner, text, "blog settings", {"channel": text})
    menu = await wire.until(lambda: _button(stage, asked, r"settings:\d+:held"), seconds=BEGINNING)
    chosen = people.choose_channel(owner, text, menu[0], menu[1], stage.moderators)
    await wire.until(lambda: people.interaction(chosen).answered, seconds=BEGINNING)


def _button(stage: Stage, interaction: int, custom_id: str) -> tuple[int, str] | None:
    """A button or menu in the answer to an interaction, once it is there."""
    row = stage.wire.people.interaction(interaction)
    for message in [row.message, *row.followups]:
        if message and (found := re.search(custom_id, json.dumps(message.components))):
            return message.id, found[0]
    return None
