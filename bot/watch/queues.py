"""Whether what waits gets on. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping


class Queue:
    """Things that wait for the same; it moves when one of them leaves, or is another one by now."""

    def __init__(self) -> None:
        self._waiting: frozenset[Hashable] = frozenset()
        self._since: int | None = None

    def look(self, waiting: Collection[Hashable], now: int) -> None:
        """These wait now; `now` in seconds since 1970."""
        before, self._waiting = self._waiting, frozenset(waiting)
        if not self._waiting:
            self._since = None
        elif self._since is None or before - self._waiting:
            self._since = now

    def still(self, now: int) -> int:
        """For how many seconds something has waited and nothing moved."""
        return 0 if self._since is None else max(0, now - self._since)

    def __len__(self) -> int:
        return len(self._waiting)


class Queues:
    """Queues by what they lead to; one that is empty is forgotten."""

    def __init__(self) -> None:
        self._queues: dict[Hashable, Queue] = {}

    def look(self, waiting: Mapping[Hashable, Collection[Hashable]], now: int) -> None:
        """These wait now, by queue."""
        self._queues = {key: self._queues.get(key) or Queue() for key in waiting}
        for key, things in waiting.items():
            self._queues[key].look(things, now)

    def waiting(self) -> int:
        """How many things wait in all."""
        return sum(map(len, self._queues.values()))

    def still(self, now: int) -> int:
        """For how many seconds the one that has stood longest has not moved."""
        return max((queue.still(now) for queue in self._queues.values()), default=0)
