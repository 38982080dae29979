"""One blog's cycle of reading: what is new, changed or gone goes into the store.

The first cycle lists the archive, so that later ones know what is new; channels begin before that,
with the newest articles. Afterwards a cycle in which nothing changed costs at most three requests
(see `rota`); what it finds may cost more.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.blogs.base import Comparable, Order, Unsteady
from bot.errors import (
    ArticleUnreadable,
    BlogMoved,
    BlogRefused,
    BlogTroubled,
    BlogUnusable,
    BotCheck,
    CommentsOff,
)
from bot.mirror.archive import Archive
from bot.mirror.arrivals import judge_arrivals
from bot.mirror.comparison import BARREN, Comparison, find_changed
from bot.mirror.in_full import InFull
from bot.mirror.listing import Listing
from bot.mirror.rota import ROUND, Duty, duties
from bot.store.blog.comments import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.blogs.base import Blog
    from bot.model import Summary
    from bot.store.blog.article import ArticleRecord
    from bot.store.blog.blogs import BlogRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

DAY = 86_400
QUIET_DUE = 20 * 3600
"""Seconds after which a discussion is compared again when a request is to spare."""

QUIET_OVERDUE = 23 * 3600
"""Seconds after which it goes before others, so that a day is kept."""

WITHDRAWN_FOR = DAY
"""Seconds after which a withdrawn article's words go."""

LIVELIEST = 10
URGENT = 20
"""Discussions compared at once in one cycle because their totals changed; the rest in the next."""

CATCH_UP_PAGES = 10
"""Pages of new comments read in a row; what came before them changes the total, and is found so."""

FIRST = 3
"""Articles read at once when a channel begins: nobody waits for the others."""

LIST_PAGE = 100
"""Articles in one page of a list, the most that WordPress gives."""

ORDERS = (Order.MODIFIED, Order.PUBLISHED, Order.CREATED)


