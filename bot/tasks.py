"""Owns tasks: at most one at a time for each piece of work, all ended and awaited at the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine, Hashable


class Tasks:
    """Tasks by kind and key. What fails unexpectedly begins again only after a pause."""

    def __init__(self, faults: Faults | None = None) -> None:
        self._faults = Faults() if faults is None else faults
        self._running: dict[tuple[str, Hashable], asyncio.Task[None]] = {}
        self._again: dict[tuple[str, Hashable], Callable[[], Coroutine[None, None, None]]] = {}

    def start(
        self,
        kind: str,
        key: Hashable,
        work: Callable[[], Coroutine[None, None, None]],
        *,
        again: bool = False,
    ) -> None:
        """Begin unless this is under way; with `again` it is then done once more afterwards.

        Whatever failed through a fault of ours waits: whoever starts things looks again.
        """
        if (kind, key) in self._running:
            if again:
                self._again[kind, key] = work
            return
        if not self._faults.is_due((kind, key)):
            return
        task = asyncio.create_task(work(), name=f"{kind} {key}".strip())
        self._running[kind, key] = task
        task.add_done_callback(lambda done: self._finished(kind, key, done))

    def _finished(self, kind: str, key: Hashable, task: asyncio.Task[None]) -> None:
        del self._running[kind, key]
        more = self._again.pop((kind, key), None)
        if task.cancelled():
            return
        if (error := task.exception()) is not None:
            self._faults.met((kind, key), task.get_name(), error)
            return
        self._faults.over((kind, key))
        if more is not None:
            self.start(kind, key, more)

    async def settled(self) -> None:
        """Wait until nothing is under way. Without a time limit: the caller sets one."""
        while self._running:
            await asyncio.wait(self._running.values())

    async def stop(self, *, grace: float, gentle: Collection[str]) -> None:
        """Let tasks of the `gentle` kinds finish for `grace` seconds, and cancel all others."""
        self._again.clear()
        tasks = list(self._running.values())
        for (kind, _), task in self._running.items():
            if kind not in gentle:
                task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
