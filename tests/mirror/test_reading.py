"""Reading: what a quiet cycle costs, and how soon a change in a discussion is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.blogs.base import Order
from bot.errors import BlogUnreachable
from bot.model import CommentState
from bot.store.blog.comments import Count
from tests.mirror.world import World, world

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400


async def states(here: World) -> dict[str, CommentState]:
    """What the store knows of every comment; its articles are numbered from 1."""
    known: dict[str, CommentState] = {}
    for number in range(1, len(here.blog.drafts) + 1):
        known |= {each.remote_id: each.state for each in await here.store.comments.of(number)}
    return known


async def article_id(here: World, remote_id: str) -> int:
    records = await here.store.articles.liveliest(here.blog_id, 1000)
    return next(each.id for each in records if each.article.remote_id == remote_id)


async def words(here: World, comment: str, article: str) -> str:
    comments = await here.store.comments.of(await article_id(here, article))
    return next(each.html for each in comments if each.remote_id == comment)


@pytest.mark.parametrize(("articles", "comments"), [(1, 1), (1, 33), (1, 1000), (12, 40)])
async def test_a_quiet_cycle_costs_three_requests(
    tmp_path: Path, articles: int, comments: int
) -> None:
    async with world(tmp_path) as here:
        for _ in range(articles):
            article = here.blog.publish()
            for _ in range(comments):
                here.blog.say(article)
        await here.cycle(10)
        assert max([len(await here.cycle()) for _ in range(25)]) <= 3


async def test_without_comments_it_costs_no_more(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.blog.publish()
        await here.cycle(5)
        assert max([len(await here.cycle()) for _ in range(10)]) <= 2


@pytest.mark.parametrize("which", [1, 450, 899])
async def test_an_edit_in_lively_discussions_is_seen_within_five_cycles(
    tmp_path: Path, which: int
) -> None:
    async with world(tmp_path) as here:
        articles = [here.blog.publish() for _ in range(9)]
        for number in range(900):
            here.blog.say(articles[number % 9])
        await here.cycle(10)
        comment = here.blog.said[str(which)]
        for turn in range(5):
            here.blog.edit(comment.remote_id, f"<p>edited {turn}</p>")
            await here.cycle(5)
            seen = await words(here, comment.remote_id, comment.article_id)
            assert seen == f"<p>edited {turn}</p>"
            await here.cycle()


async def test_a_late_approval_and_a_removal_are_seen_at_the_next_cycle(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        articles = [here.blog.publish() for _ in range(60)]
        held = here.blog.hold(articles[17])
        said = [here.blog.say(article) for article in articles for _ in range(2)]
        await here.cycle(10)
        here.blog.approve(held)
        requests = await here.cycle()
        assert (await states(here))[held] is CommentState.VISIBLE
        assert len(requests) < 25
        here.blog.remove(said[5])
        await here.cycle()
        assert (await states(here))[said[5]] is CommentState.GONE


async def test_a_removal_hidden_by_an_approval_is_seen_within_five_cycles(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        one, two = here.blog.publish(), here.blog.publish()
        held = here.blog.hold(one)
        said = here.blog.say(two)
        here.blog.say(one)
        await here.cycle(10)
        here.blog.approve(held)
        here.blog.remove(said)
        await here.cycle(6)
        known = await states(here)
        assert known[held] is CommentState.VISIBLE
        assert known[said] is CommentState.GONE


async def test_a_quiet_discussion_is_compared_within_a_day(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        articles = [here.blog.publish() for _ in range(11)]
        old = here.blog.say(articles[0])
        for article in articles[1:]:
            for _ in range(12):
                here.blog.say(article)
        await here.cycle(10)
        here.blog.edit(old, "<p>edited</p>")
        await here.cycle(10)
        assert await words(here, old, articles[0]) != "<p>edited</p>"
        here.now += 23 * 3600
        await here.cycle(5)
        assert await words(here, old, articles[0]) == "<p>edited</p>"


async def test_the_brake_waits_for_a_second_reading(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        article = here.blog.publish()
        said = [here.blog.say(article) for _ in range(20)]
        await here.cycle(6)
        for comment in said[:8]:
            here.blog.remove(comment)
        await here.cycle()
        assert set((await states(here)).values()) == {CommentState.VISIBLE}
        assert await here.store.articles.braked(here.blog_id) == ["Article 1"]
        here.blog.approve(said[0])
        await here.cycle()
        gone = {key for key, state in (await states(here)).items() if state is CommentState.GONE}
        assert gone == set(said[1:8])
        assert await here.store.articles.braked(here.blog_id) == []


async def test_an_error_proves_nothing_and_the_next_cycle_repairs_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        article = here.blog.publish()
        said = [here.blog.say(article) for _ in range(5)]
        await here.cycle(6)
        here.blog.remove(said[0])
        late = here.blog.say(article)
        for request in range(6):
            here.blog.fail_at = request
            try:
                await here.cycle()
            except BlogUnreachable:
                here.restart()
            known = await states(here)
            assert all(known[comment] is CommentState.VISIBLE for comment in said[1:])
        here.blog.fail_at = None
        await here.cycle(2)
        known = await states(here)
        assert (known[said[0]], known[late]) == (CommentState.GONE, CommentState.VISIBLE)


async def test_new_comments_by_the_hundred_are_all_read(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        article, other = here.blog.publish(), here.blog.publish()
        here.blog.say(article)
        await here.cycle(6)
        here.restart()
        for number in range(1600):
            here.blog.say(other if number % 3 else article)
        await here.cycle(3)
        assert len(await states(here)) == 1601
        assert set((await states(here)).values()) == {CommentState.VISIBLE}


async def test_an_article_that_turns_unreadable_amid_a_comparison(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        articles = [here.blog.publish() for _ in range(4)]
        said = [here.blog.say(articles[number % 4]) for number in range(600)]
        await here.cycle(7)
        here.blog.save(articles[2], status="private")
        here.blog.edit(said[0], "<p>edited</p>")
        await here.cycle(10)
        assert articles[2] not in await here.titles()
        assert await words(here, said[0], articles[0]) == "<p>edited</p>"
        assert set((await states(here)).values()) == {CommentState.VISIBLE}


@pytest.mark.parametrize("request_number", range(14))
async def test_whichever_request_fails_the_cycles_after_it_know_everything(
    tmp_path: Path, request_number: int
) -> None:
    async with world(tmp_path) as here:
        one, two = here.blog.publish(), here.blog.publish()
        held = here.blog.hold(one)
        said = [here.blog.say(each) for each in (one, two) for _ in range(4)]
        await here.cycle(6)
        here.blog.approve(held)
        here.blog.remove(said[1])
        here.blog.edit(said[5], "<p>edited</p>")
        new = here.blog.say(here.blog.publish(days=1))
        here.blog.save(two, title="Edited")
        here.blog.requests.clear()
        here.blog.fail_at = request_number
        with pytest.raises(BlogUnreachable):  # noqa: PT012 - in one of the next cycles
            for _ in range(6):
                here.now += 60
                await here.reading.cycle()
        here.blog.fail_at = None
        here.restart()
        await here.cycle(7)
        known = await states(here)
        assert known == {
            key: CommentState.GONE if key == said[1] else CommentState.VISIBLE for key in known
        }
        assert {held, new, *said} == set(known)
        assert await words(here, said[5], two) == "<p>edited</p>"
        assert (await here.titles())[two] == "Edited"
        assert len(await here.store.articles.mirrored(here.blog_id)) == 3


async def test_with_ten_thousand_comments_recorded_a_cycle_costs_the_same(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        articles = [here.blog.publish(days=-number) for number in range(100)]
        for number in range(10_000):
            here.blog.say(articles[number % 100])
        # Straight into the store, as if it had been read on another day.
        await here.store.articles.note(
            here.blog_id, (await here.blog.summaries(Order.CREATED, size=100)).items, now=here.now
        )
        await here.store.blogs.listed(here.blog_id)
        await here.store.follows.begin(here.blog_id)
        everything = here.blog.visible()
        await here.store.comments.note(
            here.blog_id, everything, count=Count(10_000, 10_000, drift=0)
        )
        for number in range(1, 101):
            await here.store.articles.compared(number, now=here.now)
        await here.cycle(2)
        assert max([len(await here.cycle()) for _ in range(12)]) <= 3
