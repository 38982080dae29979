"""Opening the one SQLite file: for this process alone, private, looked through, up to date."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.errors import StoreError, StoreTroubled
from bot.machine.shortage import DAMAGED, UNOPENED, shortage
from bot.store.condition import Condition, damaged
from bot.store.database import Database, connect, number_of
from bot.store.migrations import APPLICATION_ID, latest_version, migrate
from bot.store.restored import is_restored, pause_everything

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import aiosqlite

    from bot.languages.phrase import Phrase
    from bot.store.database import Connection

log = logging.getLogger(__name__)

PRIVATE = 0o600
"""The rights of a database's files: members' words and sealed passwords are in them."""

BESIDE = ("-wal", "-shm", "-journal")

LOOK = 0.2
"""Seconds that the lock is waited for: `bot.store.beside` may be looking whether it is held."""


def lock_of(path: Path) -> Path:
    """The file that whoever runs on this database holds a lock on."""
    return path.with_name(path.name + ".lock")


def require_ours(path: Path, *, tables: int, application: int, version: int) -> None:
    """Raise StoreError for another program's database, or a newer Afterword's."""
    if tables and application != APPLICATION_ID:
        raise StoreError(
            f"{path} is another program's database. Set DATABASE_PATH to a file of Afterword's own."
        )
    if version > latest_version():
        raise StoreError(f"{path} was written by a newer Afterword. Update this one.")


def unusable(path: Path, error: Exception) -> StoreError:
    """Say what to do about a file that SQLite can't read."""
    refused = shortage(error)
    if refused is DAMAGED:
        return damaged(path, str(error))
    if refused is UNOPENED:
        refused = _why_unopened(path)
    if refused is not None:
        return StoreTroubled(f"{path} can't be used at the moment ({error}). {refused}")
    return StoreError(
        f"{path} can't be used as the database ({error}). If it is another file, set "
        "DATABASE_PATH; if it was Afterword's, restore it from a backup."
    )


def _why_unopened(path: Path) -> Phrase | None:
    """SQLite does not tell; None: it is for somebody to mend."""
    try:
        path.open("rb").close()
    except OSError as error:
        return shortage(error)
    return None


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open the database at `path`, creating and migrating it, for this process alone.

    It is looked through meanwhile: reading need not wait for that, what writes does; bringing it
    up to date writes. Raises StoreError when the file or its folder can't be used, when it is not
    Afterword's, was written by a newer Afterword, or is in use by another copy of the bot;
    StoreTroubled when trying again may help.
    """
    lock = FileLock(lock_of(path), timeout=LOOK)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise StoreError(
            f"Another copy of Afterword is running on {path}. Stop it first, or give this one "
            "a DATABASE_PATH of its own."
        ) from None
    except OSError as error:
        if (refused := shortage(error)) is not None:
            raise StoreTroubled(f"{path} can't be used at the moment. {refused}") from error
        raise StoreError(
            f"Can't write in {path.parent} ({error.strerror}). Make that folder writable for the "
            "bot, or set DATABASE_PATH to another place."
        ) from error
    try:
        condition = Condition(path)
        connection = await _connect(path, condition)
        try:
            async with condition.being_looked_through():
                yield Database(connection, condition)
        finally:
            await connection.close()
    finally:
        lock.release()


def _create_private(path: Path) -> None:
    """Make an empty file for the bot's user alone; what is wrong with one, SQLite says."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))


def _keep_private(path: Path) -> None:
    """Take from others what they may do with a database of ours, and with what is beside it."""
    for each in (path, *(path.with_name(path.name + end) for end in BESIDE)):
        try:
            if each.stat().st_mode & 0o077:
                each.chmod(PRIVATE)
        except FileNotFoundError:
            continue
        except OSError as error:
            log.warning("%s can be read by others: %s.", each, error.strerror)


async def _connect(path: Path, condition: Condition) -> Connection:
    try:
        _create_private(path)
        # Where this fails, aiosqlite would leave a thread behind that outlives the event loop.
        sqlite3.connect(path).close()
        connection = connect(path)
        await connection
        try:
            await _prepare(connection, path, condition)
        except BaseException:
            await connection.close()
            raise
    except (sqlite3.DatabaseError, MemoryError) as error:
        raise unusable(path, error) from error
    return connection


async def _prepare(connection: aiosqlite.Connection, path: Path, condition: Condition) -> None:
    connection.row_factory = sqlite3.Row
    await _check_owner(connection, path)
    # Before SQLite makes the files beside it, which get the same rights.
    _keep_private(path)
    await connection.execute("PRAGMA journal_mode = WAL")
    await connection.execute("PRAGMA synchronous = FULL")
    await connection.execute("PRAGMA busy_timeout = 5000")
    # What is deleted is overwritten: people's words don't stay behind in free pages.
    await connection.execute("PRAGMA secure_delete = ON")
    # Neither do they in a log that a crash left behind.
    await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
    if await number_of(connection, "PRAGMA user_version") < latest_version():
        await condition.look_through()
        await condition.sound()
        await migrate(connection)
    if await is_restored(connection):
        await condition.look_through()
        await condition.sound()
        await pause_everything(connection)
    # Not before: a script that replaces a table would take along what points at its rows.
    await connection.execute("PRAGMA foreign_keys = ON")


async def _check_owner(connection: aiosqlite.Connection, path: Path) -> None:
    require_ours(
        path,
        tables=await number_of(connection, "SELECT count(*) FROM sqlite_schema"),
        application=await number_of(connection, "PRAGMA application_id"),
        version=await number_of(connection, "PRAGMA user_version"),
    )
