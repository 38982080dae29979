"""Which blog a follow is of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.blogs.feed.kind import FEED
from bot.blogs.wordpress.kind import WORDPRESS
from bot.model import BlogAddress
from bot.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

HOME, NEWS = "https://blog.example/", "https://feeds.example/blog"


async def test_a_feed_that_is_followed_again_is_the_same_blog(tmp_path: Path) -> None:
    """Its home page was once believed, wherever that was; nothing is to be posted twice for it."""
    before = BlogAddress(FEED, HOME, NEWS, "Blog")
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        known = await store.blogs.add(before)
        assert await store.blogs.add(replace(before, url=NEWS, title="The Blog")) == known
        assert (await store.blogs.get(known)).address == replace(before, title="The Blog")


async def test_a_blog_at_the_home_that_a_feed_names_is_that_blog(tmp_path: Path) -> None:
    wordpress = BlogAddress(WORDPRESS, HOME, f"{HOME}wp-json/", "Blog")
    async with open_store(tmp_path / "afterword.sqlite3") as store:
        known = await store.blogs.add(wordpress)
        other = await store.blogs.add(BlogAddress(FEED, NEWS, NEWS, "Feed"))
        assert other != known
        assert (await store.blogs.get(known)).address == wordpress
