"""The rest of a blog, which nobody mirrors: recorded once, then kept true with requests to spare.

What is missing is always worked out from the store, so that it goes on after a restart where it
was. Each step sends one request, rarely a few; the one who calls sets the pace.
"""

from __future__ import annotations

import logging
from itertools import islice
from typing import TYPE_CHECKING

from bot.blogs.base import Comparable
from bot.errors import ArticleUnreadable, CommentsOff
from bot.faults import Faults
from bot.mirror.comparison import Comparison, find_changed
from bot.model import ArticleState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.blogs.base import Blog
    from bot.store.blog.archives import Portion
    from bot.store.blog.article import ArticleRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

PORTION = 25
"""Articles read in one request, and discussions compared together."""

AGAIN = 7 * 86_400
"""Seconds after which a discussion that seems unchanged is compared again."""

AUTHORS_AGAIN = 86_400
"""Seconds after which what the blog says about its authors is read again."""

GROUP = 50
GROUPS_AT_ONCE = 10
"""Groups of articles whose totals are asked for in one cycle, while a change is looked for."""

URGENT = 10
TELL_EVERY = 500
"""Articles between two lines in the log."""


class Archive:
    """Everything of one blog that is not mirrored. What it keeps in memory may be lost."""

    def __init__(self, store: Store, blog_id: int, blog: Blog, clock: Callable[[], int]) -> None:
        self._store = store
        self._id = blog_id
        self._blog = blog
        self._clock = clock
        self._filling: Comparison | None = None
        self._comparing: Comparison | None = None
        self._doubtful: list[ArticleRecord] = []
        self._passed_over: set[str] = set()
        self._groups: list[dict[str, int]] | None = None
        self._faults = Faults(clock)
        self._told = 0
        self._authors: dict[str, str] = {}
        """Names of authors to be read again, each with an article of theirs."""
        self._authors_at = 0

    async def fill(self) -> bool:
        """Record a little more; False once nothing is missing. Raises BlogError.

        A discussion is recorded before its article is read in full: an article that was read can
        be mirrored at once.
        """
        try:
            return await self._fill()
        except CommentsOff as off:
            self._filling, self._doubtful = None, []
            await self._store.blogs.comments_off(self._id, off.phrase, now=self._clock())
            return True

    async def _fill(self) -> bool:
        if self._doubtful:
            await self._doubt(self._doubtful.pop())
        elif self._filling is not None:
            self._filling = await self._step(self._filling)
        else:
            portion = await self._store.archives.next_portion(
                self._id, PORTION + len(self._passed_over)
            )
            if not await self._fill_from(portion):
                return False
        return True

    async def _fill_from(self, portion: Portion) -> bool:
        undiscussed = portion.undiscussed[:PORTION]
        unread = [each for each in portion.unread if each not in self._passed_over][:PORTION]
        off = (await self._store.blogs.get(self._id)).comments_off is not None
        if undiscussed and isinstance(self._blog, Comparable) and not off:
            self._filling = await self._step(await self._begin(self._blog, undiscussed))
        elif undiscussed:
            # A feed shows no discussion whole; what it does show is noted in each cycle. Where
            # comments are off, there is none to be read until they are on again.
            for record in undiscussed:
                await self._store.articles.compared(record.id, now=self._clock())
        elif unread:
            await self._read(unread)
        return bool(undiscussed or unread)

    async def _read(self, asked: list[str]) -> None:
        readable = [
            article
            for article in await self._blog.articles(asked)
            if article.state is ArticleState.PUBLISHED
        ]
        # Whether they are gone, the next list of articles shows.
        self._passed_over |= set(asked) - {article.remote_id for article in readable}
        for article in readable:
            with self._faults.contained(article.remote_id, "recording an article"):
                await self._store.articles.read(self._id, article)
            if not self._faults.is_due(article.remote_id):
                self._passed_over.add(article.remote_id)
        await self._tell()

    async def _tell(self) -> None:
        known = await self._store.archives.recorded(self._id)
        if known.articles - self._told >= TELL_EVERY or not known.filling:
            self._told = known.articles
            log.info(
                "The archive of %s: %s of %s articles and %s of %s comments can be searched.",
                self._blog.address.shown, f"{known.articles:,}", f"{known.of_articles:,}",
                f"{known.comments:,}", f"{known.of_comments:,}",
            )  # fmt: skip

    async def compare_urgent(self, blog: Comparable) -> None:
        """Compare the discussions in which something changed."""
        due = await self._store.archives.to_compare(self._id, since=0, count=URGENT)
        for record in due:
            comparison: Comparison | None = await self._begin(blog, [record])
            while comparison is not None:
                comparison = await self._step(comparison)

    async def is_due(self) -> bool:
        """Whether a discussion waits to be compared again, or an author to be read again."""
        if self._comparing is None and isinstance(self._blog, Comparable):
            due = await self._store.archives.to_compare(
                self._id, since=self._clock() - AGAIN, count=PORTION
            )
            self._comparing = await self._begin(self._blog, due) if due else None
        return self._comparing is not None or await self._are_authors_due()

    async def compare_again(self) -> None:
        """Compare one more page, if any is due; if not, read some authors again."""
        if self._comparing is not None:
            self._comparing = await self._step(self._comparing)
        elif self._authors:
            await self._read_authors()

    async def _are_authors_due(self) -> bool:
        now = self._clock()
        if not self._authors and now - self._authors_at >= AUTHORS_AGAIN:
            self._authors = await self._store.authors.latest_articles(self._id)
            self._authors_at = now
        return bool(self._authors)

    async def _read_authors(self) -> None:
        """An article says what the blog says about its author now."""
        asked = {article: name for name, article in islice(self._authors.items(), PORTION)}
        for article in await self._blog.articles(list(asked)):
            name, writer = asked.get(article.remote_id), article.writer
            if writer is None or article.state is not ArticleState.PUBLISHED:
                continue
            if writer.name == name:
                await self._store.authors.put(self._id, writer)
            else:
                # They go by another name now.
                await self._store.articles.read(self._id, article)
        for name in asked.values():
            del self._authors[name]

    async def recount(self, blog: Comparable, *, anew: bool) -> None:
        """Find the discussions in which comments came or went without being seen.

        Asks for the last discussed ones first, and no further than the change is explained; goes
        on in the next cycle. With `anew` it begins again: more has changed since.
        """
        drift = (await self._store.blogs.get(self._id)).drift
        if anew or self._groups is None:
            counts = list((await self._store.archives.counts(self._id)).items())
            starts = range(0, len(counts), GROUP)
            self._groups = [dict(counts[start : start + GROUP]) for start in starts]
        for _ in range(GROUPS_AT_ONCE):
            if not drift or not self._groups:
                break
            found = await self._recount_group(blog, self._groups[0])
            del self._groups[0]
            drift -= found
        if not self._groups:
            # Nobody knows where: it will be seen when each discussion's turn comes.
            await self._store.archives.explained(self._id, drift)
        if not drift:
            self._groups = None

    async def _recount_group(self, blog: Comparable, group: dict[str, int]) -> int:
        """Mark what changed in a group; answers by how much its total did."""
        changed, unreadable = await find_changed(blog, group)
        for remote_id in unreadable:
            state = await blog.article_state(remote_id)
            await self._store.articles.confirm(self._id, remote_id, state, now=self._clock())
        await self._store.articles.compare_now(self._id, changed)
        found = sum(changed.values())
        await self._store.archives.explained(self._id, found)
        return found

    async def _begin(self, blog: Comparable, records: Sequence[ArticleRecord]) -> Comparison:
        comparison = Comparison(self._store, self._id, blog, records)
        await comparison.begin()
        return comparison

    async def _step(self, comparison: Comparison) -> Comparison | None:
        """Read one page; answers the comparison while it goes on."""
        try:
            await comparison.step()
        except ArticleUnreadable:
            self._doubtful = list(comparison.articles)
            return None
        if comparison.pages_left > 0:
            return comparison
        await comparison.finish(now=self._clock())
        return None

    async def _doubt(self, record: ArticleRecord) -> None:
        """One of several could not be read: ask whether it was this one."""
        assert isinstance(self._blog, Comparable)  # noqa: S101 - only a comparison raises doubts
        remote_id = record.article.remote_id
        try:
            await self._blog.count_comments([remote_id])
        except ArticleUnreadable:
            state = await self._blog.article_state(remote_id)
            await self._store.articles.confirm(self._id, remote_id, state, now=self._clock())
            if state is ArticleState.PUBLISHED:
                # The article is there, only its discussion is not for visitors.
                await self._store.articles.compared(record.id, now=self._clock())
