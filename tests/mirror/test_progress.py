"""How much of a blog is recorded is shown while more is on its way, and at no other time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.errors import BlogUnreachable
from bot.mirror.engine import Engine
from tests.mirror.fake_blog import Opened
from tests.mirror.test_archive import beat, old_blog
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.blog.archives import Recorded
    from tests.mirror.world import World


class Seen:
    """Remembers what was shown, and what is there now."""

    def __init__(self) -> None:
        self.shown: list[Recorded] = []
        self.now: set[str] = set()
        self.begun = asyncio.Event()

    def show(self, blog: str, recorded: Recorded) -> None:
        self.shown.append(recorded)
        self.now.add(blog)
        self.begun.set()

    def hide(self, blog: str) -> None:
        self.now.discard(blog)


def engine_of(here: World, seen: Seen, between: float = 0) -> Engine:
    return Engine(
        here.store, Opened(here.blog), here.discord, lambda: here.now, 60,
        languages=LANGUAGES, between=between, progress=seen,
    )  # fmt: skip


async def test_it_grows_and_is_gone_when_all_is_recorded(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        seen = Seen()
        engine = engine_of(here, seen)
        await beat(engine)
        articles = [each.articles for each in seen.shown]
        assert articles == sorted(articles)
        assert (articles[0], articles[-1], seen.shown[-1].of_articles) == (3, 60, 60)
        assert seen.now == set()
        count = len(seen.shown)
        await beat(engine)
        assert len(seen.shown) == count, "nothing was missing"
        await engine.stop()


async def test_it_is_gone_while_the_blog_does_not_answer(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        seen = Seen()
        engine = engine_of(here, seen)

        def busy(what: str) -> None:
            if what.startswith("articles 25"):
                raise BlogUnreachable("Slow down.")

        here.blog.before_request = busy
        await beat(engine)
        assert seen.shown
        assert seen.now == set()
        await engine.stop()


async def test_it_is_gone_when_the_bot_stops_half_way(tmp_path: Path) -> None:
    async with old_blog(tmp_path) as here:
        seen = Seen()
        engine = engine_of(here, seen, between=3600)
        await engine.beat()
        await asyncio.wait_for(seen.begun.wait(), 10)
        assert seen.now == {"https://blog.example/"}
        await engine.stop()
        assert seen.now == set()
