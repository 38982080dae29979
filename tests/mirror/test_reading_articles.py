"""Reading: articles that appear, change, are withdrawn and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model import ArticleState
from tests.mirror.world import world

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400


async def test_new_articles_are_mirrored_whatever_their_date(tmp_path: Path) -> None:
    async with world(tmp_path, backfill=0) as here:
        here.blog.publish()
        await here.cycle(2)
        backdated = here.blog.publish(days=-300)
        many = [here.blog.publish(days=number) for number in range(24)]  # and no rush
        await here.cycle(3)
        assert set(await here.store.articles.mirrored(here.blog_id)) == {backdated, *many}


@pytest.mark.parametrize(
    ("status", "state"),
    [("draft", ArticleState.WITHDRAWN), ("trash", ArticleState.GONE)],
)
async def test_a_withdrawn_article_is_noticed_and_comes_back(
    tmp_path: Path, status: str, state: ArticleState
) -> None:
    async with world(tmp_path) as here:
        article = here.blog.publish()
        here.blog.publish()
        here.blog.say(article)
        await here.cycle(6)
        record = (await here.store.articles.liveliest(here.blog_id, 1))[0]
        here.blog.save(article, status=status)
        await here.cycle(2)
        assert (await here.store.articles.get(record.id)).article.state is state
        assert set((await here.store.comments.visible([record.id]))[record.id]) == {"1"}
        here.blog.save(article, status="publish")
        await here.cycle(3)
        assert (await here.store.articles.get(record.id)).article.state is ArticleState.PUBLISHED


async def test_withdrawn_for_a_day_is_gone(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        article = here.blog.publish()
        here.blog.say(article)
        await here.cycle(6)
        record = (await here.store.articles.liveliest(here.blog_id, 1))[0]
        here.blog.save(article, status="private")
        await here.cycle(3)
        here.now += DAY + 60
        await here.cycle()
        assert (await here.store.articles.get(record.id)).article.state is ArticleState.GONE


async def test_more_edited_articles_than_fit_on_a_page_are_all_noticed(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        articles = [here.blog.publish(days=number) for number in range(24)]  # and no rush
        await here.cycle(5)
        for article in articles:
            here.blog.save(article, title=f"New {article}")
        await here.cycle(6)
        assert await here.titles() == {article: f"New {article}" for article in articles}


async def test_articles_that_come_and_go_are_noticed_every_time(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        articles = [here.blog.publish() for _ in range(15)]
        await here.cycle(5)
        for article in articles[:3]:
            here.blog.save(article, status="draft")
            await here.cycle(6)
            assert article not in await here.titles()
            here.blog.save(article, status="publish")
            await here.cycle(6)
            assert article in await here.titles()


async def test_a_scheduled_article_is_noticed_when_it_appears(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        scheduled = here.blog.publish(days=1, status="future")
        for number in range(12):
            here.blog.publish(days=-number)
        await here.cycle(3)
        # Published by the clock: its modification stays where it was.
        here.blog.drafts[scheduled].status = "publish"
        await here.cycle(6)
        assert scheduled in await here.store.articles.mirrored(here.blog_id)
