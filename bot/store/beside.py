"""The database as another process reads it, beside a running bot or without one.

Nothing is written, and the bot's lock stays the bot's. In WAL mode neither waits for the other.
"""

from __future__ import annotations

import fcntl
import sqlite3
import tempfile
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.store.condition import Condition
from bot.store.database import Database, connect
from bot.store.migrations import latest_version
from bot.store.opening import lock_of, open_database, require_ours, unusable
from bot.store.store import store_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.store.store import Store


def read_only(path: Path) -> sqlite3.Connection:
    """Open to read, rows by name.

    Raises StoreError when there is no such file, or it can't be read, is another program's or a
    newer Afterword's.
    """
    connection = _open(path)
    try:
        require_ours(
            path,
            tables=_number(connection, "SELECT count(*) FROM sqlite_schema"),
            application=_number(connection, "PRAGMA application_id"),
            version=version_of(connection),
        )
    except sqlite3.Error as error:
        connection.close()
        raise unusable(path, error) from error
    except StoreError:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the newest migration that this database went through."""
    return _number(connection, "PRAGMA user_version")


def is_in_use(path: Path) -> bool:
    """Whether a bot runs on this database.

    A shared lock is refused while the bot holds its own; it is held for an instant only.
    """
    try:
        with lock_of(path).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@asynccontextmanager
async def open_beside(path: Path) -> AsyncIterator[Store]:
    """All repositories, to read with; what writes fails. Raises StoreError like `read_only`.

    A database of an older Afterword is copied, and the copy is brought up to date.
    """
    with closing(read_only(path)) as connection:
        version = version_of(connection)
    if version < latest_version():
        with tempfile.TemporaryDirectory(prefix="afterword-") as folder:
            copy = Path(folder) / path.name
            with closing(read_only(path)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            async with open_database(copy) as database:
                yield store_on(database)
        return
    reader = connect(_address(path), uri=True)
    async with reader:
        reader.row_factory = sqlite3.Row
        yield store_on(Database(reader, Condition(path, trusted=True)))


def _open(path: Path) -> sqlite3.Connection:
    try:
        found = path.is_file()
    except OSError as error:
        raise StoreError(f"{path} can't be looked at ({error.strerror}).") from error
    if not found:
        raise StoreError(f"There is no database at {path}; DATABASE_PATH says where it is.")
    try:
        return sqlite3.connect(_address(path), uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise unusable(path, error) from error


def _address(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro"


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])
