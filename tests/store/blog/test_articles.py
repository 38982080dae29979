"""What a blog lists, how much of it, and what of it is unusual, on real SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.store.store import open_store
from tests.repair.threads import summary
from tests.store.upkeep.test_repairs import ADDRESS, CHANNEL, GUILD, NOW, found, keep

if TYPE_CHECKING:
    from pathlib import Path


async def test_what_came_since_is_told_from_what_was_there(tmp_path: Path) -> None:
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        blog = await store.blogs.add(ADDRESS)
        await store.follows.start(blog, guild=GUILD, channel=CHANNEL, backfill=0)
        await store.articles.note(blog, [summary("1")], now=NOW)
        await store.blogs.listed(blog)
        await store.follows.begin(blog)
        assert await store.articles.listed_count(blog) == 1
        assert await store.arrivals.look(blog, since=NOW, lately=9) is None
        for number, now in ((2, NOW + 10), (3, NOW + 20)):
            await store.articles.note(blog, [summary(str(number), days=number)], now=now)
            arrived = await store.arrivals.look(blog, since=NOW, lately=9)
            assert arrived is not None
            assert (len(arrived.new), arrived.posted, len(arrived.dates)) == (1, number - 2, 1)
            await store.arrivals.admit(arrived.new)
        assert await store.articles.listed_count(blog) == 3


async def test_comments_that_are_shown_again_are_all_read_again(tmp_path: Path) -> None:
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        await keep(store, found())
        (follow,) = await store.follows.of_channel(CHANNEL)
        off = Phrase("They are off.")
        await store.blogs.comments_off(follow.blog, off, now=NOW)
        known = await store.blogs.get(follow.blog)
        assert (known.comments_off, known.comments_off_at) == (off, NOW)
        await store.blogs.comments_on(follow.blog)
        known = await store.blogs.get(follow.blog)
        assert (known.comments_off, known.comments_off_at) == (None, None)
