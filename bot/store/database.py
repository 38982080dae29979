"""One SQLite file, written in transactions; `bot.store.opening` opens it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import aiosqlite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.store.condition import Condition


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
            version = await number_of(connection, "PRAGMA user_version")
            await connection.execute(f"PRAGMA user_version = {version}")

    async def empty_log(self) -> bool:
        """Move the write-ahead log into the database and truncate it.

        False, and it is as it was, where somebody reads it meanwhile: a backup, say.
        """
        await self.condition.sound()
        async with self._lock:
            rows = await self._connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return not next(iter(rows))[0]

    async def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Read rows."""
        return await self._run(lambda connection: connection.execute(sql, parameters).fetchall())

    async def row(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
        """Read the first row, None where there is none."""
        found = await self.rows(sql, parameters)
        return found[0] if found else None


async def number_of(connection: aiosqlite.Connection, sql: str) -> int:
    """The one number that this query answers."""
    rows = list(await connection.execute_fetchall(sql))
    return int(rows[0][0])
