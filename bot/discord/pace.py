"""Discord's limit for all that a bot asks for together: kept to, and fair.

Discord allows fifty requests a second. Those that it refuses count as well, and many of them bar
the bot for an hour: so it is never asked for more. Limits of single channels are discord.py's
matter; a request comes here when its channel's turn has come.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import aiohttp

from bot.mirror.urgency import urgency_now

if TYPE_CHECKING:
    from types import SimpleNamespace

    from bot.mirror.urgency import Urgency

AT_MOST = 49
"""Requests within any `WITHIN` seconds, one less than Discord allows in a second: requests of one
second may come in the next one's."""

WITHIN = 1.005
"""Seconds; by so much more than one, requests may overtake each other on the way."""

EVENLY = WITHIN / AT_MOST
"""Seconds between two requests, so that whatever is urgent finds a place soon."""

APART = 1 / 70
BEHIND = 0.2
"""Seconds between two at least, where up to so many seconds were lost: they are made up for."""

_FREE = re.compile(r"/interactions/|/webhooks/\d+/")
"""What Discord does not count: answers to commands."""


class Pace:
    """Lets requests go, the most urgent first, and among equals the one that came first."""

    def __init__(self) -> None:
        self._gone: deque[float] = deque(maxlen=AT_MOST)
        self._due = 0.0
        """When the next one would go if nothing were ever late."""
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []
        self._came = 0
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self) -> None:
        """Wait until this task may ask Discord for something."""
        loop = asyncio.get_running_loop()
        if self._timer is None and self._wait(loop.time()) <= 0:
            self._goes(loop.time())
            return
        self._came += 1
        waiting = loop.create_future()
        heappush(self._waiting, (urgency_now(), self._came, waiting))
        self._look_later(loop)
        await waiting

    def trace(self) -> aiohttp.TraceConfig:
        """What lets discord.py's requests wait here, each right before it goes."""
        config = aiohttp.TraceConfig()

        async def begins(
            _session: aiohttp.ClientSession,
            _context: SimpleNamespace,
            request: aiohttp.TraceRequestStartParams,
        ) -> None:
            if not _FREE.search(request.url.path):
                await self.turn()

        config.on_request_start.append(begins)
        return config

    def _goes(self, now: float) -> None:
        self._gone.append(now)
        self._due = max(self._due, now - BEHIND) + EVENLY

    def _wait(self, now: float) -> float:
        """Seconds until another request may go."""
        due = self._due
        if self._gone:
            due = max(due, self._gone[-1] + APART)
        if len(self._gone) == AT_MOST:
            due = max(due, self._gone[0] + WITHIN)
        return due - now

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None and self._waiting:
            wait = max(0.0, self._wait(loop.time()))
            self._timer = loop.call_later(wait, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        while self._waiting and self._wait(loop.time()) <= 0:
            _, _, waiting = heappop(self._waiting)
            # Whoever gave up does not take a turn.
            if not waiting.done():
                self._goes(loop.time())
                waiting.set_result(None)
        self._look_later(loop)
