"""An unexpected error at any step of reading, announcing and writing: it stays small."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable
from bot.faults import OUR_FAULT
from bot.mirror.engine import Engine
from bot.store.store import Store, open_store
from tests.breaking import Breaker, listening
from tests.mirror.fake_blog import FakeBlog, Opened
from tests.mirror.fake_discord import FakePublisher
from tests.mirror.world import NOON
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.blogs.base import Blog
    from bot.store.blog.blogs import BlogRecord

POLL = 120
CHANNELS = (20, 30)
ARTICLES = 3
MOST = 16
"""Attempts of each article or blog in an hour, and lines of the log: as a logarithm grows."""


class Several(Opened):
    """Opens each blog by the number of its record."""

    def __init__(self, blogs: dict[int, FakeBlog]) -> None:
        self.blogs = blogs

    async def open(self, record: BlogRecord) -> Blog:
        return self.blogs[record.id]


class Bot:
    """Two blogs, each with two articles and followed in a channel of its own."""

    def __init__(self, store: Store, forum: bool) -> None:
        self.store = store
        self.now = NOON
        self.discord = FakePublisher()
        self.breaker = Breaker()
        self.blogs: dict[int, FakeBlog] = {}
        if forum:
            self.discord.forums.update(CHANNELS)

    async def follow(self) -> None:
        for channel, home in ((20, "https://blog.example/"), (30, "https://other.example/")):
            blog = FakeBlog(home)
            blog_id = await self.store.blogs.add(blog.address)
            await self.store.follows.start(blog_id, guild=10, channel=channel, backfill=10)
            for number in (1, 2):
                blog.publish(title=f"{channel}/{number}", link=f"{home}{number}/", days=number)
                blog.say(str(number))
            blog.say("1", "<p>to be removed</p>")
            self.blogs[blog_id] = blog
            self.breaker.watch(f"blog{blog_id}", blog)
        self.breaker.watch("discord", self.discord)
        self.breaker.watch_store(self.store)
        self.begin()

    def begin(self) -> None:
        """Start it, anew."""
        self.engine = Engine(
            self.store, Several(self.blogs), self.discord, lambda: self.now, POLL,
            languages=LANGUAGES, between=0,
        )  # fmt: skip

    async def live(self, seconds: int, *, step: int = POLL) -> None:
        for _ in range(0, seconds, step):
            await self.engine.beat()
            await self.engine.settled()
            self.now += step

    async def change(self) -> None:
        """Something is new everywhere, and something changed."""
        for home, blog in zip(CHANNELS, self.blogs.values(), strict=True):
            blog.publish(title=f"{home}/3", link=f"https://{home}.example/3/", days=3)
            blog.say("1", parent="1")
            blog.edit("2", "<p>other words</p>")
            blog.save("2", title=f"{home}/two")
            blog.remove("3")

    def picture(self, channel: int) -> list[tuple[str, str, list[str]]]:
        """What people see there. Late words come after others, whatever they answer."""
        threads = self.discord.threads
        return sorted(
            (
                found.title,
                threads[message].name,
                sorted(each.content for each in threads[message].messages.values()),
            )
            for message, (place, found, _) in self.discord.announcements.items()
            if place == channel and message in threads
        )

    async def told(self) -> bool:
        blogs = [(await self.store.blogs.get(blog)).failure for blog in self.blogs]
        mirrors = [
            progress.failure
            for follow in await self.store.follows.of_guild(10)
            for progress in await self.store.mirrors.progress(follow.id)
        ]
        return OUR_FAULT in [*blogs, *mirrors]


@asynccontextmanager
async def bot(path: Path, *, forum: bool = False) -> AsyncIterator[Bot]:
    async with open_store(path / "afterword.sqlite3") as store:
        await store.blogs._database.rows("PRAGMA synchronous = OFF")
        made = Bot(store, forum)
        await made.follow()
        try:
            yield made
        finally:
            await made.engine.stop()


async def life(made: Bot, broken: tuple[str, object] | None) -> None:
    """Half an hour from the beginning, and another one after changes."""
    made.breaker.broken = broken
    await made.live(1800)
    await made.change()
    await made.live(1800)


@pytest.mark.parametrize(
    ("rooms", "forum"),
    [(("blog1", "blog2"), False), (("discord",), False), (("discord",), True), (("store",), False)],
    ids=["reading", "writing", "writing-in-a-forum", "storing"],
)
async def test_wherever_it_strikes_it_stays_small_and_is_got_over(
    rooms: tuple[str, ...], forum: bool, tmp_path: Path
) -> None:
    async with bot(tmp_path / "well", forum=forum) as well:
        await life(well, None)
        steps = {name: dict(keys) for name, keys in well.breaker.calls.items()}
        expected = {channel: well.picture(channel) for channel in CHANNELS}
    assert all(len(threads) == ARTICLES for threads in expected.values())
    problems: list[str] = []
    for name, keys in steps.items():
        if (room := name.split(".")[0]) not in rooms:
            continue
        victim = next(iter(keys))
        async with bot(tmp_path / name, forum=forum) as ill:
            with listening() as lines:
                await life(ill, (name, victim))
            attempts = ill.breaker.calls[name].get(victim, 0)
            others = CHANNELS[room != "blog2"]
            untouched = ill.picture(others) == expected[others]
            ill.breaker.broken = None
            told = await ill.told()
            await ill.live(7200, step=600)
            checks = {
                f"{attempts} attempts": attempts <= MOST * ARTICLES,
                f"{len(lines.records)} lines": 1 <= len(lines.records) <= MOST,
                # One for each kind of work that meets it: reading, recording, archiving, changing.
                f"{lines.tracebacks} tracebacks": 1 <= lines.tracebacks <= 4,
                "the other blog stood still": untouched or (len(keys) == 1 and room == "store"),
                "nobody was told": told or room == "store",
                "not got over": all(ill.picture(each) == expected[each] for each in CHANNELS),
                "told for ever": not await ill.told(),
            }
            problems += [f"{name}({victim}): {said}" for said, fine in checks.items() if not fine]
    assert not problems, "\n".join(problems)


async def test_a_reading_counts_once_however_it_ends(tmp_path: Path) -> None:
    async with bot(tmp_path) as made:
        await made.live(POLL)
        assert made.engine.cycles == {"done": 2}
        errors: list[Exception] = [BlogUnreachable("It is down."), RuntimeError("unexpected")]
        for failed, error in enumerate(errors, 1):

            def fail(_: str, error: Exception = error) -> None:
                raise error

            made.blogs[1].before_request = fail
            await made.live(POLL)
            assert made.engine.cycles == {"done": 2 + failed, "failed": failed}
