"""A follow that goes on with another record of its blog, on real SQLite."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.blogs.feed.kind import FEED
from bot.model import BlogAddress
from bot.store.store import Store, open_store
from bot.store.upkeep.moves import Matches
from tests.store.upkeep.test_repairs import CHANNEL, GUILD, found, keep

if TYPE_CHECKING:
    from pathlib import Path

FEED_OF_IT = BlogAddress(FEED, "https://blog.example/", "https://blog.example/feed/", "Blog")


async def test_what_stands_goes_on_with_the_follow_that_the_channel_has_of_it(
    tmp_path: Path,
) -> None:
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        await keep(store, found("1"), found("2", message=600))
        (follow,) = await store.follows.of_channel(CHANNEL)
        articles = await store.moves.same(follow.blog)
        (first,) = [row for row, each in articles.items() if each.remote_id == "1"]
        there = replace(articles[first], remote_id="first")
        other = await store.blogs.add(FEED_OF_IT)
        await store.follows.start(other, guild=GUILD, channel=CHANNEL, backfill=0)
        (kept,) = [
            each.id for each in await store.follows.of_channel(CHANNEL) if each.blog == other
        ]
        matches = Matches({first: there}, {(first, "1"): "one"})
        await store.moves.transfer(follow.id, other, matches)
        assert await discussions(store) == {
            500: (kept, other, ["2", "one"], ["one"]),
            600: (kept, follow.blog, [], ["1"]),
        }


async def discussions(store: Store) -> dict[int | None, tuple[int, int, list[str], list[str]]]:
    """Of each thread: its follow, the blog of its article, its comments and those that stand."""
    shown: dict[int | None, tuple[int, int, list[str], list[str]]] = {}
    rows = await store.mirrors._database.rows(
        "SELECT mirror.id, follow, thread_id, article, blog FROM mirror "
        "JOIN article ON article.id = mirror.article"
    )
    for row in rows:
        comments = [each.remote_id for each in await store.comments.of(row["article"])]
        parts = [each.comment for each in await store.parts.of(row["id"])]
        shown[row["thread_id"]] = row["follow"], row["blog"], sorted(comments), parts
    return shown
