"""An unexpected error on a blog's way: to its account, to another place, to a better way."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from bot.blogs.base import Found
from bot.care import ways as ways_module
from bot.care.connections import Connections
from bot.care.ways import Ways
from bot.errors import BlogMoved, BlogUnusable
from bot.faults import OUR_FAULT
from bot.mirror.engine import Engine
from bot.store.discord.follows import Way
from bot.store.store import Store, open_store
from tests.breaking import Breaker, listening
from tests.mirror.fake_blog import FakeBlog
from tests.mirror.fake_discord import FakePublisher
from tests.mirror.world import NOON
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

    from bot.model import BlogAddress

GUILD = 10
POLL = 120
MOST = 16
"""Attempts of each blog in an hour: as a logarithm grows."""

LINES = 8
"""In the log within that hour: as a logarithm of the attempts."""

BETTER = {"ways.improve", "ways.go_on", "moves.same", "moves.transfer"}
"""Steps to a better way to read: without it the blog is read as before, and nothing is wrong."""

OLD, NEW = "https://old.example/wp-json/", "https://new.example/wp-json/"
FEED, WHOLE = "https://closed.example/feed/", "https://closed.example/wp-json/"
PRETTY, PLAIN = "https://plain.example/wp-json/", "https://plain.example/?rest_route=/"
STILL = "https://still.example/wp-json/"
CHANNELS = {OLD: 20, FEED: 30, PRETTY: 40, STILL: 50}


class At(FakeBlog):
    """The same blog, seen at one address."""

    def __init__(self, blog: FakeBlog, kind: str, api: str) -> None:
        super().__init__()
        self.drafts, self.said = blog.drafts, blog.said
        self._address = replace(blog.address, kind=kind, api=api)

    @property
    def address(self) -> BlogAddress:
        return self._address


class Bot:
    """One blog moves, one opens, one leaves its usual root; another stays, read by an account."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOON
        self.changed = False
        self.discord = FakePublisher()
        self.breaker = Breaker()
        self.sites: dict[str, FakeBlog] = {}
        for kind, *places in (
            ("wordpress", OLD, NEW), ("feed", FEED), ("wordpress", PRETTY, PLAIN),
            ("wordpress", STILL),
        ):  # fmt: skip
            blog = FakeBlog(f"{places[0].split('example/')[0]}example/")
            for number in (1, 2):
                blog.publish(title=f"{places[0]} {number}", days=number)
                blog.say(str(number))
            self.sites |= {api: At(blog, kind, api) for api in places}
        self.sites[WHOLE] = At(self.sites[FEED], "wordpress", WHOLE)
        self.sites[OLD].before_request = self.send_on
        for api in (PRETTY, PLAIN):
            self.sites[api].before_request = lambda _, api=api: self.answer_at(api)  # type: ignore[misc]
        self.connections = Connections(store, cast("Any", None), None, "a long enough secret")
        self.ways = Ways(store, cast("Any", None), self.connections, lambda: self.now)
        self.engine = Engine(
            store, self.ways, self.discord, lambda: self.now, POLL, languages=LANGUAGES, between=0,
        )  # fmt: skip

    def send_on(self, _: str) -> None:
        if self.changed:
            raise BlogMoved("Elsewhere.", to=f"{NEW}wp/v2/posts", for_good=True)

    def answer_at(self, api: str) -> None:
        if self.changed != (api == PLAIN):
            raise BlogUnusable("Nothing here.")

    async def discover(self, _: object, url: str, *__: object) -> Found:
        if not self.changed:
            raise BlogUnusable("Closed to visitors.")
        return Found(self.sites[url].address)

    async def begin(self) -> None:
        for api, channel in CHANNELS.items():
            guild = GUILD if api == STILL else None
            blog = await self.store.blogs.add(self.sites[api].address, guild=guild)
            way = Way(better=WHOLE) if api == FEED else Way()
            await self.store.follows.start(blog, guild=GUILD, channel=channel, backfill=10, way=way)
            if guild is not None:
                sealed = b"0" * 12 + (await self.connections._key()).encrypt(
                    b"0" * 12, b"abcd", f"{GUILD}/{blog}".encode()
                )
                await self.store.exchanges.connect(GUILD, blog, "keeper", sealed, STILL)
        self.breaker.watch("ways", self.ways)
        self.breaker.watch("moves", self.store.moves)
        self.breaker.watch("connections", self.connections)

    async def live(self, seconds: int, *, step: int = POLL) -> None:
        for _ in range(0, seconds, step):
            await self.engine.beat()
            await self.engine.settled()
            self.now += step

    async def change(self) -> None:
        """All is elsewhere, and something is new everywhere."""
        self.changed = True
        for api in CHANNELS:
            self.sites[api].publish(title=f"{api} 3", days=3)

    def posts(self) -> dict[int, list[str]]:
        shown = self.discord.announcements.values()
        return {
            channel: sorted(each.title for place, each, _ in shown if place == channel)
            for channel in CHANNELS.values()
        }

    async def read_at(self) -> dict[int, str]:
        """Where each channel's blog is read."""
        found = {}
        for follow in await self.store.follows.of_guild(GUILD):
            found[follow.channel] = (await self.store.blogs.get(follow.blog)).address.api
        return found

    async def told(self) -> bool:
        return OUR_FAULT in [blog.failure for blog in await self.store.blogs.followed()]