class Reading:
    """Reads one blog into the store, cycle by cycle. What it keeps in memory may be lost."""

    def __init__(self, store: Store, blog_id: int, blog: Blog, clock: Callable[[], int]) -> None:
        self._store = store
        self._id = blog_id
        self._blog = blog
        self._clock = clock
        self._turn = 0
        self._order = 0
        self._settled: tuple[int, int] | None = None
        self._lively: Comparison | None = None
        self._quiet: Comparison | None = None
        self._quiet_since = 0
        self._list = Listing(store, blog_id, blog.address, clock)
        self._full = InFull(store, blog_id, blog, clock)
        self.archive = Archive(store, blog_id, blog, clock)

    async def begin(self) -> bool:
        """Read what waiting channels begin with first; False if none waits, or there is no hurry.

        Listing a large archive takes a minute. Raises BlogError; what was read until then is kept.
        """
        backfill = await self._store.follows.backfill(self._id)
        known = await self._store.blogs.get(self._id)
        if not backfill or known.listed or not isinstance(self._blog, Comparable):
            return False
        # What came out since is on the first page of either order, and counts as known.
        await self._list_pages(Order.CREATED, 1)
        await self._list_pages(Order.PUBLISHED, -(-backfill // LIST_PAGE))
        await self._store.follows.begin(self._id)
        first = (await self._full.unread())[:FIRST]
        uncompared = await self._store.articles.uncompared(self._id, since=0, count=backfill)
        with suppress(BlogUnusable, BlogRefused, BlogTroubled, BotCheck, CommentsOff):
            # What is the matter with the comments, the cycle finds out.
            await self._compare(
                self._blog, [each for each in uncompared if each.article.remote_id in first]
            )
        await self._full.read(first)
        return True

    async def cycle(self) -> None:
        """Read once. Raises BlogError; what was read until then is kept."""
        known = await self._store.blogs.get(self._id)
        if self._clock() - known.told_at >= DAY:
            about = await self._blog.about()
            await self._store.blogs.told(
                self._id, about.title, about.home, zone=about.zone, now=self._clock()
            )
        if not known.listed:
            await self._list_archive()
            await self._store.blogs.listed(self._id)
        await self._store.follows.begin(self._id)
        await self._store.articles.expire(self._id, withdrawn_before=self._clock() - WITHDRAWN_FOR)
        if not isinstance(self._blog, Comparable):
            await self._read_articles()
            asked = self._store.comments.acts
            page = await self._blog.newest_comments()
            await self._list.note_comments(page.items, asked=asked)
        elif self._clock() - (known.comments_off_at or 0) < DAY:
            await self._read_articles()
        else:
            await self._with_comments(self._blog, known)
        await self._full.read(await self._full.unread())

    async def _with_comments(self, blog: Comparable, known: BlogRecord) -> None:
        """Read comments and articles; articles whatever is the matter with the comments alone."""
        try:
            await self._compare_in_turn(blog)
        except CommentsOff as off:
            await self._read_articles()
            if known.comments_off is None:
                log.warning("%s", off)
            await self._store.blogs.comments_off(self._id, off.phrase, now=self._clock())
        except BlogMoved:
            raise
        except (BlogUnusable, BlogRefused, BlogTroubled, BotCheck):
            await self._read_articles()
            await self._full.read(await self._full.unread())
            raise
        else:
            if known.comments_off is not None:
                await self._store.blogs.comments_on(self._id)

    async def _compare_in_turn(self, blog: Comparable) -> None:
        seen = await self._read_newest_comments()
        await self._recount(blog)
        await self._compare_urgent(blog)
        await self.archive.compare_urgent(blog)
        for duty in await self._duties(blog):
            if duty is Duty.ARTICLES:
                await self._read_articles()
            elif duty is Duty.LIVELY:
                self._lively = await self._advance(self._lively, blog, seen)
            elif duty is Duty.ARCHIVE:
                await self.archive.compare_again()
            else:
                self._quiet = await self._advance(self._quiet, blog, seen)
        self._turn = (self._turn + 1) % ROUND

    async def _duties(self, blog: Comparable) -> list[Duty]:
        now = self._clock()
        if self._lively is None and self._turn == 0:
            self._lively = await self._begin(
                blog, await self._store.articles.liveliest(self._id, LIVELIEST)
            )
        if self._quiet is None:
            quiet = await self._store.articles.uncompared(
                self._id, since=now - QUIET_DUE, count=LIVELIEST
            )
            self._quiet = await self._begin(blog, quiet)
            self._quiet_since = min((record.compared_at for record in quiet), default=now)
        return duties(
            self._turn,
            lively_pages=self._lively.pages_left if self._lively else 0,
            quiet_due=self._quiet is not None,
            quiet_overdue=self._quiet is not None and now - self._quiet_since > QUIET_OVERDUE,
            archive_due=await self.archive.is_due(),
        )

    async def _begin(self, blog: Comparable, articles: list[ArticleRecord]) -> Comparison | None:
        # Those that are due at once (0) are compared apart, and whole.
        settled = [record for record in articles if record.compared_at]
        if not settled:
            return None
        comparison = Comparison(self._store, self._id, blog, settled)
        await comparison.begin()
        return comparison

    async def _advance(
        self, comparison: Comparison | None, blog: Comparable, seen: AbstractSet[str]
    ) -> Comparison | None:
        """Read one more page; answers the comparison while it goes on."""
        if comparison is None:
            return None
        try:
            await comparison.step(seen=seen)
        except ArticleUnreadable:
            await self._full.confirm(blog, comparison.remote_ids)
            return None
        if comparison.pages_left > 0:
            return comparison
        await comparison.finish(now=self._clock())
        return None

    async def _read_newest_comments(self) -> set[str]:
        """Read what is new since the last cycle; answers the ids seen, for later comparisons."""
        blog = await self._store.blogs.get(self._id)
        asked = self._store.comments.acts
        page = await self._blog.newest_comments()
        comments = list(page.items)
        number = 1
        known = blog.newest_comment
        while (
            known is not None
            and comments
            and number < min(page.pages, CATCH_UP_PAGES)
            and int(comments[-1].remote_id) > known
        ):
            number += 1
            comments += (await self._blog.newest_comments(page=number)).items
        newest = max((int(comment.remote_id) for comment in comments), default=0)
        new = sum(int(comment.remote_id) > (known or 0) for comment in comments)
        drift = 0
        if page.total is not None and blog.comment_total is not None:
            drift = page.total - blog.comment_total - new
        count = Count(page.total, max(newest, known or 0), drift)
        changed = drift or (count.total, count.newest) != (blog.comment_total, known)
        await self._store.comments.note(
            self._id, comments, asked=asked, count=count if changed else None
        )
        return {comment.remote_id for comment in comments}

    async def _recount(self, blog: Comparable) -> None:
        """The total changed without new comments to explain it: find out where."""
        known = await self._store.blogs.get(self._id)
        if known.recount:
            changed, unreadable = await find_changed(
                blog, await self._store.comments.counts(self._id)
            )
            await self._full.confirm(blog, unreadable)
            await self._store.articles.compare_now(self._id, changed)
            await self._store.archives.explained(self._id, sum(changed.values()))
            await self._store.blogs.recounted(self._id)
        if known.drift:
            await self.archive.recount(blog, anew=known.recount)

    async def _compare_urgent(self, blog: Comparable) -> None:
        await self._compare(
            blog, await self._store.articles.uncompared(self._id, since=0, count=URGENT)
        )

    async def _compare(self, blog: Comparable, records: Sequence[ArticleRecord]) -> None:
        """Compare each of these discussions, whole."""
        for record in records:
            comparison = Comparison(self._store, self._id, blog, [record])
            await comparison.begin()
            try:
                while comparison.pages_left > 0:
                    await comparison.step()
            except ArticleUnreadable:
                await self._full.confirm(blog, comparison.remote_ids)
            else:
                await comparison.finish(now=self._clock())

    async def _read_articles(self) -> None:
        if isinstance(self._blog, Unsteady):
            await self._list.read(self._blog)
        else:
            await self._read_pages()
        await judge_arrivals(self._store, self._id, self._blog.address, now=self._clock())

    async def _read_pages(self) -> None:
        order = ORDERS[self._order]
        self._order = (self._order + 1) % len(ORDERS)
        page = await self._blog.summaries(order)
        noted = await self._note(page.items)
        if page.total is None or not (noted or await self._unexplained(page.total)):
            return
        for other in ORDERS:
            if other is not order:
                items = (await self._blog.summaries(other)).items
                noted += await self._note(items)
        # As many changes as a page shows: there may be more of them behind it.
        beyond = page.pages > 1 and noted >= len(page.items)
        if beyond or await self._unexplained(page.total):
            await self._list_archive()
            # Should they still differ, listing it all again before the next change won't help.
            self._settled = page.total, await self._store.articles.listed_count(self._id)

    async def _note(self, newest_first: Sequence[Summary]) -> int:
        """Record what a list shows; of two of one second, what is older gets the smaller id."""
        now = self._clock()
        return await self._store.articles.note(self._id, newest_first[::-1], now=now)

    async def _unexplained(self, total: int) -> bool:
        listed = await self._store.articles.listed_count(self._id)
        return total != listed and (total, listed) != self._settled

    async def _list_archive(self) -> None:
        """List every article; those that disappeared from the list are asked for singly."""
        if isinstance(self._blog, Unsteady):
            await self._list.read(self._blog)
            return
        found, whole = await self._list_pages(Order.CREATED)
        if whole and isinstance(self._blog, Comparable):
            absent = await self._store.articles.listed(self._id) - found
            await self._full.confirm(self._blog, absent)

    async def _list_pages(self, order: Order, most: int | None = None) -> tuple[set[str], bool]:
        """List every article, or so many pages; answers their ids, and whether those are all."""
        found: set[str] = set()
        number, pages, barren = 1, 1, 0
        room = self._store.holdings.limits.articles // LIST_PAGE + 1
        most = room if most is None else min(most, room)
        while number <= min(pages, most) and barren < BARREN:
            page = await self._blog.summaries(order, page=number, size=LIST_PAGE)
            await self._note(page.items)
            listed = {summary.remote_id for summary in page.items}
            barren = 0 if listed - found else barren + 1
            found |= listed
            number, pages = number + 1, page.pages
        return found, number > pages
