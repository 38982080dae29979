"""What the bot holds of a server's people and accounts goes a while after it was removed there."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bot.store.people.departures import Departures

log = logging.getLogger(__name__)

KEPT_FOR = 30 * 86_400
"""Seconds for which it is kept, in case that the bot is asked back."""


class Leaving:
    """Remembers the servers that the bot was removed from, and carries out what follows from it."""

    def __init__(self, departures: Departures, clock: Callable[[], int]) -> None:
        self._departures = departures
        self._clock = clock

    async def left(self, guild: int) -> None:
        """The bot was removed from a server."""
        now = self._clock()
        if await self._departures.note(guild, now=now):
            log.warning(
                "The bot is not in server %s any more. Its members' consents, names and comments "
                "on their way, and its accounts, are deleted on %s; if the bot is invited again "
                "before, all is as it was.",
                guild, due(now),
            )  # fmt: skip

    async def back(self, guild: int) -> None:
        """The bot was asked back."""
        if await self._departures.back(guild):
            log.info("The bot is back in server %s: what it holds of its members stays.", guild)

    async def look(self, present: Collection[int]) -> None:
        """Compare with the servers where the bot is; one may have changed while nobody listened."""
        for guild in await self._departures.holding():
            if guild not in present:
                await self.left(guild)
        for guild in await self._departures.all():
            if guild in present:
                await self.back(guild)

    async def carry_out(self, present: Collection[int]) -> None:
        """Delete what is due, but of no server where the bot is."""
        for guild, since in (await self._departures.all()).items():
            due_now = self._clock() >= since + KEPT_FOR
            if due_now and guild not in present and await self._departures.carry_out(guild):
                log.warning(
                    "The bot was removed from server %s thirty days ago: what it held of its "
                    "members and accounts is deleted.",
                    guild,
                )


def due(since: int) -> date:
    """The day (UTC) on which it is deleted, if the bot was removed then (seconds since 1970)."""
    return datetime.fromtimestamp(since + KEPT_FOR, UTC).date()
