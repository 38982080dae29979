"""A first look at a blog, before a channel follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blogs.base import Order

if TYPE_CHECKING:
    from bot.blogs.base import Blog, Found
    from bot.model import Article, BlogAddress
    from bot.store.discord.follows import FollowRecord


@dataclass(frozen=True, slots=True)
class Survey:
    """What a blog has at the moment."""

    found: Found
    articles: int | None
    """How many; None where the blog does not tell."""
    comments: int | None
    latest: Article | None
    """The newest one; None where there is none yet."""
    former: FollowRecord | None = None
    """The channel's follow of the same articles at another address."""

    @property
    def address(self) -> BlogAddress:
        """Where it is."""
        return self.found.address


async def survey(found: Found, blog: Blog, *, former: FollowRecord | None) -> Survey:
    """Ask for the newest article and the totals: three requests. Raises BlogError."""
    page = await blog.summaries(Order.PUBLISHED, size=1)
    latest = await blog.articles([page.items[0].remote_id]) if page.items else []
    comments = await blog.newest_comments()
    return Survey(found, page.total, comments.total, latest[0] if latest else None, former)
