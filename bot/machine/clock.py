"""The time that never goes back. Pure, but for the clocks that it reads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """Seconds since 1970, as the computer says; where its clock is set back, ours goes on.

    Else whatever is due would wait until the old time comes again. Forward it follows at once, be
    it after a pause of the whole computer.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._now = wall()
        self._then = steady()

    def __call__(self) -> int:
        """The time now."""
        steady = self._steady()
        self._now = max(self._wall(), self._now + steady - self._then)
        self._then = steady
        return int(self._now)
