"""Room for one more active thread, where a server has as many as Discord allows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from bot.errors import ChannelGone, ThreadsFull
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.mirror.ports import Publisher
    from bot.store.store import Store

log = logging.getLogger(__name__)

_T = TypeVar("_T")

THREAD_DELETED = Phrase("Its thread was deleted in Discord, so nothing more is written there.")


class Room:
    """Puts the longest idle thread to rest when another one is to be woken."""

    def __init__(self, store: Store, publisher: Publisher, clock: Callable[[], int]) -> None:
        self._store = store
        self._publisher = publisher
        self._clock = clock

    async def for_(self, guild: int, act: Callable[[], Awaitable[_T]]) -> _T:
        """Act; at the server's cap, make room and act again. Raises DiscordError."""
        try:
            return await act()
        except ThreadsFull:
            await self._make(guild)
            return await act()

    async def _make(self, guild: int) -> None:
        """Archive one thread; those that Discord archived by itself make no room."""
        tried: set[int] = set()
        while True:
            idle = await self._store.mirrors.longest_idle(guild)
            if idle is None or idle in tried:
                return
            tried.add(idle)
            try:
                rested = await self._publisher.rest(idle)
            except ChannelGone:
                await self._store.mirrors.thread_deleted(idle, THREAD_DELETED)
                continue
            await self._store.mirrors.active(idle, now=self._clock())
            if rested:
                log.info("The server had no room for another active thread; archived %s.", idle)
                return