@asynccontextmanager
async def bot(path: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    async with open_store(path / "afterword.sqlite3") as store:
        await store.blogs._database.rows("PRAGMA synchronous = OFF")
        made = Bot(store)
        patch.setattr(ways_module, "open_blog", lambda _, address, *__: made.sites[address.api])
        patch.setattr(ways_module, "discover", made.discover)
        await made.begin()
        try:
            yield made
        finally:
            await made.engine.stop()


async def life(made: Bot, broken: tuple[str, object] | None) -> None:
    made.breaker.broken = broken
    await made.live(1800)
    await made.change()
    await made.live(4200)


async def test_wherever_it_strikes_on_the_way_it_stays_small_and_is_got_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bot(tmp_path / "well", monkeypatch) as well:
        await life(well, None)
        steps = {name: dict(keys) for name, keys in well.breaker.calls.items()}
        expected, there = well.posts(), await well.read_at()
    assert there == {20: NEW, 30: WHOLE, 40: PLAIN, 50: STILL}
    assert {len(titles) for titles in expected.values()} == {3}
    assert {"ways.led_on", "ways.beside", "ways.improve", "ways.go_on", "moves.moved"} <= set(steps)
    assert {"moves.transfer", "moves.same", "connections.reads", "connections.unseal"} <= set(steps)
    problems: list[str] = []
    for name, keys in steps.items():
        victim = next(iter(keys))
        async with bot(tmp_path / name, monkeypatch) as ill:
            with listening() as lines:
                await life(ill, (name, victim))
            attempts = ill.breaker.calls[name].get(victim, 0)
            untouched = [
                channel for channel in expected if ill.posts()[channel] == expected[channel]
            ]
            told = await ill.told() or name in BETTER
            ill.breaker.broken = None
            await ill.live(10_800, step=600)
            checks = {
                f"{attempts} attempts": attempts <= MOST,
                f"{len(lines.records)} lines": 1 <= len(lines.records) <= LINES,
                f"{lines.tracebacks} tracebacks": 1 <= lines.tracebacks <= 2,
                f"only {untouched} got what is new": len(untouched) >= len(expected) - 1,
                "nobody was told": told,
                "something was not posted, or twice": ill.posts() == expected,
                f"read at {await ill.read_at()}": await ill.read_at() == there,
                "told for ever": not await ill.told(),
            }
            problems += [f"{name}({victim}): {said}" for said, fine in checks.items() if not fine]
    assert not problems, "\n".join(problems)
