"""Spreads the readings of many blogs over the interval between two beats."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from bot.store.blog.blogs import BlogRecord
    from bot.tasks import Tasks

AT_ONCE = 10
"""Blogs whose reading begins at once."""


class Spread:
    """Starts reading each blog that is due, in tasks of its own; none waits for another's answers.

    `seconds` is the interval; `read` reads the blog with that id, if it is still due.
    """

    def __init__(
        self,
        tasks: Tasks,
        read: Callable[[int], Coroutine[None, None, None]],
        seconds: float,
        stop: asyncio.Event,
    ) -> None:
        self._tasks = tasks
        self._read = read
        self._seconds = seconds
        self._stop = stop

    def start(self, due: Sequence[BlogRecord]) -> None:
        """Start the longest due at once, the rest bit by bit; returns at once.

        Whoever waits for one that was asked for, or was never read, waits for no others.
        """
        blogs = sorted(due, key=lambda blog: blog.next_read)
        first = max(AT_ONCE, sum(not blog.next_read for blog in blogs))
        self._start(blogs[:first])
        if rest := blogs[first:]:
            parts = [rest[start : start + AT_ONCE] for start in range(0, len(rest), AT_ONCE)]
            self._tasks.start("spread", "", partial(self._bit_by_bit, parts))

    async def _bit_by_bit(self, parts: Sequence[Sequence[BlogRecord]]) -> None:
        for part in parts:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), self._seconds / (len(parts) + 1))
                return
            self._start(part)

    def _start(self, blogs: Sequence[BlogRecord]) -> None:
        for blog in blogs:
            self._tasks.start("read", blog.id, partial(self._read, blog.id))
