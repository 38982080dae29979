"""What a repair reads of a blog. Everything raises the `BlogError`s of `bot.errors`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blogs.base import Comparable, Order
from bot.errors import ArticleUnreadable
from bot.languages.phrase import Phrase
from bot.model import ArticleState, CommentState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blogs.base import Blog
    from bot.model import Article, Comment, Summary
    from bot.repair.ports import Tell

ARTICLES_AT_ONCE = 20
LIST_PAGE = 100


async def list_articles(blog: Blog) -> list[Summary]:
    """Everything that the blog lists."""
    found: dict[str, Summary] = {}
    number, pages = 1, 1
    while number <= pages:
        page = await blog.summaries(Order.CREATED, page=number, size=LIST_PAGE)
        found |= {summary.remote_id: summary for summary in page.items}
        number, pages = number + 1, page.pages
    return list(found.values())


async def read_articles(blog: Blog, ids: Sequence[str]) -> dict[str, Article]:
    """Those that visitors can read, by id."""
    found: list[Article] = []
    for start in range(0, len(ids), ARTICLES_AT_ONCE):
        found += await blog.articles(ids[start : start + ARTICLES_AT_ONCE])
    return {
        article.remote_id: article for article in found if article.state is ArticleState.PUBLISHED
    }


async def read_comments(blog: Blog, ids: Sequence[str], tell: Tell) -> dict[str, list[Comment]]:
    """The comments of each of these articles that is still readable."""
    if not isinstance(blog, Comparable):
        comments = (await blog.newest_comments()).items
        return {remote_id: _of(remote_id, comments) for remote_id in ids}
    found: dict[str, list[Comment]] = {}
    for start in range(0, len(ids), ARTICLES_AT_ONCE):
        await tell(
            Phrase(
                "Reading the comments on the blog: article {number} of {of}.",
                number=start + 1,
                of=len(ids),
            )
        )
        found |= await _read(blog, ids[start : start + ARTICLES_AT_ONCE])
    return found


async def gone(blog: Blog, ids: Sequence[str]) -> frozenset[str]:
    """Those of these comments that visitors can't see, each asked for by itself."""
    if not isinstance(blog, Comparable):
        return frozenset()
    return frozenset(
        [remote_id for remote_id in ids if await blog.comment_state(remote_id) is CommentState.GONE]
    )


async def _read(blog: Comparable, ids: Sequence[str]) -> dict[str, list[Comment]]:
    """Read several articles' comments; where one of them can't be read, each half by itself."""
    comments: list[Comment] = []
    number, pages = 1, 1
    try:
        while number <= pages:
            page = await blog.comments(ids, page=number)
            comments += page.items
            number, pages = number + 1, page.pages
    except ArticleUnreadable:
        if len(ids) == 1:
            return {}
        middle = len(ids) // 2
        return await _read(blog, ids[:middle]) | await _read(blog, ids[middle:])
    return {remote_id: _of(remote_id, comments) for remote_id in ids}


def _of(remote_id: str, comments: Sequence[Comment]) -> list[Comment]:
    return [comment for comment in comments if comment.article_id == remote_id]
