"""A bot that follows a blog, and everything that `check` looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.blogs.http.fetcher import Fetcher
from bot.care.connections import Connections
from bot.care.following import Following
from bot.care.ways import Ways
from bot.console.check import run
from bot.model import Credentials
from bot.store.store import open_store
from tests.e2e.afterword import PASSWORD, USER

if TYPE_CHECKING:
    from bot.console.check.findings import Finding
    from bot.demo.blog_content import Content
    from bot.env.settings import Settings
    from tests.wire.wire import Wire

KEY = "a key that opens it all"


@dataclass
class World:
    """A bot that follows a blog in one channel, and everything it depends on."""

    wire: Wire
    content: Content
    blog: str
    guild: int
    channel: int
    settings: Settings

    async def follow(self, *, connect: bool = False, moderators: int | None = None) -> None:
        """Do what an owner does with /blog follow and /blog connect."""
        settings = self.settings
        async with open_store(settings.database) as store, Fetcher(allow_private=True) as fetcher:
            connections = Connections(store, fetcher, None, KEY)
            ways = Ways(store, fetcher, connections, lambda: 0)
            following = Following(store, fetcher, ways, None, 3)
            await following.follow(self.blog, guild=self.guild, channel=self.channel)
            (blog,) = await store.blogs.followed()
            if connect:
                await connections.connect(self.guild, blog.id, Credentials(USER, PASSWORD))
            if moderators is not None:
                await store.exchanges.moderate_in(self.guild, blog.id, moderators)

    async def wrong(self, **changed: object) -> dict[str, str]:
        """What is to be mended, with these settings changed; nothing else may be."""
        return {each.subject: each.words for each in await self.all(**changed) if each.ok is False}

    async def all(self, **changed: object) -> list[Finding]:
        settings = replace(self.settings, **changed)  # type: ignore[arg-type]  # names of its fields
        return [found async for group in run.look(lambda: settings) for found in group.findings]
