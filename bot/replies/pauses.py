"""What failed waits before it is tried again, longer each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

FIRST = 5
LONGEST = 3600
"""Seconds; doubled each time."""


class Pauses:
    """Pieces of work by their keys, and until when each waits. All times are `clock`'s seconds."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._failures: dict[Hashable, int] = {}
        self._not_before: dict[Hashable, int] = {}

    def failed(self, key: Hashable, *, at_least: int = 0) -> None:
        """It waits from now on, at least for so many seconds."""
        failures = self._failures.get(key, 0)
        self._failures[key] = failures + 1
        pause = max(min(FIRST * 2**failures, LONGEST), at_least)
        self._not_before[key] = self._clock() + pause

    def over(self, *keys: Hashable) -> None:
        """It went well, or there is reason to try at once."""
        for key in keys:
            self._failures.pop(key, None)
            self._not_before.pop(key, None)

    def all_over(self) -> None:
        """There is reason to try everything at once."""
        self.over(*self._not_before)

    def wait(self, key: Hashable) -> bool:
        """Whether it still waits."""
        return self._clock() < self._not_before.get(key, 0)

    def waiting(self) -> list[Hashable]:
        """All that still waits."""
        return [key for key in self._not_before if self.wait(key)]
