"""Everything that the database holds of one person, in all servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.languages.phrase import Phrase
from bot.store.people.inventory import INVENTORY, MENTIONS

if TYPE_CHECKING:
    from bot.store.database import Database

MENTIONED = Phrase("Where the number of a message or comment of yours is kept beside others' data.")


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One table's rows."""

    table: str
    what: Phrase
    rows: list[dict[str, Any]]


class Disclosure:
    """Across all tables of `INVENTORY`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, user: int) -> list[Disclosed]:
        """What is theirs, table by table, as it is stored; nothing where nothing is."""
        found = [
            Disclosed(kept.table, kept.what, await self._rows(kept.rows, user))
            for kept in INVENTORY
        ]
        found.append(Disclosed("mentions", MENTIONED, await self._rows(MENTIONS, user)))
        return [each for each in found if each.rows]

    async def _rows(self, query: str, user: int) -> list[dict[str, Any]]:
        rows = await self._database.rows(query, {"user": user})
        return [dict(row) for row in rows]
