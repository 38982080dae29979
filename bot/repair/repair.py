"""Finds out what belongs to what, and lets the store remember it.

Discord is read before the blog: whatever was mirrored until then, the blog lists or has removed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blogs.base import Comparable, Order
from bot.errors import ArticleUnreadable
from bot.model import ArticleState, CommentState
from bot.repair.matching import Discussion, Matched, match, not_listed
from bot.repair.pairing import Pairing, pair
from bot.replies.words import html_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blogs.base import Blog
    from bot.model import Article, BlogAddress, Comment, Summary
    from bot.repair.ports import Announced, Scanner, Standing, Tell
    from bot.store.repairs import RecordedMirror
    from bot.store.store import Store

log = logging.getLogger(__name__)

ARTICLES_AT_ONCE = 20
LIST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found in a channel, and what would be recorded."""

    address: BlogAddress
    guild: int
    channel: int
    pairing: Pairing
    matched: tuple[Matched, ...]
    summaries: tuple[Summary, ...]
    known: int
    """How many mirrors of the channel are recorded already."""

    @property
    def adds(self) -> bool:
        """Whether there is anything to record."""
        return bool(self.pairing.newer) or any(
            not each.known or each.mirror.parts or each.mirror.replies for each in self.matched
        )


@dataclass(frozen=True, slots=True)
class _Thread:
    summary: Summary
    announced: Announced
    standing: list[Standing]


class Repair:
    """Looks at one channel and one blog. Nothing is changed by looking."""

    def __init__(
        self, store: Store, scanner: Scanner, blog: Blog, *, guild: int, channel: int, tell: Tell
    ) -> None:
        self._store = store
        self._scanner = scanner
        self._blog = blog
        self._guild = guild
        self._channel = channel
        self._tell = tell

    async def look(self) -> Plan:
        """Read everything, and match it. Raises BlogError and DiscordError.

        It may take minutes: a channel's whole history is read.
        """
        announced = await self._scanner.announcements(self._channel, self._tell)
        await self._tell(f"{len(announced):,} announcements found. Asking the blog for its list.")
        summaries = await self._list()
        home = self._blog.address
        recorded = await self._store.repairs.recorded(home.url, self._channel)
        pairing = pair(announced, summaries, recorded, home.url)
        threads = [
            _Thread(summary, each, await self._scan(each, number, len(pairing.pairs)))
            for number, (summary, each) in enumerate(pairing.pairs, start=1)
        ]
        articles = await self._articles([thread.summary.remote_id for thread in threads])
        comments = await self._comments(list(articles))
        ways = await self._ways(threads)
        matched = [
            await self._match(thread, articles[remote_id], comments[remote_id], recorded, ways)
            for thread in threads
            if (remote_id := thread.summary.remote_id) in comments
        ]
        return Plan(
            home, self._guild, self._channel, pairing, tuple(matched), tuple(summaries),
            len(recorded),
        )  # fmt: skip

    async def _scan(self, announced: Announced, number: int, of: int) -> list[Standing]:
        await self._tell(f"Reading thread {number:,} of {of:,}.")
        if announced.thread is None:
            return []
        return await self._scanner.everything(announced.thread)

    async def _list(self) -> list[Summary]:
        found: dict[str, Summary] = {}
        number, pages = 1, 1
        while number <= pages:
            page = await self._blog.summaries(Order.CREATED, page=number, size=LIST_PAGE)
            found |= {summary.remote_id: summary for summary in page.items}
            number, pages = number + 1, page.pages
        return list(found.values())

    async def _articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Those that visitors can read, by id."""
        found: list[Article] = []
        for start in range(0, len(ids), ARTICLES_AT_ONCE):
            found += await self._blog.articles(ids[start : start + ARTICLES_AT_ONCE])
        return {
            article.remote_id: article
            for article in found
            if article.state is ArticleState.PUBLISHED
        }

    async def _comments(self, ids: list[str]) -> dict[str, list[Comment]]:
        """The comments of each article that is still readable."""
        if not isinstance(self._blog, Comparable):
            comments = (await self._blog.newest_comments()).items
            return {remote_id: _of(remote_id, comments) for remote_id in ids}
        found: dict[str, list[Comment]] = {}
        for start in range(0, len(ids), ARTICLES_AT_ONCE):
            await self._tell(f"Reading the comments of {len(ids):,} articles on the blog.")
            found |= await _read(self._blog, ids[start : start + ARTICLES_AT_ONCE])
        return found

    async def _match(
        self,
        thread: _Thread,
        article: Article,
        comments: list[Comment],
        recorded: dict[str, RecordedMirror],
        ways: dict[str, int],
    ) -> Matched:
        discussion = Discussion(
            thread.summary,
            article,
            tuple(comments),
            await self._gone(not_listed(thread.standing, comments)),
            await self._written(thread.standing, comments),
            {url: way for url, way in ways.items() if way != thread.announced.thread},
        )
        known = recorded.get(thread.summary.remote_id)
        would_show = self._scanner.would_show
        return match(discussion, thread.announced, thread.standing, known, would_show)

    async def _ways(self, threads: list[_Thread]) -> dict[str, int]:
        """The guild's threads by their articles' addresses, once these are recorded."""
        found = {
            thread.summary.url.rstrip("/"): thread.announced.thread
            for thread in threads
            if thread.announced.thread is not None
        }
        return found | await self._store.threads.ways(self._guild)

    async def _gone(self, ids: list[str]) -> frozenset[str]:
        """Those of these comments that visitors can't see, each asked for by itself."""
        if not isinstance(self._blog, Comparable):
            return frozenset()
        return frozenset(
            [
                remote_id
                for remote_id in ids
                if await self._blog.comment_state(remote_id) is CommentState.GONE
            ]
        )

    async def _written(self, standing: list[Standing], comments: list[Comment]) -> dict[int, str]:
        """The members' messages that comments claim to come from, as they would be sent there."""
        claimed = {comment.message for comment in comments}
        return {
            message.said.id: await html_of(message.said, self._store.members, self._guild)
            for message in standing
            if message.said.id in claimed and message.said.by_person
        }


async def carry_out(store: Store, plan: Plan, *, now: int) -> None:
    """Let the store remember it, in one transaction; then the engine goes on from there."""
    known = await store.repairs.blog(plan.address.url)
    if known is not None:
        # Another channel may follow the blog: what is new there is new for that one, too.
        await store.articles.note(known, plan.summaries, now=now)
    await store.repairs.keep(
        plan.address,
        guild=plan.guild,
        channel=plan.channel,
        mirrors=[each.mirror for each in plan.matched],
        newer=plan.pairing.newer,
        now=now,
    )
    log.info(
        "Repaired channel %s: %s mirror(s) of %s, %s message(s) bound.",
        plan.channel, len(plan.matched), plan.address.url,
        sum(len(each.mirror.parts) for each in plan.matched),
    )  # fmt: skip


async def _read(blog: Comparable, ids: list[str]) -> dict[str, list[Comment]]:
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
