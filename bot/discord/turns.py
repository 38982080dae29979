"""How often each member may ask for something; kept in memory only."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Turns:
    """`count` turns for each member of each server within any `seconds` seconds."""

    def __init__(
        self, count: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._count = count
        self._seconds = seconds
        self._clock = clock
        self._taken: dict[tuple[int, int], deque[float]] = {}

    def take(self, guild: int, member: int) -> float:
        """Take a turn; answers 0, or, where none is left, the seconds until there is one."""
        now = self._clock()
        for key in [key for key, taken in self._taken.items() if now - taken[-1] > self._seconds]:
            del self._taken[key]
        taken = self._taken.setdefault((guild, member), deque(maxlen=self._count))
        wait = taken[0] + self._seconds - now if len(taken) == self._count else 0.0
        if wait > 0:
            return wait
        taken.append(now)
        return 0.0
