"""How the database's file is doing: whether it is sound, and what was refused us last."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

from bot.errors import StoreDamaged
from bot.machine.shortage import DAMAGED, shortage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.languages.phrase import Phrase

OPCODES = 10_000
"""Of SQLite's steps between two looks whether a check is still wanted."""


class Condition:
    """What is known of one file. Nothing is written before it was looked through.

    `trusted` is one that somebody else looks after.
    """

    def __init__(self, path: Path, *, trusted: bool = False) -> None:
        self._path = path
        self._looked_through = asyncio.Event()
        if trusted:
            self._looked_through.set()
        self._found = asyncio.Event()
        self._damage: StoreDamaged | None = None
        self.trouble: Phrase | None = None
        """Why the last attempt to read or write failed; None if it did not."""
        self.refusals = 0
        """How many attempts have failed."""

    async def look_through(self) -> None:
        """Read the whole file, in a thread and beside all other readers; then writing may begin."""
        given_up = threading.Event()
        looking = asyncio.create_task(asyncio.to_thread(_damage_of, self._path, given_up.is_set))
        try:
            found = await asyncio.shield(looking)
        except asyncio.CancelledError:
            given_up.set()
            await asyncio.wait([looking])
            raise
        if found is not None:
            self._is_damaged(found)
        self._looked_through.set()

    @asynccontextmanager
    async def being_looked_through(self) -> AsyncIterator[None]:
        """Look through it meanwhile, unless that was done."""
        if self._looked_through.is_set():
            yield
            return
        looking = asyncio.create_task(self.look_through(), name="looking through the database")
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.wait([looking])

    async def sound(self) -> None:
        """Wait until it was looked through. Raises StoreDamaged once damage was found."""
        await self._looked_through.wait()
        if self._damage is not None:
            raise self._damage

    async def damaged(self) -> StoreDamaged:
        """Wait until damage is found, be it for good."""
        await self._found.wait()
        assert self._damage is not None  # noqa: S101 - it was set first
        return self._damage

    def refused(self, error: BaseException) -> None:
        """Something failed; what is not about the computer or the file is none of ours."""
        trouble = shortage(error)
        if trouble is None:
            return
        self.trouble = trouble
        self.refusals += 1
        if trouble is DAMAGED:
            self._is_damaged(str(error))

    def accepted(self) -> None:
        """Something was written."""
        self.trouble = None

    def _is_damaged(self, what: str) -> None:
        if self._damage is None:
            self._damage = damaged(self._path, what)
            self.trouble = DAMAGED
            self._found.set()


def damaged(path: Path, what: str) -> StoreDamaged:
    """Say so, and what to do."""
    return StoreDamaged(
        f"{path} can't be used as the database: it is damaged ({what}). Nothing more was written "
        "into it. If it is another file, set DATABASE_PATH; if it was Afterword's, restore it from "
        "a backup."
    )


def damage_in(connection: sqlite3.Connection, given_up: Callable[[], bool]) -> str | None:
    """What is broken in it; nothing that anybody waited for, once given up.

    Indexes are read, but not compared with their tables: `PRAGMA quick_check`, in SQLite's words.
    """
    connection.set_progress_handler(given_up, OPCODES)
    try:
        said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        interrupted = error.sqlite_errorname == "SQLITE_INTERRUPT"
        return str(error) if shortage(error) is DAMAGED and not interrupted else None
    finally:
        connection.set_progress_handler(None, 0)
    return None if said == "ok" else said


def _damage_of(path: Path, given_up: Callable[[], bool]) -> str | None:
    address = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return damage_in(connection, given_up)
    except (sqlite3.Error, OSError, MemoryError) as error:
        return str(error) if shortage(error) is DAMAGED else None
