"""A new database's tables, and for an older one the numbered scripts, one transaction each."""

from __future__ import annotations

import logging
import sqlite3
import time
from importlib import resources
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.store.database import number_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import aiosqlite

log = logging.getLogger(__name__)

APPLICATION_ID = 0x41465457
"""`AFTW` in the file's header, so that another program's database is never migrated."""

NEW = ("tables.sql", "triggers.sql")
"""What a new database begins with."""

OPERATIONS = 1_000_000
"""Steps of SQLite's own, some hundredths of a second, after which a migration looks at the time."""

TELL_EVERY = 10.0
"""Seconds between two lines in the log while one step of a migration goes on."""


def latest_version() -> int:
    """The number of the newest migration."""
    return len(_scripts())


async def migrate(connection: aiosqlite.Connection) -> None:
    """Bring it up to date; killed in between, it goes on at the next start. Raises StoreError."""
    version = await number_of(connection, "PRAGMA user_version")
    if version == 0:
        # The scripts would come to the same, many times as slowly.
        await connection.executescript(_new())
        return
    scripts = _scripts()
    if version < len(scripts):
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


def _new() -> str:
    """A new database, in one transaction."""
    folder = resources.files("bot.store")
    tables = [(folder / name).read_text(encoding="utf-8") for name in NEW]
    numbers = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {latest_version()};"
    return "\n".join(["BEGIN IMMEDIATE;", *tables, numbers, "COMMIT;"])


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
