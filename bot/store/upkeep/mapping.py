"""What belongs to what, on the blog and in Discord: ids and addresses, and nothing else.

No words, titles, names or users, no account and no password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.model import BlogAddress

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# Discord's ids are text here as in its own API: JavaScript's numbers have no room for them.
TABLES = {
    "blogs": "SELECT id, kind, url, api, title FROM blog ORDER BY id",
    "follows": (
        "SELECT id, blog, CAST(guild AS TEXT) AS guild, CAST(channel AS TEXT) AS channel, state "
        "FROM follow ORDER BY id"
    ),
    "mirrors": (
        "SELECT mirror.id, mirror.follow, article.remote_id AS article, article.url, "
        "CAST(announcement_id AS TEXT) AS announcement, CAST(thread_id AS TEXT) AS thread "
        "FROM mirror JOIN article ON article.id = mirror.article ORDER BY mirror.id"
    ),
    "parts": (
        "SELECT mirror, comment, number, CAST(message_id AS TEXT) AS message "
        "FROM part WHERE state = 'sent' ORDER BY mirror, comment, number"
    ),
    "replies": (
        "SELECT mirror, CAST(message_id AS TEXT) AS message, comment "
        "FROM reply WHERE comment IS NOT NULL AND NOT forget ORDER BY message_id"
    ),
}


def tables(
    connection: sqlite3.Connection,
) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """Each table's name and rows, one at a time, all from one state of the database."""
    connection.execute("BEGIN")
    try:
        for name, sql in TABLES.items():
            rows = (dict(row) for row in connection.execute(sql))
            yield name, map(_blog, rows) if name == "blogs" else rows
    finally:
        connection.rollback()


def _blog(row: dict[str, Any]) -> dict[str, Any]:
    """Without the addresses that are no home page: tokens may stand in them."""
    address = BlogAddress(row["kind"], row["url"], row["api"], row["title"])
    return {"id": row["id"], "kind": address.kind, "url": address.shown}
