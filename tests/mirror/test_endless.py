"""Blogs that answer without end: they are read as far as there is room, and hold nobody up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.env.settings import MEBIBYTE, Limits
from bot.errors import CommentsOff
from bot.model import ArticleState, Page
from bot.store.blog import holdings
from tests.mirror.fake_blog import comment
from tests.mirror.world import World, world

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from bot.blogs.base import Order
    from bot.model import Comment, Summary

SMALL = Limits(articles=200, comments=300, mebibytes=1)
ENDLESS = 1_000_000


def endless_comments(here: World, *, html: str = "<p>Again.</p>", again: bool = False) -> list[int]:
    """Let the first article's discussion go on for ever; answers the pages asked for."""
    asked: list[int] = []

    async def comments(article_ids: Sequence[str], *, page: int = 1) -> Page[Comment]:
        del article_ids
        asked.append(page)
        start = 1 if again else (page - 1) * 100 + 1
        found = [comment(number, html=html) for number in range(start, start + 100)]
        return Page(tuple(found), ENDLESS * 100, ENDLESS)

    async def newest(*, page: int = 1) -> Page[Comment]:
        del page
        return Page((), ENDLESS * 100, ENDLESS)

    here.blog.comments = comments  # type: ignore[method-assign]  # it answers without end
    here.blog.newest_comments = newest  # type: ignore[method-assign]
    return asked


async def held(here: World) -> tuple[int, int]:
    (row,) = await here.store.blogs._database.rows(
        "SELECT (SELECT count(*) FROM article) AS articles, count(*) AS comments FROM comment"
    )
    return row["articles"], row["comments"]


async def test_a_discussion_without_end_is_read_as_far_as_there_is_room(tmp_path: Path) -> None:
    async with world(tmp_path, limits=SMALL) as here:
        here.blog.publish()
        asked = endless_comments(here)
        await here.cycle(5)
        assert len(asked) < 30
        assert (await held(here))[1] <= SMALL.comments + 100
        told = await here.store.holdings.told(here.blog_id)
        assert "BLOG_MAX_COMMENTS" in str(told)
        here.blog.publish(title="New", days=1)
        await here.cycle()
        assert "New" in (await here.titles()).values()


async def test_the_same_page_again_and_again_is_soon_enough(tmp_path: Path) -> None:
    async with world(tmp_path, limits=replace(SMALL, comments=2000)) as here:
        here.blog.publish()
        asked = endless_comments(here, again=True)
        await here.cycle()
        assert len(asked) <= 5
        assert (await held(here))[1] == 100


async def test_words_without_end_are_left_out(tmp_path: Path) -> None:
    async with world(tmp_path, limits=SMALL) as here:
        here.blog.publish()
        endless_comments(here, html="word " * 5000)
        await here.cycle(2)
        (row,) = await here.store.blogs._database.rows(
            "SELECT sum(length(html)) AS size FROM comment"
        )
        assert row["size"] < 4 * MEBIBYTE
        told = await here.store.holdings.told(here.blog_id)
        assert told is not None


async def test_an_archive_without_end_is_listed_as_far_as_there_is_room(tmp_path: Path) -> None:
    async with world(tmp_path, limits=SMALL, backfill=1) as here:
        here.blog.publish()
        here.blog.comments_fail = CommentsOff("There are none.")
        asked: list[int] = []
        whole = here.blog.summaries

        async def summaries(order: Order, *, page: int = 1, size: int = 10) -> Page[Summary]:
            asked.append(page)
            (known,) = (await whole(order)).items
            some = range((page - 1) * size + 1, page * size + 1)
            found = [replace(known, remote_id=str(n), url=f"{known.url}{n}") for n in some]
            return Page(tuple(found), ENDLESS, ENDLESS)

        async def withdrawn(remote_id: str) -> ArticleState:
            del remote_id
            return ArticleState.WITHDRAWN

        here.blog.summaries = summaries  # type: ignore[method-assign]
        here.blog.article_state = withdrawn  # type: ignore[method-assign]
        await here.cycle(5)
        assert (await held(here))[0] <= SMALL.articles + 100
        assert max(asked) <= 4
        assert "BLOG_MAX_ARTICLES" in str(await here.store.holdings.told(here.blog_id))


async def test_what_is_held_is_kept_up_to_date_without_room(tmp_path: Path) -> None:
    async with world(tmp_path, limits=replace(SMALL, comments=100)) as here:
        article = here.blog.publish()
        for _ in range(130):
            here.blog.say(article)
        await here.cycle(6)
        known = (await held(here))[1]
        assert 100 <= known <= 130
        here.blog.edit("105", "<p>Mended.</p>")
        here.blog.remove("107")
        await here.cycle(12)
        found = {each.remote_id: each for each in await here.store.comments.of(1)}
        assert found["105"].html == "<p>Mended.</p>"
        assert found["107"].state == "gone"
        here.blog.say(article, "<p>One more.</p>")
        await here.cycle(2)
        assert (await held(here))[1] == known


async def test_room_that_is_made_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "AGAIN", 0)
    async with world(tmp_path, limits=replace(SMALL, comments=1)) as here:
        article = here.blog.publish()
        here.blog.say(article)
        await here.cycle(2)
        assert await here.store.holdings.told(here.blog_id) is not None
        await here.store.blogs._database.write("DELETE FROM comment")
        assert await here.store.holdings.told(here.blog_id) is None


async def test_what_was_not_read_to_its_end_is_not_taken_for_missing(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        article = here.blog.publish()
        for _ in range(150):
            here.blog.say(article)
        await here.cycle(6)
        endless_comments(here, again=True)
        for _ in range(12):
            asked = await here.cycle()
            assert not [what for what in asked if what.startswith("comment ")]
        assert {each.state for each in await here.store.comments.of(1)} == {"visible"}
