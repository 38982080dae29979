"""Articles that came after the archive was listed: on their way to the channels, or waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aiosqlite

    from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came within a time; moments in seconds since 1970."""

    new: list[int]
    """Our ids of those that are not judged yet, the oldest first."""
    posted: int
    """How many others came within that time and went to the channels."""
    dates: list[int]
    """When the latest before them were written."""


@dataclass(frozen=True, slots=True)
class Rush:
    """Far more than ever came at once, and one channel's owner is asked."""

    follow: int
    since: int
    """When the first of them was seen, in seconds since 1970; a later rush has another."""
    came: int
    last: int | None
    """When the newest article before them was written; None if there was none."""
    waiting: int


class Arrivals:
    """Column `arrival` of `article`, and tables `rush` and `waiting`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def look(self, blog: int, *, since: int, lately: int) -> Arrived | None:
        """What came since then, None where nothing is to be judged.

        `lately` is of how many articles before it the dates are wanted.
        """
        new = await self._database.rows(
            "SELECT id FROM article WHERE blog = ? AND arrival = 'new' ORDER BY published, id",
            (blog,),
        )
        if not new:
            return None
        posted = await self._database.rows(
            "SELECT count(*) AS n FROM article WHERE blog = ? AND arrival = 'usual' AND seen > ?",
            (blog, since),
        )
        before = await self._database.rows(
            "SELECT published FROM article WHERE blog = ?1 AND (arrival IS NULL "
            "OR arrival = 'usual' AND seen <= ?2) ORDER BY published DESC LIMIT ?3",
            (blog, since, lately),
        )
        return Arrived(
            [row["id"] for row in new],
            int(posted[0]["n"]),
            [row["published"] for row in before],
        )

    async def admit(self, articles: list[int]) -> None:
        """Let them be: nothing is unusual."""
        async with self._database.transaction() as connection:
            await _judge(connection, articles, "usual")

    async def hold(
        self, articles: list[int], *, first: int, came: int, last: int | None, now: int
    ) -> None:
        """Let the `first` ones be; for each channel, the rest waits for its owner's word.

        Where one is asked already, they join what waits there.
        """
        async with self._database.transaction() as connection:
            for place, article in enumerate(articles):
                await connection.execute(
                    "INSERT INTO rush (follow, since, came, last) "
                    "SELECT follow, ?, ?, ? FROM mirror WHERE article = ? "
                    "ON CONFLICT DO UPDATE SET came = came + (since <> excluded.since)",
                    (now, came, last, article),
                )
                if place >= first:
                    await _take_back(connection, article)
            await _judge(connection, articles[:first], "usual")
            await _judge(connection, articles[first:], "rush")

    async def rush(self, follow: int) -> Rush | None:
        """What this follow's owner is asked about."""
        row = await self._database.row(
            "SELECT rush.*, (SELECT count(*) FROM waiting WHERE waiting.follow = rush.follow) AS n "
            "FROM rush WHERE follow = ?",
            (follow,),
        )
        return _rush(row) if row else None

    async def decide(self, rush: Rush, *, post: bool) -> bool:
        """Post what waits, or let it be old; answers False where that was decided before."""
        async with self._database.transaction() as connection:
            if post:
                await connection.execute(
                    "INSERT OR IGNORE INTO mirror (follow, article) SELECT follow, article "
                    "FROM waiting JOIN rush USING (follow) WHERE follow = ? AND since = ?",
                    (rush.follow, rush.since),
                )
            cursor = await connection.execute(
                "DELETE FROM rush WHERE follow = ? AND since = ?", (rush.follow, rush.since)
            )
            return cursor.rowcount > 0


async def _take_back(connection: aiosqlite.Connection, article: int) -> None:
    """Let it wait instead, wherever it was not posted."""
    await connection.execute(
        "INSERT INTO waiting (follow, article) SELECT follow, article FROM mirror "
        "WHERE article = ? AND announcement_state = 'none'",
        (article,),
    )
    await connection.execute(
        "DELETE FROM mirror WHERE article = ? AND announcement_state = 'none'", (article,)
    )


async def _judge(connection: aiosqlite.Connection, articles: list[int], arrival: str) -> None:
    await connection.executemany(
        "UPDATE article SET arrival = ? WHERE id = ?",
        [(arrival, article) for article in articles],
    )


def _rush(row: Row) -> Rush:
    return Rush(row["follow"], row["since"], row["came"], row["last"], row["n"])
