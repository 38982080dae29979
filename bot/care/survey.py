"""A first look at a blog, before a channel follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blogs.base import Comparable, Order
from bot.errors import ArticleUnreadable, CommentsOff

if TYPE_CHECKING:
    from bot.blogs.base import Blog, Found
    from bot.languages.phrase import Phrase
    from bot.model import Article, BlogAddress, Page, Summary

COUNTED = 10
"""The newest articles, whose comments are counted."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a blog has at the moment."""

    found: Found
    articles: int | None
    """How many; None where the blog does not tell."""
    comments: int | None
    latest: Article | None
    """The newest one; None where there is none yet."""
    former: BlogAddress | None = None
    """Where the channel follows the same articles, if that is at another address."""
    comments_off: Phrase | None = None
    """Why it shows no comments; None: it does."""
    comments_of: tuple[int | None, ...] = ()
    """How many comments each of the newest articles has, newest first; None where the blog does
    not tell."""
    goes_on: bool = False
    """The channel follows this already, or did, or a part of it: nothing is begun with."""
    whole: Survey | None = None
    """The whole blog, where this is a feed of it, and it could be looked at."""

    @property
    def address(self) -> BlogAddress:
        """Where it is."""
        return self.found.address


async def survey(found: Found, blog: Blog, *, former: BlogAddress | None, goes_on: bool) -> Survey:
    """Ask for the newest article, the totals, and the comments of `COUNTED`. Raises BlogError.

    That is three requests, and one for each of the newest articles where there are comments.
    """
    page = await blog.summaries(Order.PUBLISHED, size=COUNTED)
    latest = await blog.articles([page.items[0].remote_id]) if page.items else []
    comments, off = None, None
    try:
        comments = (await blog.newest_comments()).total
    except CommentsOff as error:
        off = error.phrase
    return Survey(
        found,
        page.total,
        comments,
        latest[0] if latest else None,
        former,
        goes_on=goes_on,
        comments_off=off,
        comments_of=await _comments_of(page, blog, comments),
    )


async def _comments_of(
    page: Page[Summary], blog: Blog, all_of_them: int | None
) -> tuple[int | None, ...]:
    newest = page.items[:COUNTED]
    if all_of_them == 0:
        return (0,) * len(newest)
    if all_of_them is None or not isinstance(blog, Comparable):
        return (None,) * len(newest)
    return tuple([await _count(blog, each.remote_id) for each in newest])


async def _count(blog: Comparable, article: str) -> int | None:
    try:
        return await blog.count_comments([article])
    except ArticleUnreadable:
        return None
