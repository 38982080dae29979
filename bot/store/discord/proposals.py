"""Blogs that were shown to an owner who may now follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.database import Database

KEPT = 86_400
"""Seconds for which an address is kept; a token may stand in it."""


class Proposals:
    """Table `proposal`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, guild: int, url: str, *, now: int) -> int:
        """Keep the address by which a blog was found; answers what it is found again by.

        What is older than a day goes.
        """
        await self._database.write("DELETE FROM proposal WHERE since < ?", (now - KEPT,))
        rows = await self._database.changed(
            "INSERT INTO proposal (guild, url, since) VALUES (?, ?, ?) RETURNING id",
            (guild, url, now),
        )
        return int(rows[0]["id"])

    async def url(self, guild: int, proposal: int) -> str | None:
        """The address; None where it was not kept so long, or is another guild's."""
        row = await self._database.row(
            "SELECT url FROM proposal WHERE id = ? AND guild = ?", (proposal, guild)
        )
        return str(row["url"]) if row else None
