"""Which comments of an article a mirror has to look at again: those that changed, and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.database import Database


class Touched:
    """Table `touched`, which the database itself writes as comments change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, mirror: int, wanted: int) -> set[str] | None:
        """The comments that changed up to that count, and those whose messages are to be changed.

        None: something else changed as well, or everything is to be looked at anyway.
        """
        row = await self._database.row(
            "SELECT shown, (SELECT count(DISTINCT at) FROM touched WHERE mirror = mirror.id "
            "AND at > shown AND at <= ?2) AS told, EXISTS (SELECT 1 FROM touched "
            "WHERE mirror = mirror.id AND comment = '') AS everything FROM mirror WHERE id = ?1",
            (mirror, wanted),
        )
        if row is None or row["everything"] or row["told"] < wanted - row["shown"]:
            return None
        rows = await self._database.rows(
            "SELECT DISTINCT comment FROM touched WHERE mirror = ?", (mirror,)
        )
        return {row["comment"] for row in rows}
