"""The daily backup: made beside the bot's work, checked, and the oldest taken away."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import AfterwordError, OutputError
from bot.faults import FIRST_PAUSE, LONGEST_PAUSE, fault
from bot.machine.beside import beside
from bot.store.backup import backups_in, copy, name_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.env.settings import BackupSettings
    from bot.languages.phrase import Phrase

log = logging.getLogger(__name__)

DAY = 86_400

LOOK = 60
"""Seconds between two looks whether one is due."""

PRIVATE = 0o700
"""The rights of the folder, if we make it."""


class Backups:
    """Keeps the newest backups of one database in a folder."""

    def __init__(self, database: Path, settings: BackupSettings, clock: Callable[[], int]) -> None:
        self._database = database
        self._folder = settings.folder
        self._keep = settings.keep
        self._clock = clock
        self._given_up = threading.Event()
        self._failures = 0
        self._not_before = 0
        self.made_at: int | None = None
        """When the newest was made, in seconds since 1970; None: not known, or there is none."""
        self.failure: Phrase | None = None
        """Why the last attempt failed; None if it did not."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Make one whenever it is due, for as long as the `with` lasts."""
        async with beside(self._run(), "backups"):
            try:
                yield
            finally:
                self._given_up.set()

    async def _run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOK)

    async def look(self) -> None:
        """Make one if it is due; what fails is told in the log and in `failure`, and tried again.

        The pauses grow to an hour.
        """
        if self._clock() < self._not_before:
            return
        making = asyncio.create_task(asyncio.to_thread(self._make_if_due))
        try:
            # A thread can't be cancelled; it sees soon that it was given up.
            await asyncio.shield(making)
        except asyncio.CancelledError:
            self._given_up.set()
            await asyncio.wait([making])
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the next attempt may succeed
            self._failed(error)
        else:
            self._failures, self.failure = 0, None

    def _failed(self, error: Exception) -> None:
        pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
        self._failures += 1
        self._not_before = self._clock() + pause
        said = error.phrase if isinstance(error, AfterwordError) else fault(error)
        if said != self.failure:
            log.error("No backup: %s Trying again.", said, exc_info=_unexpected(error))
        self.failure = said

    def _make_if_due(self) -> None:
        try:
            self._folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            found = backups_in(self._folder)
        except OSError as error:
            raise OutputError(
                "Backups can't be kept in {folder} ({reason}). BACKUP_DIR says where they go.",
                folder=str(self._folder),
                reason=error.strerror or str(error),
            ) from error
        now = self._clock()
        # One that is dated later was made before the clock was set back.
        fresh = [each.made_at for each in found if 0 <= now - each.made_at < DAY]
        if fresh:
            self.made_at = fresh[0]
            return
        file = self._folder / name_for(now)
        copied = copy(self._database, file, force=True, given_up=self._given_up.is_set)
        if copied is None:
            return
        self.made_at = now
        log.info("Backed up into %s: %s comments.", file, copied.counts["comments"])
        others = [each for each in backups_in(self._folder) if each.file != file]
        for old in others[self._keep - 1 :]:
            old.file.unlink(missing_ok=True)


def _unexpected(error: Exception) -> Exception | None:
    """What the log is to tell with all that is known."""
    return None if isinstance(error, AfterwordError) else error
