"""What is known of a blog, found again where it is read otherwise: its articles and comments."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.blogs.base import Comparable, Order, Unsteady
from bot.care.recognising import are_same, comment_number, is_same, pair
from bot.errors import BlogUnusable
from bot.mirror.same import recognise, recognise_comments
from bot.model import ArticleState, Summary
from bot.store.blog.article import Known
from bot.store.upkeep.moves import Matches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.blogs.base import Blog
    from bot.model import Article
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.follows import FollowRecord
    from bot.store.store import Store

RECOGNISED = 20
"""Articles by which a blog is recognised at another place."""

PAGES = 10
"""Pages of a hundred articles that are looked through for those that are known."""


async def is_there(store: Store, record: BlogRecord, blog: Blog) -> bool:
    """Whether this is the recorded blog. Raises BlogError."""
    known = await store.articles.recognised_by(record.id, RECOGNISED)
    if not known:
        await blog.about()  # Of an empty blog that is all there is to be asked.
        return True
    if isinstance(blog, Unsteady):
        # It shows the newest few, and calls them as it likes.
        listing = await blog.listing()
        found = _recognised(blog, listing, dict(enumerate(known)))
        return 2 * len(found) >= min(len(known), len(listing)) > 0
    articles = await blog.articles([each.remote_id for each in known])
    return are_same(known, [_summary(each) for each in articles])


async def brought(
    store: Store, record: BlogRecord, follows: Sequence[FollowRecord], to: int, blog: Blog
) -> Matches:
    """What these follows bring along to another record of their kind, `blog`. Raises BlogError.

    Where other servers read that one, that is only what its place says or said itself: a copy of a
    blog could say anything, and move.
    """
    known = await store.moves.same(record.id)
    recorded = [
        Summary(each.remote_id, each.url, each.title, each.published, "", ArticleState.PUBLISHED)
        for each in await store.articles.known(to)
    ]
    if isinstance(blog, Unsteady):
        there = _recognised(blog, recorded, known) | _recognised(blog, await blog.listing(), known)
    else:
        found = await blog.articles([each.remote_id for each in known.values()])
        by_id = {each.remote_id: each for each in [*recorded, *map(_summary, found)]}
        there = {
            row: by_id[each.remote_id]
            for row, each in known.items()
            if each.remote_id in by_id and is_same(each, by_id[each.remote_id])
        }
    guilds = {each.guild for each in follows}
    alone = {each.guild for each in await store.follows.of_blog(to)} <= guilds
    return Matches(
        (known if alone else {}) | there,
        await _called_alike(store, to, there) if isinstance(blog, Unsteady) else {},
        whole=isinstance(blog, Comparable),
    )


async def raised(store: Store, record: BlogRecord, blog: Blog) -> Matches:
    """Find what a record holds in a blog of another kind, with other ids. Raises BlogError."""
    known = await store.moves.same(record.id)
    articles: dict[int, Summary] = {}
    found: list[Summary] = []
    pages = 1
    while len(articles) < len(known) and len(found) < PAGES * 100 and pages > 0:
        number = len(found) // 100 + 1
        page = await blog.summaries(Order.PUBLISHED, page=number, size=100)
        found += page.items
        articles = pair(known.items(), found)
        pages = page.pages - number
    if 2 * len(articles) < len(known):
        raise BlogUnusable(
            "{title} can be read in a better way by now, but the articles there are others.",
            title=record.address.title,
        )
    return Matches(articles, await _numbers(store, articles), whole=isinstance(blog, Comparable))


async def _numbers(store: Store, articles: Mapping[int, Summary]) -> dict[tuple[int, str], str]:
    """The comments' ids in a blog that numbers them: their links name them."""
    return {
        (article, comment.remote_id): number
        for article in articles
        for comment in await store.comments.of(article)
        if (number := comment_number(comment.url)) is not None
    }


async def _called_alike(
    store: Store, to: int, articles: Mapping[int, Summary]
) -> dict[tuple[int, str], str]:
    """The comments' ids in another record that has them, too."""
    names: dict[tuple[int, str], str] = {}
    for article, summary in articles.items():
        comments = [
            replace(each, article_id=summary.remote_id) for each in await store.comments.of(article)
        ]
        there = await store.comments.under(to, [summary.remote_id])
        for before, now in zip(comments, recognise_comments(comments, there), strict=True):
            names[article, before.remote_id] = now.remote_id
    return names


def _recognised(
    blog: Blog, listing: Sequence[Summary], known: Mapping[int, Summary]
) -> dict[int, Summary]:
    called = [
        Known(row, each.remote_id, each.url, each.title, each.published)
        for row, each in known.items()
    ]
    named = recognise(listing, called, home=blog.address.home)
    return {named[each.remote_id].id: each for each in listing if each.remote_id in named}


def _summary(article: Article) -> Summary:
    return Summary(
        article.remote_id, article.url, article.title, article.published, article.version,
        article.state,
    )  # fmt: skip
