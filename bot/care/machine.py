"""Tells owners what the computer refuses; from memory, as nothing may be written down then."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.care.alarm import all_clear
from bot.errors import DiscordError, StoreError
from bot.faults import Faults, fault
from bot.machine.shortage import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.care.alarm import Board
    from bot.languages.catalogues import Languages
    from bot.languages.language import Language
    from bot.languages.phrase import Phrase
    from bot.store.store import Store

log = logging.getLogger(__name__)

GRACE = 180
"""Seconds for which something must be refused before anyone is told."""

CALM = 90
"""Seconds without a refusal after which it counts as over: what was refused is tried again within
a minute."""


class MachineAlarm:
    """One message in each owners' channel while something is wrong, and a last line at its end.

    `again` is called once it is over. One from before a crash stays as it is.
    """

    def __init__(
        self,
        store: Store,
        board: Board,
        clock: Callable[[], int],
        languages: Languages,
        *,
        again: Callable[[], Awaitable[None]],
    ) -> None:
        self._store = store
        self._board = board
        self._clock = clock
        self._languages = languages
        self._again = again
        self._faults = Faults(clock)
        self._refusals = store.health.refusals
        self._refused_at = 0
        self._told: dict[int, tuple[int, int]] = {}
        self.trouble: Phrase | None = None
        """What is refused at the moment."""
        self.since = 0
        """Since when, in seconds since 1970."""

    async def look(self) -> None:
        """Bring what owners are told up to date."""
        refusals, self._refusals = self._refusals, self._store.health.refusals
        if self._store.health.refusals != refusals and self._store.health.trouble is not None:
            self._refused_at = self._clock()
            if self.trouble is None:
                self.since = self._clock()
            self.trouble = self._store.health.trouble
        if self.trouble is None:
            return
        if self._clock() - self._refused_at >= CALM and await self._is_over():
            await self._finish()
        elif self._clock() - self.since >= GRACE:
            await self._tell(self.trouble)

    async def farewell(self) -> None:
        """The database is damaged: say at once why the bot stops."""
        self.trouble, self.since = DAMAGED, self.since or self._clock()
        await self._tell(DAMAGED)

    async def _is_over(self) -> bool:
        try:
            await self._store.health.try_writing()
        except StoreError:
            return False
        except Exception as error:  # noqa: BLE001 - it was noted by the store
            log.debug("Still refused: %s", fault(error))
            return False
        return True

    async def _finish(self) -> None:
        self.trouble = None
        log.warning("What the computer refused is over. Everything is tried again.")
        told, self._told = self._told, {}
        for guild, (channel, message) in told.items():
            say = await self._language(guild)
            words = all_clear(self.since, self._clock(), say)
            try:
                await self._board.change(channel, message, words, ())
            except DiscordError as error:
                log.info("The owner of server %s can't be told that it is over: %s", guild, error)
        await self._again()

    async def _tell(self, trouble: Phrase) -> None:
        with self._faults.contained("channels", "looking up the owners' channels"):
            channels = await self._store.alarms.channels()
            for guild, channel in channels.items():
                if guild not in self._told and self._faults.is_due(guild):
                    await self._tell_in(guild, channel, trouble)

    async def _tell_in(self, guild: int, channel: int, trouble: Phrase) -> None:
        say = await self._language(guild)
        words = say("⚠️ Since {since}: {trouble}", since=f"<t:{self.since}:f>", trouble=trouble)
        try:
            message = await self._board.post(channel, words, (), nonce=f"machine-{self.since}")
        except DiscordError as error:
            self._faults.met(guild, f"telling the owner of server {guild}", error)
            return
        self._told[guild] = channel, message

    async def _language(self, guild: int) -> Language:
        return self._languages.of(await self._store.follows.language_of(guild))
