"""The archive: everything recorded once, politely, and true afterwards; the mirror comes first."""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogMoved, BlogUnreachable
from bot.finding.lookup import Lookup
from bot.mirror.archive import AGAIN
from bot.mirror.engine import Engine
from bot.store.blog.search import Scope
from tests.mirror.fake_blog import FakeBlog, Opened
from tests.mirror.fake_discord import Killed
from tests.mirror.world import GUILD, World, world
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from bot.mirror.ports import Blogs
    from bot.model import Article, Comment, Page
    from bot.store.blog.blogs import BlogRecord

MIRRORED = 3


@asynccontextmanager
async def old_blog(path: Path, articles: int = 60, comments: int = 400) -> AsyncIterator[World]:
    """A blog with a past; only its newest articles are mirrored."""
    async with world(path, backfill=MIRRORED) as here:
        chance = random.Random(articles)
        for number in range(articles):
            here.blog.publish(days=number)
        for number in range(1, comments + 1):
            article = str(chance.randint(1, articles))
            here.blog.say(article, f"<p>pebble u{number}u</p>")
        await here.cycle(2)
        yield here


async def fill(here: World) -> int:
    """Record all that is missing; answers how many requests that took."""
    here.blog.requests.clear()
    steps = 0
    while await here.reading.archive.fill():
        steps += 1
        assert steps < 1000, "it never ends"
    return len(here.blog.requests)


async def found(here: World, words: str, scope: Scope = Scope.BOTH) -> list[str]:
    """The addresses of everything that is found."""
    lookup, urls, page = Lookup(here.store), [], 0
    while True:
        answer = await lookup.search(GUILD, words, scope=scope, page=page)
        urls += [hit.url for hit in answer.hits]
        page += 1
        if not answer.more:
            return urls


async def truth(here: World) -> set[str]:
    """What is to be found: all that visitors see."""
    return {each.url for each in here.blog.visible()}


class Detour(Opened):
    """Its address sends us on, for days and not for good, to where it is."""

    def __init__(self, blog: FakeBlog) -> None:
        self.usual = FakeBlog("https://usual.example/")
        self.usual.before_request = self.send_on
        self.there = blog
        self.led = 0

    def send_on(self, _: str) -> None:
        raise BlogMoved("Elsewhere.", to="https://elsewhere.example/", for_good=False)

    async def open(self, record: BlogRecord) -> FakeBlog:
        return self.usual

    async def led_on(self, record: BlogRecord, moved: BlogMoved) -> FakeBlog:
        self.led += 1
        return self.there


async def test_where_the_blog_sends_us_on_to_its_archive_is_filled_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with old_blog(tmp_path) as here:
        detour = Detour(here.blog)
        await here.store.moves.moved(here.blog_id, detour.usual.address)
        engine = engine_of(here, here.blog, detour)
        for cycle in (1, 2, 3):
            here.now += 120
            await engine.beat()
            await engine.settled()
            assert detour.led == cycle, "the archive asks for the way, too"
        await engine.stop()
        assert set(await found(here, "pebble")) == await truth(here)
        assert not caplog.records


