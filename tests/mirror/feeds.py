"""A feed that is followed: made up of items, served without a network, read as the bot reads it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from xml.sax.saxutils import escape

from multidict import CIMultiDict, CIMultiDictProxy

from bot.blogs.feed.blog import Feed
from bot.blogs.feed.kind import FEED
from bot.blogs.http.answer import Answer
from bot.model import BlogAddress
from bot.store.store import open_store
from tests.mirror.fake_discord import FakePublisher
from tests.mirror.world import World
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HOME = "https://lantern.example/"
ADDRESS = f"{HOME}feed/"


@dataclass(frozen=True)
class Entry:
    """An item; None leaves the field out."""

    title: str | None = None
    link: str | None = None
    guid: str | None = None
    date: str | None = None
    more: str = ""

    def xml(self) -> str:
        fields = {"title": self.title, "link": self.link, "pubDate": self.date}
        inner = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in fields.items() if v is not None)
        if self.guid is not None:
            inner += f'<guid isPermaLink="false">{escape(self.guid)}</guid>'
        return f"<item>{inner}<description>Some words.</description>{self.more}</item>"


def rss(*entries: Entry, home: str = HOME) -> str:
    inner = "".join(entry.xml() for entry in entries)
    return (
        '<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>'
        f"<title>Lantern</title><link>{home}</link>{inner}</channel></rss>"
    )


def date(day: int) -> str:
    return f"{day:02} Nov 2026 10:00:00 +0000"


def note(number: int, *, link: str | None = None, guid: str | None = None) -> Entry:
    """The note of that day."""
    return Entry(f"Note {number}", link, guid, date(number))


@dataclass
class Server:
    """Answers with the pages that there are."""

    pages: dict[str, str] = field(default_factory=dict)

    async def get(self, url: str, **_: Any) -> Answer:
        text = self.pages.get(url)
        headers = CIMultiDictProxy[str](CIMultiDict())
        return Answer(404 if text is None else 200, headers, (text or "").encode(), url)


class FeedWorld(World):
    """The world of the mirror around a feed."""

    def __init__(self, store: Any, server: Server, address: str, url: str) -> None:
        self.server = server
        self.place = BlogAddress(FEED, url, address, "Lantern")
        super().__init__(store, cast("Any", None), FakePublisher(), LANGUAGES)
        # Whether two with one link are announced apart is for the announcements' own tests.
        self.discord.before_act = lambda _: self.discord.forget_nonces()

    def restart(self) -> None:
        # Its memory is the feed's, too.
        self.blog = cast("Any", Feed(cast("Any", self.server), self.place))
        super().restart()

    async def read(self, *entries: Entry | str) -> list[str]:
        """Serve this, read it and write; answers the titles that were announced for it."""
        first, *_ = entries
        text = first if isinstance(first, str) else rss(*cast("tuple[Entry, ...]", entries))
        self.server.pages[self.place.api] = text
        before = set(self.discord.announcements)
        self.now += 60
        await self.reading.cycle()
        await self.write()
        return [
            announcement.title
            for message, (_, announcement, _) in self.discord.announcements.items()
            if message not in before
        ]

    def links(self) -> dict[str, str | None]:
        """Where each announcement leads now, by its title."""
        return {each.title: each.url for _, each, _ in self.discord.announcements.values()}


@asynccontextmanager
async def feed_world(
    path: Path, *, address: str = ADDRESS, url: str = HOME, backfill: int = 100
) -> AsyncIterator[FeedWorld]:
    """A feed, followed in one channel, on a store of its own."""
    async with open_store(path / "afterword.sqlite3") as store:
        await store.blogs._database.rows("PRAGMA synchronous = OFF")
        here = FeedWorld(store, Server(), address, url)
        await here.follow(backfill=backfill)
        yield here
