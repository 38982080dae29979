"""How many requests one host gets at a time. Each waits for itself alone."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

AT_ONCE = 2
"""Requests to one host at a time: a person's browser takes six."""


@dataclass(slots=True)
class _Host:
    busy: int = 0
    urgent: deque[asyncio.Future[None]] = field(default_factory=deque)
    others: deque[asyncio.Future[None]] = field(default_factory=deque)


class Lanes:
    """Lets `at_once` requests to each host go; the rest queues, what is urgent first."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    @asynccontextmanager
    async def lane(self, host: str, *, urgent: bool) -> AsyncIterator[None]:
        """Wait for one, without a time limit: the caller sets one; and keep it meanwhile."""
        here = self._hosts[host]
        if here.busy < self._at_once:
            here.busy += 1
        else:
            await self._turn(host, urgent=urgent)
        try:
            yield
        finally:
            self._leave(host)

    async def _turn(self, host: str, *, urgent: bool) -> None:
        here = self._hosts[host]
        queue = here.urgent if urgent else here.others
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave(host)
            else:
                queue.remove(turn)
            raise

    def _leave(self, host: str) -> None:
        """Hand the lane on, or free it."""
        here = self._hosts[host]
        for queue in (here.urgent, here.others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        here.busy -= 1
        if not here.busy:
            del self._hosts[host]
