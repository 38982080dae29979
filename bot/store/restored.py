"""A database that was restored from a backup: what was posted since is not known to it.

A backup holds one table more, which says when it was made (`made_at`, seconds since 1970).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    import sqlite3

    import aiosqlite

log = logging.getLogger(__name__)

RESTORED = Phrase(
    "The database was restored from a backup, which knows nothing of what was posted after it. "
    "`/blog repair` with `do_it: True` finds that in this channel, and goes on from there."
)


def mark(copy: sqlite3.Connection, *, made_at: int) -> None:
    """Let a copy know that it is a backup."""
    with copy:
        copy.execute("CREATE TABLE backup (made_at INTEGER NOT NULL) STRICT")
        copy.execute("INSERT INTO backup (made_at) VALUES (?)", (made_at,))


async def is_restored(connection: aiosqlite.Connection) -> bool:
    """Whether this was a backup until now."""
    found = await connection.execute_fetchall(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'backup'"
    )
    return bool(list(found))


async def pause_everything(connection: aiosqlite.Connection) -> None:
    """Let every follow wait for its owner: going on would post again what was posted since."""
    await connection.execute("BEGIN IMMEDIATE")
    await connection.execute(
        "UPDATE follow SET state = 'paused', reason = ? WHERE state = 'active'", (RESTORED.stored,)
    )
    await connection.execute("DROP TABLE backup")
    await connection.execute("COMMIT")
    log.warning("%s", RESTORED)
