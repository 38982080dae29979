"""Where the blog's articles and comments stand in Discord, and where they are to appear."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.database import Database


class Places:
    """Across mirrors, parts and replies; and table `shown`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def messages(self, guild: int, article: int) -> dict[str, tuple[int, int]]:
        """Where each comment of an article stands in the guild: its thread and message."""
        rows = await self._database.rows(
            "SELECT part.comment, mirror.thread_id, part.message_id FROM part "
            "JOIN mirror ON mirror.id = part.mirror JOIN follow ON follow.id = mirror.follow "
            "WHERE mirror.article = ? AND guild = ? AND part.number = 1 AND part.state = 'sent' "
            "UNION SELECT reply.comment, mirror.thread_id, reply.message_id FROM reply "
            "JOIN mirror ON mirror.id = reply.mirror JOIN follow ON follow.id = mirror.follow "
            "WHERE mirror.article = ? AND guild = ? AND reply.state = 'published'",
            (article, guild, article, guild),
        )
        return {row["comment"]: (row["thread_id"], row["message_id"]) for row in rows}

    async def place_of(self, guild: int, message: int) -> str | None:
        """The address on the blog of what a message shows, or of the reply that it is."""
        row = await self._database.row(
            "SELECT comment.url FROM comment JOIN ("
            "SELECT mirror, comment FROM part WHERE message_id = :message UNION "
            "SELECT mirror, comment FROM reply WHERE message_id = :message "
            "AND state = 'published') AS shown ON shown.comment = comment.remote_id "
            "JOIN mirror ON mirror.id = shown.mirror AND mirror.article = comment.article "
            "JOIN follow ON follow.id = mirror.follow JOIN article ON article.id = mirror.article "
            "WHERE guild = :guild AND comment.state = 'visible' AND article.state = 'published' "
            "UNION SELECT article.url FROM mirror JOIN follow ON follow.id = mirror.follow "
            "JOIN article ON article.id = mirror.article "
            "WHERE announcement_id = :message AND guild = :guild AND article.state = 'published'",
            {"message": message, "guild": guild},
        )
        return row["url"] if row else None

    async def is_mirrored_in(self, thread: int) -> bool:
        """Whether this is an article's thread, whatever its state."""
        return bool(await self._database.row("SELECT 1 FROM mirror WHERE thread_id = ?", (thread,)))

    async def show_once(self, channel: int, article: int, *, now: int, pause: int) -> bool:
        """Claim showing the article there; False within `pause` seconds of the last time."""
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM shown WHERE at <= ?", (now - pause,))
            cursor = await connection.execute(
                "INSERT OR IGNORE INTO shown (channel, article, at) VALUES (?, ?, ?)",
                (channel, article, now),
            )
            return cursor.rowcount > 0

    async def want(self, follows: Sequence[int], article: int) -> bool:
        """Let these follows mirror the article; False if people stopped it in all of them."""
        async with self._database.transaction() as connection:
            await connection.executemany(
                "INSERT OR IGNORE INTO mirror (follow, article, asked) VALUES (?, ?, 1)",
                [(follow, article) for follow in follows],
            )
            marks = ", ".join("?" * len(follows))
            rows = await connection.execute_fetchall(
                f"SELECT 1 FROM mirror WHERE article = ? AND follow IN ({marks}) "  # noqa: S608
                "AND paused IS NULL AND announcement_state <> 'removed'",
                (article, *follows),
            )
        return bool(list(rows))
