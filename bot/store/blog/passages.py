"""The words that can be found, written in the same transaction as the article or comment itself.

Removing is left to the schema's triggers: nothing that the blog removed is found by oversight.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.text.to_discord import plain

if TYPE_CHECKING:
    import aiosqlite

SECOND = 4096
"""Passages that can be told apart within one second. Their numbers grow with time, so that SQLite
reads the newest ones first without sorting."""


async def put_article(
    connection: aiosqlite.Connection,
    blog: int,
    article: int,
    *,
    written: int,
    title: str,
    author: str,
    html: str,
) -> None:
    """Let an article be found by these words; `written` is in seconds since 1970."""
    known = await connection.execute_fetchall(
        "SELECT id FROM passage WHERE article = ? AND comment IS NULL", (article,)
    )
    place = next((row[0] for row in known), None)
    if place is None:
        place = await _new(connection, blog, article, None, written)
    await _write(connection, place, title, author, html)


async def put_comment(
    connection: aiosqlite.Connection,
    blog: int,
    article: int,
    comment: str,
    *,
    written: int,
    author: str,
    html: str,
) -> None:
    """Let a visible comment be found by these words."""
    known = await connection.execute_fetchall(
        "SELECT id FROM passage WHERE blog = ? AND comment = ?", (blog, comment)
    )
    place = next((row[0] for row in known), None)
    if place is None:
        place = await _new(connection, blog, article, comment, written)
    else:
        await connection.execute("UPDATE passage SET article = ? WHERE id = ?", (article, place))
    await _write(connection, place, "", author, html)


async def _new(
    connection: aiosqlite.Connection, blog: int, article: int, comment: str | None, written: int
) -> int:
    place = await _free(connection, written * SECOND)
    await connection.execute(
        "INSERT INTO passage (id, blog, article, comment) VALUES (?, ?, ?, ?)",
        (place, blog, article, comment),
    )
    return place


async def _free(connection: aiosqlite.Connection, first: int) -> int:
    """The next free number in this second; when it is full, the one after all others."""
    rows = await connection.execute_fetchall(
        "SELECT coalesce((SELECT max(id) + 1 FROM passage WHERE id >= ?1 AND id < ?2), ?1), "
        "(SELECT max(id) + 1 FROM passage)",
        (first, first + SECOND),
    )
    free, after_all = next(iter(rows))
    return int(free if free < first + SECOND else after_all)


async def _write(
    connection: aiosqlite.Connection, place: int, title: str, author: str, html: str
) -> None:
    words = await asyncio.to_thread(plain, html)
    await connection.execute("DELETE FROM passage_text WHERE rowid = ?", (place,))
    await connection.execute(
        "INSERT INTO passage_text (rowid, title, author, words) VALUES (?, ?, ?, ?)",
        (place, title, author, words),
    )
