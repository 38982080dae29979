"""Reads a blog that lists all it shows at once, and may call things otherwise at each reading."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.mirror.order import arrange
from bot.mirror.restless import Restless, changed, steady
from bot.mirror.same import recognise, recognise_comments, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.blogs.base import Unsteady
    from bot.model import BlogAddress, Comment, Summary
    from bot.store.blog.article import Known
    from bot.store.store import Store

log = logging.getLogger(__name__)


class Listing:
    """One blog's list as it was last read."""

    def __init__(
        self, store: Store, blog_id: int, address: BlogAddress, clock: Callable[[], int]
    ) -> None:
        self._store = store
        self._id = blog_id
        self._address = address
        self._clock = clock
        self._last: Sequence[Summary] | None = None
        self._restless = Restless()
        self._beyond: int | None = None

    async def read(self, blog: Unsteady) -> None:
        """Record all that is listed, under the names that it has now. Raises BlogError."""
        listing = await blog.listing()
        if blog.beyond != self._beyond:
            await self._tell(blog.beyond)
        now = self._clock()
        if listing is self._last and not self._restless.is_due(now):
            return
        known = await self._store.articles.known(self._id)
        # A list of thousands takes its time, in which others have their turn.
        found = await asyncio.to_thread(recognise, listing, known, home=self._address.home)
        renamed = {each.id: name for name, each in found.items() if each.remote_id != name}
        await self._store.articles.rename(self._id, renamed)
        await self._adopt(blog, listing, found)
        items = self._restless.calmed(settled(listing, found), found, now=now)
        arranged = arrange(items, found, known, now=datetime.fromtimestamp(now, UTC))
        await self._store.articles.note(self._id, arranged.items, now=now, old=arranged.old)
        if listing:  # one that is empty for once has not let go of anything
            await self._store.articles.placed(self._id, [item.remote_id for item in listing])
        self._last = listing

    async def _tell(self, beyond: int) -> None:
        if beyond and not self._beyond:
            host = urlsplit(self._address.url).netloc
            log.warning("%s lists more than is read: what is at the end is left out.", host)
        await self._store.blogs.goes_on(self._id, beyond)
        self._beyond = beyond

    async def _adopt(
        self, blog: Unsteady, listing: Sequence[Summary], found: dict[str, Known]
    ) -> None:
        """What an earlier version of ours read has changed only if its words have."""
        read = {
            item.remote_id: item.version
            for item in listing
            if item.remote_id in found
            and steady(item.version)
            and not steady(found[item.remote_id].version)
        }
        if not read:
            return
        recorded = await self._store.articles.words(self._id, read)
        articles = await blog.articles(list(recorded))
        others = await asyncio.to_thread(changed, recorded, articles)
        same = {name: version for name, version in read.items() if name not in others}
        await self._store.articles.same_as(self._id, same)
        for name, version in same.items():
            found[name] = replace(found[name], version=version)

    async def note_comments(self, comments: Iterable[Comment], *, asked: int) -> None:
        """Record comments under the names by which we know them; `asked` as for `Comments`."""
        named = list(comments)
        about = {comment.article_id for comment in named}
        known = await self._store.comments.under(self._id, about)
        await self._store.comments.note(self._id, recognise_comments(named, known), asked=asked)
