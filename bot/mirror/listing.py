"""Reads a blog that lists all it shows at once, and may call things otherwise at each reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.mirror.same import recognise, recognise_comments, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.blogs.base import Unsteady
    from bot.model import BlogAddress, Comment, Summary
    from bot.store.store import Store


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

    async def read(self, blog: Unsteady) -> None:
        """Record all that is listed, under the names that it has now. Raises BlogError."""
        listing = await blog.listing()
        if listing is self._last:
            return
        known = await self._store.articles.known(self._id)
        found = recognise(listing, known, home=self._address.home)
        renamed = {each.id: name for name, each in found.items() if each.remote_id != name}
        await self._store.articles.rename(self._id, renamed)
        items = settled(listing, found)
        await self._store.articles.note(self._id, items, now=self._clock())
        self._last = listing

    async def note_comments(self, comments: Iterable[Comment]) -> None:
        """Record comments under the names by which we know them."""
        named = list(comments)
        about = {comment.article_id for comment in named}
        known = await self._store.comments.under(self._id, about)
        await self._store.comments.note(self._id, recognise_comments(named, known))
