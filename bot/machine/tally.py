"""Counts how requests ended, by what kind of answer came."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    import aiohttp

REFUSALS = frozenset({401, 403, 429})
"""What says no to whoever asks; 404 and the like say what is there."""

NONE = "none"
"""No answer came."""


class Tally:
    """Of one side, since it was made."""

    def __init__(self) -> None:
        self.answers: Counter[str] = Counter()
        """By the first figure of their status (`2xx`), or `NONE`."""
        self.refusals = 0
        """How many were refused, or met a server in trouble (5xx)."""

    def count_in(self, config: aiohttp.TraceConfig) -> aiohttp.TraceConfig:
        """Let requests that are traced so count; answers what it was given."""
        config.on_request_end.append(self._ended)
        config.on_request_exception.append(self._failed)
        return config

    async def _ended(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        status = request.response.status
        self.answers[f"{status // 100}xx"] += 1
        self.refusals += status in REFUSALS or status >= 500

    async def _failed(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        _request: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        self.answers[NONE] += 1
