"""Which comments of an article a mirror has to look at again: those that changed, and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from bot.store.database import Database


class Touched:
    """Table `touched`, which the database itself writes as comments change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, mirror: int, wanted: int) -> set[str] | None:
        """The comments that changed up to that count, and those whose messages are to be changed.

        None: something else changed as well, or everything is to be looked at anyway.
        """

        def find(connection: sqlite3.Connection) -> set[str] | None:
            for shown, told, everything in connection.execute(_STATE, (mirror, wanted)):
                if everything or told < wanted - shown:
                    return None
            rows = connection.execute(
                "SELECT DISTINCT comment FROM touched WHERE mirror = ?", (mirror,)
            )
            return {comment for (comment,) in rows}

        return await self._database.at_once(find)


_STATE = (
    "SELECT shown, (SELECT count(DISTINCT at) FROM touched WHERE mirror = mirror.id "
    "AND at > shown AND at <= ?2), EXISTS (SELECT 1 FROM touched "
    "WHERE mirror = mirror.id AND comment = '') FROM mirror WHERE id = ?1"
)
