"""Reads mirrored articles in full, and asks for those that can't be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blogs.base import Comparable
from bot.faults import Faults
from bot.model import ArticleState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from bot.blogs.base import Blog
    from bot.store.store import Store

AT_ONCE = 20
"""Articles asked for in one request."""


class InFull:
    """One blog's articles, one by one."""

    def __init__(self, store: Store, blog_id: int, blog: Blog, clock: Callable[[], int]) -> None:
        self._store = store
        self._id = blog_id
        self._blog = blog
        self._clock = clock
        self._faults = Faults(clock)

    async def unread(self) -> list[str]:
        """What is to be read now, oldest first."""
        unread = await self._store.articles.unread(self._id)
        return [remote_id for remote_id in unread if self._faults.is_due(remote_id)]

    async def read(self, asked: Sequence[str]) -> None:
        """Record these in this order, in which they are announced then. Raises BlogError."""
        for start in range(0, len(asked), AT_ONCE):
            await self._read(asked[start : start + AT_ONCE])

    async def _read(self, asked: Sequence[str]) -> None:
        readable = {
            article.remote_id: article
            for article in await self._blog.articles(asked)
            if article.state is ArticleState.PUBLISHED
        }
        for remote_id in asked:
            if remote_id in readable:
                with self._faults.contained(remote_id, "recording an article"):
                    await self._store.articles.read(self._id, readable[remote_id])
        if isinstance(self._blog, Comparable):
            await self.confirm(self._blog, set(asked) - readable.keys())

    async def confirm(self, blog: Comparable, remote_ids: Collection[str]) -> None:
        """Ask for each article; those that nobody mirrors only leave the list."""
        mirrored = set(await self._store.articles.mirrored(self._id))
        for remote_id in remote_ids:
            state = (
                await blog.article_state(remote_id)
                if remote_id in mirrored
                else ArticleState.WITHDRAWN
            )
            await self._store.articles.confirm(self._id, remote_id, state, now=self._clock())
