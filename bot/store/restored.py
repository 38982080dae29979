"""A database that was restored from a backup: what was posted since is not known to it."""

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
    """Write into a backup when it was made (seconds since 1970)."""
    with copy:
        copy.execute("DELETE FROM backup")
        copy.execute("INSERT INTO backup (made_at) VALUES (?)", (made_at,))


async def is_restored(connection: aiosqlite.Connection) -> bool:
    """Whether this was a backup until now."""
    return bool(list(await connection.execute_fetchall("SELECT 1 FROM backup")))


async def pause_everything(connection: aiosqlite.Connection) -> None:
    """Let every follow wait for its owner: going on would post again what was posted since."""
    await connection.execute("BEGIN IMMEDIATE")
    await connection.execute(
        "UPDATE follow SET state = 'paused', reason = ? WHERE state = 'active'", (RESTORED.stored,)
    )
    await connection.execute("DELETE FROM backup")
    await connection.execute("COMMIT")
    log.warning("%s", RESTORED)
