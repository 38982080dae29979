"""One thing that can't be recorded never stops the others."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.model import ArticleState, Summary
from bot.store.blog.comments import Count
from bot.store.singly import together_or_singly
from tests.mirror.fake_blog import EPOCH, comment
from tests.mirror.world import World, the_thread, words

if TYPE_CHECKING:
    from collections.abc import Sequence

BROKEN = "half a letter: \ud83d"
"""JSON can say it, and SQLite can't."""


async def test_a_comment_that_can_not_be_recorded_is_left_out_and_told_once(
    small: World, caplog: pytest.LogCaptureFixture
) -> None:
    bad = replace(comment(6), author=BROKEN)
    for _ in range(3):
        await small.store.comments.note(
            small.blog_id, [comment(5), bad, comment(7)], count=Count(7, 7, 0)
        )
    known = {each.remote_id for each in await small.store.comments.of(1)}
    assert known == {"1", "2", "3", "4", "5", "7"}
    blog = await small.store.blogs.get(small.blog_id)
    assert (blog.comment_total, blog.newest_comment) == (7, 7)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    await small.write()
    assert words(the_thread(small))[-2:] == ["words of 5", "words of 7"]


async def test_an_article_that_can_not_be_recorded_is_left_out(small: World) -> None:
    def summary(remote_id: str, title: str) -> Summary:
        return Summary(
            remote_id, f"https://blog.example/{remote_id}/", title, EPOCH, "1",
            ArticleState.PUBLISHED,
        )  # fmt: skip

    listed = [summary("7", "Seven"), summary("8", BROKEN), summary("9", "Nine")]
    assert await small.store.articles.note(small.blog_id, listed, now=1) == 2
    assert await small.store.articles.listed(small.blog_id) == {"1", "7", "9"}


async def test_an_article_whose_words_can_not_be_recorded_stops_no_other(small: World) -> None:
    bad, good = small.blog.publish(days=1), small.blog.publish(days=2)
    small.blog.save(bad, html=BROKEN)
    await small.follow_through(6)
    shown = {found.title for _, found, _ in small.discord.announcements.values()}
    assert shown == {"On bread", f"Article {good}"}
    small.blog.save(bad, html="<p>Whole again.</p>")
    small.now += 3600
    await small.follow_through(6)
    assert len(small.discord.announcements) == 3


async def test_what_is_wrong_with_the_database_is_raised() -> None:
    asked: list[int] = []

    async def note(items: Sequence[str], last: bool) -> int:
        asked.append(len(items))
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError):
        await together_or_singly("abc", note, set(), str)
    assert asked == [3]
