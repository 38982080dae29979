"""Forgetting a member: every row about them goes, and their words with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.store.blog.leftovers import sweep
from bot.store.blog.mark import MARK
from bot.store.blog.passages import take_out_comments
from bot.store.people.members import TAKE_BACK
from bot.store.people.reply import LEAVES

if TYPE_CHECKING:
    import sqlite3

    from bot.store.database import Database

REASON = Phrase("Its writer asked to be forgotten.")

STEP = 100
"""Pages of the index, of four kilobytes, that are merged at once."""


class Forgetting:
    """Across the tables `member`, `author`, `agreement`, `reply` and `comment`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._log_tells = False
        """Whether the log may still tell what was forgotten, as somebody was reading it."""

    async def begin(self, user: int, *, leave: bool) -> int:
        """Forget this person in every guild; answers how many comments are to leave the blogs.

        With `leave` what is on the blogs stays there, and from now on is like anybody's comment.
        Otherwise rows of what is on its way off a blog stay until it is off: see `finish`.
        """
        async with self._database.transaction() as connection:
            await connection.execute(TAKE_BACK + "user = ? AND asked_for NOT NULL", (user,))
            for table in ("member", "author", "agreement"):
                await connection.execute(f"DELETE FROM {table} WHERE user = ?", (user,))  # noqa: S608
            if leave:
                await connection.execute(
                    "INSERT OR IGNORE INTO silent (mirror, comment) SELECT mirror, comment "  # noqa: S608
                    f"FROM reply WHERE user = ? AND {_MAY_BE_THERE}",
                    (user,),
                )
                await connection.execute(
                    f"DELETE FROM reply WHERE user = ? AND {_MAY_BE_THERE}",  # noqa: S608
                    (user,),
                )
            await connection.execute(
                "UPDATE reply SET withdraw = 1, stays = 0, forget = 1, reason = ?, marked = 0, "  # noqa: S608
                f"not_before = 0, form = NULL, {LEAVES} WHERE user = ?",
                (REASON.stored, user),
            )
            rows = await connection.execute_fetchall(
                "SELECT count(*) FROM reply WHERE user = ? AND state <> 'withdrawn'", (user,)
            )
        await self._empty_log()
        return int(next(iter(rows))[0])

    async def finish(self) -> int:
        """Delete what is left of those whose words are off the blogs; answers how many rows went.

        A large index takes seconds, in small steps between which others use the database. The rows
        go last, so that what is cut off is begun anew.
        """
        if self._log_tells:
            await self._empty_log()
        rows = await self._database.rows(_OFF_THE_BLOGS)
        comments = [(row["mirror"], row["comment"]) for row in rows if row["comment"] is not None]
        if rows:
            await self._drop(comments)
            await sweep(self._database)
            # Even where no comment is named: one may have been seen, and taken off the blog since.
            await self._clean_index()
            async with self._database.transaction() as connection:
                await connection.executemany(
                    "DELETE FROM reply WHERE message_id = ?",
                    [(row["message_id"],) for row in rows],
                )
            await self._empty_log()
        return len(rows)

    async def _empty_log(self) -> None:
        """Deleted rows, and the name in them, would stay readable in there."""
        self._log_tells = not await self._database.empty_log()

    async def _drop(self, comments: list[tuple[int, str]]) -> None:
        def drop(connection: sqlite3.Connection) -> None:
            for mirror, comment in comments:
                (blog,) = connection.execute(
                    "SELECT blog FROM mirror JOIN follow ON follow.id = mirror.follow "
                    "WHERE mirror.id = ?",
                    (mirror,),
                ).fetchone()
                take_out_comments(connection, blog, [comment])
                articles = connection.execute(
                    "DELETE FROM comment WHERE blog = ? AND remote_id = ? RETURNING article",
                    (blog, comment),
                ).fetchall()
                connection.executemany(MARK, articles)

        await self._database.written(drop)

    async def _clean_index(self) -> None:
        """Merge the index's parts into one: until then what was deleted stays readable in them.

        Meanwhile others may write more parts. Merging takes these in as well, so that it goes on
        until a step has pages to spare.
        """
        await self._database.write(_INDEX, ("usermerge", 2))
        pages = -STEP  # a negative number begins with all parts, a positive one goes on
        while True:
            async with self._database.transaction() as connection:
                before = connection.total_changes
                await connection.execute(_INDEX, ("merge", pages))
                if connection.total_changes - before < STEP:
                    return
            pages = STEP


_MAY_BE_THERE = (
    "(state IN ('published', 'held') OR state = 'removed' AND NOT looked) AND NOT withdraw"
)
_OFF_THE_BLOGS = (
    "SELECT message_id, mirror, comment FROM reply WHERE forget AND (marked OR formed) "
    "AND state = 'withdrawn' AND verify_at IS NULL"
)
_INDEX = "INSERT INTO passage_text (passage_text, rank) VALUES (?, ?)"
