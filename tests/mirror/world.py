"""One blog, followed in one channel: what most tests of the engine begin with."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from bot.choices import Filters
from bot.errors import DiscordError
from bot.mirror.announce import Announcer
from bot.mirror.deliver import Writer
from bot.mirror.draft import Drafts
from bot.mirror.edits import Edits
from bot.mirror.lines import is_tombstone, read_lines
from bot.mirror.reading import Reading
from bot.mirror.room import Room
from bot.mirror.slow import SlowLanes
from bot.store.store import Store, open_store
from bot.tasks import Tasks
from tests.mirror.fake_blog import FakeBlog
from tests.mirror.fake_discord import FakePublisher, Thread
from tests.speech import LANGUAGES
from tests.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Hashable
    from pathlib import Path

    from bot.env.settings import Limits
    from bot.languages.catalogues import Languages
    from bot.mirror.desired import Desired

GUILD, CHANNEL = 10, 20
NOON = 1_804_000_000


class Turns(Tasks):
    """What was started is done in turn, when it is waited for; what it raises is raised there."""

    def __init__(self) -> None:
        super().__init__()
        self._due: dict[tuple[str, Hashable], Callable[[], Coroutine[None, None, None]]] = {}

    def start(
        self,
        kind: str,
        key: Hashable,
        work: Callable[[], Coroutine[None, None, None]],
        *,
        again: bool = False,
    ) -> None:
        self._due.setdefault((kind, key), work)

    async def settled(self) -> None:
        while self._due:
            await self._due.pop(next(iter(self._due)))()


class World:
    """The blog, Discord, and what Afterword knows of them."""

    def __init__(
        self, store: Store, blog: FakeBlog, discord: FakePublisher, languages: Languages
    ) -> None:
        self.store = store
        self.blog = blog
        self.discord = discord
        self.languages = languages
        self.now = NOON
        self.blog_id = 0
        self.restart()

    def restart(self) -> None:
        """Forget everything but the store."""
        self.stop = asyncio.Event()
        self.tasks = Turns()
        self.reading = Reading(self.store, self.blog_id, self.blog, lambda: self.now)
        self.room = room = Room(self.store, self.discord, lambda: self.now)
        self.announcer = Announcer(self.store, self.discord, room, lambda: self.now, self.languages)
        drafts = Drafts(self.store, self.discord, lambda: self.now, self.languages)
        self.edits = Edits(
            self.store, self.discord, room, lambda: self.now,
            announcer=self.announcer, drafts=drafts,
        )  # fmt: skip
        self.slow = SlowLanes(
            self.store, self.discord, self.edits, room, lambda: self.now, tasks=self.tasks
        )
        self.writer = Writer(
            self.store, self.discord, room, lambda: self.now,
            announcer=self.announcer, drafts=drafts, stop=self.stop,
        )  # fmt: skip

    async def follow(self, *, backfill: int = 100, channel: int = CHANNEL) -> None:
        self.blog_id = await self.store.blogs.add(self.blog.address)
        await self.store.follows.start(
            self.blog_id, guild=GUILD, channel=channel, backfill=backfill
        )
        self.restart()

    async def choose(self, **choices: Any) -> None:
        """What the channel's owner chooses, beside what nobody has chosen."""
        (follow,) = await self.store.follows.of_channel(CHANNEL)
        values = {
            "brief": False, "role": None, "filters": Filters(), "quiet": None, "language": "en",
            "publish": False,
        }  # fmt: skip
        await self.store.follows.choose(follow.id, **(values | choices))

    async def cycle(self, times: int = 1) -> list[str]:
        """Read the blog once a minute; answers the requests of the last time."""
        for _ in range(times):
            self.now += 60
            self.blog.requests.clear()
            await self.reading.cycle()
        return list(self.blog.requests)

    async def write(self) -> list[Desired | None]:
        """Write what is unfinished, then change, rename and publish, as the engine does.

        What fails for one mirror is raised at the end.
        """
        shown, failures = [], []
        for mirror in await self.store.mirrors.unfinished():
            try:
                await self.announcer.announce(mirror.id)
                shown.append(await self.writer.write(mirror.id))
            except DiscordError as error:
                failures.append(error)
        await self.slow.start()
        await self.tasks.settled()
        if failures:
            raise failures[0]
        return shown

    async def follow_through(self, times: int = 6) -> None:
        """Read until every lively discussion was compared, and write."""
        await self.cycle(times)
        await self.write()

    async def notice(self) -> None:
        """Read until a change of any comment is noticed, and write."""
        await self.follow_through(6)
        await self.follow_through(1)

    async def unfinished(self) -> int:
        """How many mirrors show something else than they should by now."""
        outdated = await self.store.mirrors.to_be_changed(now=self.now)
        return len({each.id for each in await self.store.mirrors.unfinished()} | {*outdated})

    async def titles(self) -> dict[str, str]:
        """The articles that we take to be on the blog."""
        return {
            each.remote_id: each.title for each in await self.store.articles.latest(GUILD, 1000)
        }


@asynccontextmanager
async def world(
    path: Path,
    *,
    backfill: int = 100,
    languages: Languages = LANGUAGES,
    limits: Limits | None = None,
) -> AsyncIterator[World]:
    """A blog without articles, followed in one channel, on a store of its own."""
    async with open_store(path / "afterword.sqlite3", limits) as store:
        # Nobody pulls the plug here, and waiting for the disk is most of the time.
        await store.blogs._database.rows("PRAGMA synchronous = OFF")
        here = World(store, FakeBlog(), FakePublisher(), languages)
        await here.follow(backfill=backfill)
        yield here


def keys(thread: Thread) -> list[tuple[str, int]]:
    """Which comment's which part each of our messages is, in the order of the thread."""
    return [
        (found[0].rpartition("#comment-")[2], found[1])
        for found in (read_lines(message.content) for message in thread.messages.values())
        if found is not None
    ]


def the_thread(here: World) -> Thread:
    """The thread of the blog's first article."""
    return here.discord.thread_of("1")


def replies(thread: Thread) -> list[int | None]:
    """For each message, which message (by its place, from 0) it replies to; -1: a deleted one."""
    places = {message: place for place, message in enumerate(thread.messages)}
    return [
        None if found.reply_to is None else places.get(found.reply_to, -1)
        for found in thread.messages.values()
    ]


def words(thread: Thread) -> list[str]:
    """Each message without our lines; tombstones as `†`."""
    return [
        "†" if is_tombstone(message.content) else spoken(message.content)
        for message in thread.messages.values()
    ]


def tokens(thread: Thread) -> dict[str, list[str]]:
    """The made-up words (`w7v2`, `w7v2x3`) of each comment, in the order of the thread."""
    found: dict[str, list[str]] = {}
    for message in thread.messages.values():
        for word, number in re.findall(r"\b(w(\d+)v\d+(?:x\d+)?)\b", message.content):
            found.setdefault(number, []).append(word)
    return found


def html(number: int, version: int, *, length: int = 1) -> str:
    """Words that name the comment and its version, every one unlike the others."""
    count = max(1, length)
    inside = " ".join(f"w{number}v{version}x{place}" for place in range(count))
    return f"<p>{inside}</p>"
