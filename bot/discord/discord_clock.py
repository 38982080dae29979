"""What time it is by Discord's clock: what Discord dates is compared with that, not with ours."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import SimpleNamespace

    import aiohttp


class DiscordClock:
    """To a second or two, as Discord's last answer told; before there was one, our own time."""

    def __init__(self, ours: Callable[[], float] = time.time) -> None:
        self._ours = ours
        self._ahead = timedelta()

    def set_by(self, config: aiohttp.TraceConfig) -> aiohttp.TraceConfig:
        """Let the answers to requests that are traced so set it; answers what it was given."""
        config.on_request_end.append(self._answered)
        return config

    def now(self) -> datetime:
        """The time there."""
        return self._here() + self._ahead

    def _here(self) -> datetime:
        return datetime.fromtimestamp(self._ours(), UTC)

    async def _answered(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        request: aiohttp.TraceRequestEndParams,
    ) -> None:
        try:
            told = parsedate_to_datetime(request.response.headers.get("Date", ""))
        except ValueError:
            return
        if told.tzinfo is not None:
            self._ahead = told - self._here()
