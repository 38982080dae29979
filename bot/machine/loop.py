"""Watches whether the event loop gets on: while one piece of work holds it, everything waits.

The gateway's heartbeats wait, too, and Discord ends a connection that is silent for long.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.machine.beside import beside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

log = logging.getLogger(__name__)

BEAT = 0.1
"""Seconds between two signs of life."""

HELD = 0.25
"""Seconds without one after which it is said who holds the loop."""

KEPT = 600
"""Signs of life that are remembered: those of a minute."""

TOLD = 3600
"""Seconds between two lines in the log that say how late the loop was."""


class Gauge:
    """How late the loop comes to what is due, of late."""

    def __init__(self) -> None:
        self._late: deque[float] = deque(maxlen=KEPT)

    def note(self, late: float) -> None:
        """It came so many seconds late to one sign of life."""
        self._late.append(max(0.0, late))

    def within(self, share: float) -> float:
        """Seconds by which this share of the last minute's signs were late at most; 0 for none."""
        late = sorted(self._late)
        return late[min(len(late) - 1, int(len(late) * share))] if late else 0.0


@asynccontextmanager
async def watched() -> AsyncIterator[Gauge]:
    """Watch the loop that runs this; a warning says where it is held for longer than `HELD`."""
    watch = _Watch(threading.get_ident())
    thread = threading.Thread(target=watch.look, name="watch the loop", daemon=True)
    async with beside(watch.beat(), "watch the loop"):
        thread.start()
        try:
            yield watch.gauge
        finally:
            watch.over.set()
            thread.join()


class _Watch:
    """The loop gives signs of life, and another thread looks whether they come."""

    def __init__(self, loop_thread: int) -> None:
        self.gauge = Gauge()
        self.over = threading.Event()
        self._loop_thread = loop_thread
        self._signs = 0
        self._due = time.monotonic() + BEAT

    async def beat(self) -> None:
        """Give signs of life, and say now and then how late they were."""
        longest, told = 0.0, time.monotonic()
        while True:
            await asyncio.sleep(self._due - time.monotonic())
            now = time.monotonic()
            self.gauge.note(now - self._due)
            longest = max(longest, now - self._due)
            self._signs += 1
            self._due = now + BEAT
            if now - told > TOLD:
                log.info("The event loop was late by %.0f ms at most.", longest * 1000)
                longest, told = 0.0, now

    def look(self) -> None:
        """Say where the loop is, once for each sign that is missing for long."""
        told = -1
        while not self.over.wait(BEAT):
            late, sign = time.monotonic() - self._due, self._signs
            if late > HELD and sign != told:
                told = sign
                self._tell(late)

    def _tell(self, late: float) -> None:
        frame = sys._current_frames().get(self._loop_thread)  # noqa: SLF001 - as documented
        stack = "".join(traceback.format_stack(frame))
        log.warning(
            "The event loop is held for %.0f ms by now, and everything waits. It is here:\n%s",
            late * 1000,
            stack,
        )