async def test_everything_is_recorded_once(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        requests = await fill(here)
        assert requests < 20
        assert set(await found(here, "pebble")) == await truth(here)
        assert len(await found(here, "text", Scope.ARTICLES)) == 60
        known = await here.store.archives.recorded(here.blog_id)
        assert (known.articles, known.comments, known.filling) == (60, 400, False)
        assert await fill(here) == 0
        here.restart()
        assert await fill(here) == 0
        # Mirrored are the same as ever.
        assert len(await here.store.articles.mirrored(here.blog_id)) == MIRRORED


async def test_after_it_a_quiet_cycle_costs_three_requests(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        await fill(here)
        await here.cycle(10)
        assert max([len(await here.cycle()) for _ in range(25)]) <= 3
        here.now += AGAIN
        await here.cycle(5)
        assert max([len(await here.cycle()) for _ in range(60)]) <= 3


@pytest.mark.parametrize("request_number", range(8))
async def test_it_goes_on_after_a_failure_and_a_restart(
    tmp_path: Path, request_number: int
) -> None:
    async with old_blog(tmp_path) as here:
        here.blog.requests.clear()
        here.blog.fail_at = request_number
        with pytest.raises(BlogUnreachable):
            await fill(here)
        here.blog.fail_at = None
        here.restart()
        # At most the portion under way is read again.
        assert await fill(here) <= 8 - request_number + 3
        assert set(await found(here, "pebble")) == await truth(here)


@pytest.mark.parametrize("kill_at", range(1, 9))
async def test_it_goes_on_after_being_killed_at_any_request(tmp_path: Path, kill_at: int) -> None:
    async with old_blog(tmp_path) as here:
        left = [kill_at]

        def kill(_: str) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise Killed

        here.blog.before_request = kill
        with pytest.raises(Killed):
            await fill(here)
        here.restart()
        await fill(here)
        assert set(await found(here, "pebble")) == await truth(here)


async def test_changes_far_from_the_mirrors_are_followed(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        held = here.blog.hold("5", "<p>heldword</p>")
        await fill(here)
        here.blog.say("7", "<p>freshword</p>")
        await here.cycle()
        assert len(await found(here, "freshword")) == 1
        here.blog.approve(held)
        await here.cycle()
        assert len(await found(here, "heldword")) == 1
        here.blog.remove("17")
        await here.cycle()
        assert await found(here, "u17u") == []
        here.blog.edit("23", "<p>changedword</p>")
        here.now += AGAIN
        await here.cycle(60)
        assert len(await found(here, "changedword")) == 1
        assert await found(here, "u23u") == []


@pytest.mark.parametrize("anew", [True, False])
async def test_what_a_former_place_said_far_from_the_mirrors_is_compared_after_a_move(
    tmp_path: Path, anew: bool
) -> None:
    """As many comments as there are, one of them in other words; else it takes up to a week."""
    async with old_blog(tmp_path) as here:
        await fill(here)
        await here.cycle(5)
        there = FakeBlog("https://there.example/").address
        await here.store.moves.moved(here.blog_id, there, anew=anew)
        here.blog.edit("23", "<p>truthword</p>")
        await here.cycle(60)
        assert len(await found(here, "truthword")) == anew
        assert len(await found(here, "u23u")) == (not anew)


async def test_a_removal_hidden_by_an_approval_is_found_within_the_week(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        held = here.blog.hold("5", "<p>heldword</p>")
        await fill(here)
        await here.cycle(5)
        here.blog.approve(held)
        here.blog.remove("40")
        here.now += AGAIN
        await here.cycle(60)
        assert set(await found(here, "pebble")) == await truth(here) - {here.blog.said[held].url}
        assert len(await found(here, "heldword")) == 1


async def test_articles_that_are_withdrawn_or_edited(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        await fill(here)
        here.blog.save("20", status="private")
        here.blog.save("30", title="Otherwise", html="<p>differentword</p>")
        await here.cycle(5)
        await fill(here)
        assert set(await found(here, "pebble")) == await truth(here)
        assert await found(here, '"text of 20"') == []
        assert len(await found(here, "otherwise")) == 1
        assert len(await found(here, "differentword")) == 1
        assert await found(here, '"text of 30"') == []
        here.blog.save("20", status="publish")
        await here.cycle(5)
        await fill(here)
        assert set(await found(here, "pebble")) == await truth(here)
        assert len(await found(here, '"text of 20"')) == 1


async def test_one_unreadable_discussion_does_not_hide_the_others(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        here.blog.save("33", status="trash")
        here.blog.save("34", status="private")
        await fill(here)
        assert set(await found(here, "pebble")) == await truth(here)
        assert len(await found(here, "text", Scope.ARTICLES)) == 58


async def test_mirroring_on_demand_waits_until_the_discussion_is_whole(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        here.blog.say("2", "<p>late</p>")
        await here.cycle()
        entry = await Lookup(here.store).at(GUILD, "https://blog.example/2")
        assert entry is not None
        assert entry.thread is None
        await Lookup(here.store).mirror(GUILD, entry)
        await here.write()
        assert len(here.discord.threads) == MIRRORED
        await here.cycle()
        await here.write()
        assert len(here.discord.threads) == MIRRORED + 1
        thread = here.discord.thread_of("2")
        expected = [each.remote_id for each in here.blog.visible("2")]
        assert len(thread.messages) == len(expected)


class Unhurried(FakeBlog):
    """Takes its time for each answer, and minds being asked twice at once."""

    def __init__(self) -> None:
        super().__init__()
        self._asked_by = 0
        self.most = 0

    async def comments(self, article_ids: Sequence[str], *, page: int = 1) -> Page[Comment]:
        async with self._waiting():
            return await super().comments(article_ids, page=page)

    async def newest_comments(self, *, page: int = 1) -> Page[Comment]:
        async with self._waiting():
            return await super().newest_comments(page=page)

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        async with self._waiting():
            return await super().articles(ids)

    @asynccontextmanager
    async def _waiting(self) -> AsyncIterator[None]:
        self._asked_by += 1
        self.most = max(self.most, self._asked_by)
        await asyncio.sleep(0.01)
        try:
            yield
        finally:
            self._asked_by -= 1


async def test_a_blog_that_asks_for_time_is_left_alone(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        engine = engine_of(here, here.blog)

        def busy(what: str) -> None:
            if what.startswith("articles 25"):
                raise BlogUnreachable("Slow down.", retry_after=600)

        here.blog.before_request = busy
        await beat(engine)
        here.blog.before_request = lambda _: None
        known = await here.store.archives.recorded(here.blog_id)
        assert known.filling
        here.now += 300
        await beat(engine)
        assert (await here.store.archives.recorded(here.blog_id)).articles == known.articles
        here.now += 302
        await beat(engine)
        assert not (await here.store.archives.recorded(here.blog_id)).filling
        await engine.stop()


async def test_never_two_requests_at_a_time(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        slow = Unhurried()
        slow.drafts, slow.said = here.blog.drafts, here.blog.said
        engine = engine_of(here, slow)
        for _ in range(20):
            await engine.beat()
            await asyncio.sleep(0.01)
        await engine.settled()
        await engine.stop()
        assert slow.most == 1
        assert set(await found(here, "pebble")) == await truth(here)


def engine_of(here: World, blog: FakeBlog, blogs: Blogs | None = None) -> Engine:
    return Engine(
        here.store,
        blogs or Opened(blog),
        here.discord,
        lambda: here.now,
        60,
        languages=LANGUAGES,
        between=0,
    )


async def beat(engine: Engine) -> None:
    await engine.beat()
    await engine.settled()
