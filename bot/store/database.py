"""One SQLite file: opened, migrated, and written in transactions."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import time
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

import aiosqlite
from filelock import FileLock, Timeout

from bot.errors import StoreError, StoreTroubled
from bot.machine.shortage import DAMAGED, UNOPENED, shortage
from bot.store.condition import Condition, damaged
from bot.store.restored import is_restored, pause_everything

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from bot.languages.phrase import Phrase

log = logging.getLogger(__name__)

APPLICATION_ID = 0x41465457
"""`AFTW` in the file's header, so that another program's database is never migrated."""

PRIVATE = 0o600
"""The rights of a database's files: members' words and sealed passwords are in them."""

BESIDE = ("-wal", "-shm", "-journal")

LOOK = 0.2
"""Seconds that the lock is waited for: `bot.store.beside` may be looking whether it is held."""

OPERATIONS = 1_000_000
"""Steps of SQLite's own, some hundredths of a second, after which a migration looks at the time."""

TELL_EVERY = 10.0
"""Seconds between two lines in the log while one step of a migration goes on."""

Row = sqlite3.Row

T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """SQLite in a thread of its own, and several statements for one way there and back."""

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do the work there; answers and raises what it does."""
        found: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return found


def connect(address: Path | str, *, uri: bool = False) -> Connection:
    """Open a file of SQLite's, by its path or its URI; each statement commits unless told."""
    return Connection(
        lambda: sqlite3.connect(address, uri=uri, isolation_level=None), iter_chunk_size=64
    )


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what is written inside, in SQLite's thread; roll back on any exception."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


class Database:
    """The one connection. Every statement waits for the transaction that is open, if any:
    on a shared connection another task's write would else vanish with that one's rollback.
    """

    def __init__(self, connection: Connection, condition: Condition) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()
        self.condition = condition

    async def at_once(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do the work in SQLite's thread, and nothing else meanwhile; answers what it does.

        What belongs together it writes within `writing`. It asks nobody and waits for nothing; once
        begun it goes on to its end, whether anybody waits for it or not. Waits until the file was
        looked through. Raises StoreDamaged if it is not sound.
        """
        await self.condition.sound()
        return await self._run(work)

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        async with self._lock:
            try:
                return await self._connection.run(work)
            except Exception as error:
                self.condition.refused(error)
                raise

    async def written(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do the work at once, and commit what it writes together; roll back on any exception."""

        def write(connection: sqlite3.Connection) -> T:
            with writing(connection):
                return work(connection)

        done = await self.at_once(write)
        self.condition.accepted()
        return done

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Commit what is written inside; roll back on any exception, cancellation included.

        Waits until the file was looked through. Raises StoreDamaged if it is not sound.
        """
        await self.condition.sound()
        async with self._lock:
            try:
                await self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                await self._connection.execute("COMMIT")
            except BaseException as error:
                # SQLite's thread carries out a BEGIN or COMMIT that was cancelled here all the
                # same; after it, this does what there is to do.
                await self._connection.rollback()
                self.condition.refused(error)
                raise
            self.condition.accepted()

    async def write(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
        """Run one statement, which is committed or fails; answers how many rows it changed."""
        changed = await self.at_once(
            lambda connection: connection.execute(sql, parameters).rowcount
        )
        self.condition.accepted()
        return changed

    async def changed(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[Row]:
        """Run one statement, which is committed or fails; answers the rows that it returns."""
        rows = await self.at_once(lambda connection: connection.execute(sql, parameters).fetchall())
        self.condition.accepted()
        return rows

    async def try_writing(self) -> None:
        """Write something that changes nothing: raises what stands in the way, if anything does."""
        async with self.transaction() as connection:
            version = await _number(connection, "PRAGMA user_version")
            await connection.execute(f"PRAGMA user_version = {version}")

    async def empty_log(self) -> None:
        """Move the write-ahead log into the database and truncate it."""
        await self.condition.sound()
        async with self._lock:
            await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Read rows."""
        return await self._run(lambda connection: connection.execute(sql, parameters).fetchall())

    async def row(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
        """Read the first row, None where there is none."""
        found = await self.rows(sql, parameters)
        return found[0] if found else None


def lock_of(path: Path) -> Path:
    """The file that whoever runs on this database holds a lock on."""
    return path.with_name(path.name + ".lock")


def latest_version() -> int:
    """The number of the newest migration."""
    return len(_scripts())


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
    if await _number(connection, "PRAGMA user_version") < latest_version():
        await condition.look_through()
        await condition.sound()
        await _migrate(connection)
    if await is_restored(connection):
        await condition.look_through()
        await condition.sound()
        await pause_everything(connection)
    # Not before: a script that replaces a table would take along what points at its rows.
    await connection.execute("PRAGMA foreign_keys = ON")


async def _check_owner(connection: aiosqlite.Connection, path: Path) -> None:
    require_ours(
        path,
        tables=await _number(connection, "SELECT count(*) FROM sqlite_schema"),
        application=await _number(connection, "PRAGMA application_id"),
        version=await _number(connection, "PRAGMA user_version"),
    )


async def _migrate(connection: aiosqlite.Connection) -> None:
    version = await _number(connection, "PRAGMA user_version")
    scripts = _scripts()
    if 0 < version < len(scripts):
        log.info("Bringing the database up to date, in %s steps.", len(scripts) - version)
    for number, script in enumerate(scripts[version:], start=version + 1):
        patience = _Patience(f"step {number - version} of {len(scripts) - version}")
        await connection.set_progress_handler(patience, OPERATIONS)
        await connection.execute("BEGIN IMMEDIATE")
        for statement in _statements(script.read_text(encoding="utf-8")):
            await connection.execute(statement)
        if list(await connection.execute_fetchall("PRAGMA foreign_key_check")):
            raise StoreError(f"{script.name} leaves rows that point nowhere. Nothing was changed.")
        await connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        await connection.execute(f"PRAGMA user_version = {number}")
        await connection.execute("COMMIT")
    await connection.set_progress_handler(None, 0)  # type: ignore[arg-type]


class _Patience:
    """Says in the log that a long step goes on. SQLite asks it, in its thread."""

    def __init__(self, step: str) -> None:
        self._step = step
        self._begun = self._told = time.monotonic()

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self._told >= TELL_EVERY:
            self._told = now
            log.info("Still at %s, for %.0f seconds.", self._step, now - self._begun)


def _scripts() -> list[Traversable]:
    files = resources.files("bot.store.schema").iterdir()
    found = [script for script in files if script.name.endswith(".sql")]
    return sorted(found, key=lambda script: script.name)


def _statements(script: str) -> list[str]:
    """Cut a script into statements: `executescript` would commit the open transaction."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements


async def _number(connection: aiosqlite.Connection, sql: str) -> int:
    rows = list(await connection.execute_fetchall(sql))
    return int(rows[0][0])
