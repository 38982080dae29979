"""Forgetting a member: every row about them goes, and their words with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.phrase import Phrase
from bot.store.articles import MARK

if TYPE_CHECKING:
    from bot.store.database import Database

REASON = Phrase("Its writer asked to be forgotten.")


class Forgetting:
    """Across the tables `member`, `author`, `reply` and `comment`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, user: int, *, leave: bool) -> int:
        """Forget this person in every guild; answers how many comments are to leave the blogs.

        With `leave` what is on the blogs stays there, and from now on is like anybody's comment.
        Otherwise rows of what is on its way off a blog stay until it is off: see `finish`.
        """
        async with self._database.transaction() as connection:
            for table in ("member", "author"):
                await connection.execute(f"DELETE FROM {table} WHERE user = ?", (user,))  # noqa: S608
            if leave:
                await connection.execute(
                    "INSERT OR IGNORE INTO silent (mirror, comment) SELECT mirror, comment "
                    "FROM reply WHERE user = ? AND state IN ('published', 'held') AND NOT withdraw",
                    (user,),
                )
                await connection.execute(
                    "DELETE FROM reply WHERE user = ? AND state IN ('published', 'held') "
                    "AND NOT withdraw",
                    (user,),
                )
            await connection.execute(
                "UPDATE reply SET withdraw = 1, forget = 1, reason = ?, marked = 0, "
                "not_before = 0, state = iif(state IN ('waiting', 'queued', 'refused', 'removed'), "
                "'withdrawn', state) WHERE user = ?",
                (REASON.stored, user),
            )
            rows = await connection.execute_fetchall(
                "SELECT count(*) FROM reply WHERE user = ? AND state <> 'withdrawn'", (user,)
            )
        return int(next(iter(rows))[0])

    async def finish(self) -> int:
        """Delete what is left of those whose words are off the blogs; answers how many rows went.

        The write-ahead log is emptied afterwards: deleted rows would stay readable in there.
        """
        async with self._database.transaction() as connection:
            rows = await connection.execute_fetchall(
                "DELETE FROM reply WHERE forget AND (marked OR formed) AND state = 'withdrawn' "
                "AND verify_at IS NULL RETURNING mirror, comment"
            )
            for mirror, comment in rows:
                articles = await connection.execute_fetchall(
                    "DELETE FROM comment WHERE remote_id = ? AND blog = (SELECT blog FROM mirror "
                    "JOIN follow ON follow.id = mirror.follow WHERE mirror.id = ?) "
                    "RETURNING article",
                    (comment, mirror),
                )
                for article in articles:
                    await connection.execute(MARK, (article[0],))
            gone = len(list(rows))
            if gone:
                # What was deleted stays in the index until its parts are merged. With 200,000
                # comments that takes some seconds.
                await connection.execute(
                    "INSERT INTO passage_text (passage_text) VALUES ('optimize')"
                )
        if gone:
            await self._database.empty_log()
        return gone
