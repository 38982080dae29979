"""A database as large as wanted, filled without a blog or a Discord."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.store.opening import open_database

if TYPE_CHECKING:
    from pathlib import Path

NOT_FOR_EXPORT = (
    "Hush Title", "Hush Author", "hush words", "Hush Pen", "hush-user", "hush-secret",
    "hush-settings", "hush-api", "990001",
)  # fmt: skip
"""What stands in the archive and is nobody's business elsewhere; the last is a member's id."""


async def fill(path: Path, *, articles: int, comments: int) -> None:
    """So many articles, with so many comments in all, each of them one message; and two replies."""
    async with open_database(path):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO blog (id, kind, url, api, title) VALUES "
            "(1, 'wordpress', 'https://blog.example/', 'hush-api', 'Hush Title')"
        )
        connection.execute(
            "INSERT INTO follow (id, blog, guild, channel, backfill, settings_url) "
            "VALUES (1, 1, 7001, 7002, 3, 'hush-settings')"
        )
        connection.executemany(
            "INSERT INTO article (id, blog, remote_id, url, title, published, version, state, "
            "listed, author) VALUES (?1, 1, ?1 || '', 'https://blog.example/' || ?1, 'Hush Title', "
            "?1, 'v', 'published', 1, 'Hush Author')",
            ((number,) for number in range(1, articles + 1)),
        )
        connection.execute(
            "INSERT INTO mirror (id, follow, article, announcement_id, thread_id) "
            "SELECT id, 1, id, ?1 + id, ?1 + id FROM article",
            (1 << 61,),
        )
        connection.executemany(
            "INSERT INTO comment (blog, remote_id, article, author, by_article_author, created, "
            "url, html, state) VALUES (1, ?1 || '', 1 + ?1 % ?2, 'Hush Author', 0, ?1, 'u', "
            "'hush words', 'visible')",
            ((number, articles) for number in range(comments)),
        )
        connection.execute(
            "INSERT INTO part (mirror, comment, number, generation, nonce, hash, state, since, "
            "message_id) SELECT article, remote_id, 1, 1, 'n' || remote_id, 'h', 'sent', 1, "
            "?1 + remote_id FROM comment",
            (1 << 60,),
        )
        connection.execute(
            "INSERT INTO exchange (guild, blog, user, secret) "
            "VALUES (7001, 1, 'hush-user', CAST('hush-secret' AS BLOB))"
        )
        connection.execute(
            "INSERT INTO member (guild, user, consent, pen_name) "
            "VALUES (7001, 990001, 'always', 'Hush Pen')"
        )
        connection.executemany(
            "INSERT INTO reply (message_id, mirror, user, state, comment, forget, html) "
            "VALUES (?, 1, 990001, ?, ?, ?, 'hush words')",
            [
                (5001, "published", "r1", 0),
                (5002, "waiting", None, 0),
                (5003, "published", "r3", 1),
            ],
        )
