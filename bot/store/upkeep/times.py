"""Times that are ahead of the clock, because it was set back while the bot was away."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.database import Database

DOUBT = 120
"""Seconds by which clocks are set back without anyone noticing."""

HAPPENED = {
    "blog": ("read_at", "told_at", "comments_off_at", "failing_since"),
    "article": ("compared_at", "withdrawn_at"),
    "mirror": ("counted_at", "active_at"),
    "alarm": ("since",),
}
"""Columns that say when something was; none of them is ever ahead of a clock that goes right."""

DUE = {"blog": ("next_read",), "mirror": ("edits_due",), "reply": ("not_before", "verify_at")}
"""Columns that say when something is to be."""


class Times:
    """Across all tables that say when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def bring_back(self, now: int) -> int:
        """Let nothing wait for a time that was due by another clock; answers by how much it was
        ahead, in seconds: 0 if nothing shows that it was.
        """
        newest = " UNION ALL ".join(
            f"SELECT max({column}) AS at FROM {table}"  # noqa: S608 - our own names
            for table, columns in HAPPENED.items()
            for column in columns
        )
        row = await self._database.row(f"SELECT max(at) AS at FROM ({newest})")  # noqa: S608
        ahead = (row["at"] or 0) - now if row else 0
        if ahead < DOUBT:
            return 0
        async with self._database.transaction() as connection:
            for columns_of in (HAPPENED, DUE):
                for table, columns in columns_of.items():
                    for column in columns:
                        await connection.execute(
                            f"UPDATE {table} SET {column} = ?1 WHERE {column} > ?1",  # noqa: S608
                            (now,),
                        )
        return int(ahead)
