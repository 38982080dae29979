"""Which blog a follow is of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.blogs.feed.kind import FEED
from bot.blogs.wordpress.kind import WORDPRESS
from bot.languages.phrase import Phrase
from bot.model import BlogAddress
from bot.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

HOME, NEWS = "https://blog.example/", "https://feeds.example/blog"


async def test_a_blog_is_where_it_is_read_whatever_it_says_of_itself(tmp_path: Path) -> None:
    """And whoever follows it next changes nothing that is recorded of it."""
    before = BlogAddress(FEED, HOME, NEWS, "Blog")
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        known = await store.blogs.add(before)
        assert await store.blogs.add(replace(before, url=NEWS, title="Mine")) == known
        assert (await store.blogs.get(known)).address == before
        await store.blogs.told(known, "The Blog", NEWS, now=5)
        told = await store.blogs.get(known)
        assert (told.address, told.told_at) == (replace(before, url=NEWS, title="The Blog"), 5)


async def test_the_first_of_several_failures_says_since_when(tmp_path: Path) -> None:
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        blog = await store.blogs.add(BlogAddress(FEED, HOME, NEWS, "Blog"))
        for now in (100, 160):
            await store.blogs.failed(blog, Phrase("No answer."), now=now, next_read=now + 60)
            assert (await store.blogs.get(blog)).failing_since == 100
        await store.blogs.succeeded(blog, now=220, next_read=220)
        assert (await store.blogs.get(blog)).failing_since is None
        await store.blogs.failed(blog, Phrase("No answer."), now=280, next_read=340)
        assert (await store.blogs.get(blog)).failing_since == 280


async def test_one_home_page_names_no_blog(tmp_path: Path) -> None:
    """Two feeds of one site are two, and so is whatever claims to be at another's home."""
    wordpress = BlogAddress(WORDPRESS, HOME, f"{HOME}wp-json/", "Blog")
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        known = await store.blogs.add(wordpress)
        others = [
            await store.blogs.add(BlogAddress(FEED, HOME, NEWS, "Feed")),
            await store.blogs.add(BlogAddress(FEED, HOME, f"{NEWS}?cat=3", "Walks")),
            await store.blogs.add(replace(wordpress, api="https://other.example/wp-json/")),
            await store.blogs.add(replace(wordpress, api=wordpress.api.replace("https", "http"))),
            await store.blogs.add(replace(wordpress, kind=FEED)),
        ]
        assert len({known, *others}) == 6
        assert (await store.blogs.get(known)).address == wordpress


async def test_what_an_account_reads_is_a_blog_of_its_own(tmp_path: Path) -> None:
    wordpress = BlogAddress(WORDPRESS, HOME, f"{HOME}wp-json/", "Blog")
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        visitors = await store.blogs.add(wordpress)
        ours = await store.blogs.add(wordpress, guild=7)
        theirs = await store.blogs.add(wordpress, guild=8)
        assert len({visitors, ours, theirs}) == 3
        assert await store.blogs.find(wordpress) == visitors
        assert await store.blogs.find(wordpress, guild=7) == ours
        assert await store.blogs.find(wordpress, guild=9) is None


async def test_readings_at_which_it_was_elsewhere_are_counted_in_a_row(tmp_path: Path) -> None:
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        blog = await store.blogs.add(BlogAddress(FEED, HOME, NEWS, "Blog"))
        seen = [await store.blogs.sent_on(blog, to) for to in ("a", "a", "b", "b", None, "b")]
        assert seen == [1, 2, 1, 2, 0, 1]
