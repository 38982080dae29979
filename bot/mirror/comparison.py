"""Compares whole discussions with what we recorded, page by page.

The blog has no modified date for comments and no list of removals: an edit shows only in the words,
a late approval keeps its old id, a removal is an absence. Absence is not deletion: whatever is
missing is asked for singly, and if much is missing at once, only after a second reading.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.errors import ArticleUnreadable
from bot.model import CommentState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from bot.blogs.base import Comparable
    from bot.store.blog.article import ArticleRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

BRAKE_COUNT = 5
BRAKE_SHARE = 0.2
"""More than so many comments and more than this share of a discussion, gone in one reading, is
more likely a fault than a wish."""

BARREN = 3
"""Pages in a row with nothing new on them, after which no more are read."""

PAGE = 100
"""Comments in one page; what WordPress allows at most."""


class Comparison:
    """Some articles' discussions on their way through a comparison, oldest comment first."""

    def __init__(
        self, store: Store, blog_id: int, blog: Comparable, articles: Sequence[ArticleRecord]
    ) -> None:
        self._store = store
        self._blog_id = blog_id
        self._blog = blog
        self._articles = articles
        self._page = 1
        self._pages = 1
        self._expected: dict[int, set[str]] | None = None
        self._found: set[str] = set()
        self._barren = 0
        self._cut = False

    @property
    def articles(self) -> Sequence[ArticleRecord]:
        """The articles compared."""
        return self._articles

    @property
    def remote_ids(self) -> list[str]:
        """Their ids on the blog."""
        return [record.article.remote_id for record in self._articles]

    @property
    def pages_left(self) -> int:
        """How many requests it will take, as far as we know."""
        return self._pages - self._page + 1

    async def begin(self) -> None:
        """Note what we expect to find; comments that arrive meanwhile are not missing."""
        self._expected = await self._store.comments.visible(record.id for record in self._articles)
        total = sum(len(ids) for ids in self._expected.values())
        self._pages = max(1, -(-total // PAGE))

    async def step(self, *, seen: AbstractSet[str] = frozenset()) -> None:
        """Read one page. `seen` were read in this very cycle: if nothing else is left, it ends.

        Raises ArticleUnreadable and the other BlogErrors; the same page is then read again.
        """
        assert self._expected is not None  # noqa: S101 - begin() comes first
        asked = self._store.comments.acts
        page = await self._blog.comments(self.remote_ids, page=self._page)
        await self._store.comments.note(self._blog_id, page.items, asked=asked)
        found = {each.remote_id for each in page.items if each.article_id in self.remote_ids}
        self._barren = 0 if found - self._found else self._barren + 1
        self._found |= found
        self._pages = page.pages
        self._page += 1
        if self._barren >= BARREN or not await self._has_room():
            self._cut, self._pages = self.pages_left > 0, self._page - 1
        missing = set().union(*self._expected.values()) - self._found
        if missing and missing <= seen and len(self._found | missing) >= (page.total or 0):
            self._found |= missing
            self._page = self._pages + 1

    async def _has_room(self) -> bool:
        """Whether to read on: what is recorded is compared whole, whatever there is room for."""
        known = sum(len(ids) for ids in (self._expected or {}).values())
        holdings = self._store.holdings
        if self._page * PAGE > max(known, holdings.limits.comments) + PAGE:
            return False
        return (self._page - 1) * PAGE <= known or (await holdings.room(self._blog_id)).comments

    async def finish(self, *, now: int) -> None:
        """Ask singly for what is missing, and record the outcome."""
        assert self._expected is not None  # noqa: S101 - begin() comes first
        missing = {
            # What was not read to its end says nothing about what is missing.
            record.id: set() if self._cut else self._expected[record.id] - self._found
            for record in self._articles
        }
        whole = [article for article, absent in missing.items() if not absent]
        await self._store.articles.compared(*whole, now=now)
        for record in self._articles:
            if missing[record.id]:
                await self._ask_for(record, missing[record.id], now=now)

    async def _ask_for(self, record: ArticleRecord, missing: set[str], *, now: int) -> None:
        assert self._expected is not None  # noqa: S101 - begin() comes first
        expected = len(self._expected[record.id])
        if not record.braked and _too_many(len(missing), expected):
            log.warning(
                "%s of %s comments on %r disappeared at once. Nothing is removed until "
                "a second reading confirms it.",
                len(missing), expected, record.article.title,
            )  # fmt: skip
            await self._store.articles.brake(record.id, len(missing))
            return
        gone = [
            remote_id
            for remote_id in sorted(missing)
            if await self._blog.comment_state(remote_id) is CommentState.GONE
        ]
        await self._store.comments.gone(self._blog_id, gone)
        await self._store.articles.compared(record.id, now=now)


async def find_changed(
    blog: Comparable, counts: dict[str, int]
) -> tuple[dict[str, int], list[str]]:
    """Find the discussions whose totals differ from our counts, by halving groups of articles.

    Answers those with how many more comments they have, and the articles that are not readable any
    more. One request for each fifty articles, and a few more for each one found.
    """
    changed: dict[str, int] = {}
    unreadable: list[str] = []
    everything = list(counts)
    groups = [everything[start : start + 50] for start in range(0, len(everything), 50)]
    while groups:
        group = groups.pop()
        total = await _count(blog, group)
        known = sum(counts[remote_id] for remote_id in group)
        if total == known:
            continue
        if len(group) > 1:
            middle = len(group) // 2
            groups += [group[:middle], group[middle:]]
        elif total is None:
            unreadable.append(group[0])
        else:
            changed[group[0]] = total - known
    return changed, unreadable


async def _count(blog: Comparable, group: list[str]) -> int | None:
    try:
        return await blog.count_comments(group)
    except ArticleUnreadable:
        return None


def _too_many(missing: int, expected: int) -> bool:
    return missing > BRAKE_COUNT and missing > expected * BRAKE_SHARE
