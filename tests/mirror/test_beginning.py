"""A channel begins: soon, in order, and without missing what comes meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.blogs.base import Order
from bot.mirror.reading import FIRST
from tests.mirror.fake_blog import FakeBlog
from tests.mirror.test_archive import engine_of
from tests.mirror.world import world

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.mirror.engine import Engine
    from bot.model import Article
    from tests.mirror.world import World


class NewestFirst(FakeBlog):
    """Answers articles in another order than they came out in, and slowly."""

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        found = await super().articles(ids)
        for _ in range(50):
            await asyncio.sleep(0)
        return sorted(found, key=lambda article: article.published, reverse=True)


async def test_the_first_ones_are_there_before_the_archive_is_listed(tmp_path: Path) -> None:
    async with world(tmp_path, backfill=10) as here:
        for number in range(700):
            here.blog.publish(days=-number)
        assert await here.reading.begin()
        before = len(here.blog.requests)
        await here.write()
        assert titles(here) == [f"Article {10 - n}" for n in range(FIRST)]
        assert before <= 4 + 2 * FIRST, here.blog.requests
        await here.cycle()
        await here.write()
        assert titles(here) == [f"Article {10 - n}" for n in range(10)]
        assert not await here.reading.begin()


async def test_what_comes_while_the_archive_is_listed_is_new(tmp_path: Path) -> None:
    async with world(tmp_path, backfill=2) as here:
        draft = here.blog.publish(title="Long a draft", days=1, status="draft")
        for number in range(450):
            here.blog.publish(title=f"Old {number}", days=-number)

        def at_page_3(request: str) -> None:
            if request == f"summaries {Order.CREATED} 3 100":
                here.blog.publish(title="Meanwhile", days=2)
                here.blog.save(draft, status="publish")

        here.blog.before_request = at_page_3
        assert await here.reading.begin()
        await here.cycle(3)
        await here.write()
        assert titles(here) == ["Old 1", "Old 0", "Long a draft", "Meanwhile"]


async def test_more_than_one_request_holds_are_announced_in_order(tmp_path: Path) -> None:
    """Whatever else sets off writing meanwhile."""
    async with world(tmp_path, backfill=70) as here:
        blog = NewestFirst()
        for number in range(70):
            blog.publish(days=-number)
        engine = engine_of(here, blog)
        impatient = asyncio.create_task(write_on(engine))
        await engine.beat()
        await engine.settled()
        impatient.cancel()
        await engine.stop()
        assert titles(here) == [f"Article {70 - n}" for n in range(70)]


async def write_on(engine: Engine) -> None:
    while True:
        await engine.write()
        await asyncio.sleep(0)


def titles(here: World) -> list[str]:
    return [found[1].title for found in here.discord.announcements.values()]
