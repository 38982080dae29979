"""A first look at a blog, before a channel follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blogs.base import Order
from bot.errors import CommentsOff

if TYPE_CHECKING:
    from bot.blogs.base import Blog, Found
    from bot.languages.phrase import Phrase
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
    comments_off: Phrase | None = None
    """Why it shows no comments; None: it does."""

    @property
    def address(self) -> BlogAddress:
        """Where it is."""
        return self.found.address


async def survey(found: Found, blog: Blog, *, former: FollowRecord | None) -> Survey:
    """Ask for the newest article and the totals: three requests. Raises BlogError."""
    page = await blog.summaries(Order.PUBLISHED, size=1)
    latest = await blog.articles([page.items[0].remote_id]) if page.items else []
    comments, off = None, None
    try:
        comments = (await blog.newest_comments()).total
    except CommentsOff as error:
        off = error.phrase
    newest = latest[0] if latest else None
    return Survey(found, page.total, comments, newest, former, comments_off=off)
