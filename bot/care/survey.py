"""A first look at a blog, before a channel follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blogs.base import Order

if TYPE_CHECKING:
    from bot.blogs.base import Blog
    from bot.model import Article, BlogAddress


@dataclass(frozen=True, slots=True)
class Survey:
    """What a blog has at the moment."""

    address: BlogAddress
    articles: int | None
    """How many; None where the blog does not tell."""
    comments: int | None
    latest: Article | None
    """The newest one; None where there is none yet."""


async def survey(blog: Blog) -> Survey:
    """Ask for the newest article and the totals: three requests. Raises BlogError."""
    page = await blog.summaries(Order.PUBLISHED, size=1)
    found = await blog.articles([page.items[0].remote_id]) if page.items else []
    comments = await blog.newest_comments()
    return Survey(blog.address, page.total, comments.total, found[0] if found else None)
