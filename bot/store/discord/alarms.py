"""The owners' channels, and the one message in each about what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class AlarmRecord:
    """One guild's message; `since` is when the trouble began, in seconds since 1970."""

    guild: int
    channel: int
    since: int
    message_id: int | None
    """None while it is not sent, or may not be."""
    hash: str | None


class Alarms:
    """Tables `alarm` and `guild_choice`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def channels(self) -> dict[int, int]:
        """The owners' channel of each guild that named one."""
        rows = await self._database.rows(
            "SELECT guild, owners FROM guild_choice WHERE owners IS NOT NULL"
        )
        return {row["guild"]: row["owners"] for row in rows}

    async def tell_in(self, guild: int, channel: int | None) -> None:
        """Name the owners' channel, or none."""
        await self._database.write(
            "INSERT INTO guild_choice (guild, owners) VALUES (?, ?) "
            "ON CONFLICT (guild) DO UPDATE SET owners = excluded.owners",
            (guild, channel),
        )

    async def all(self) -> list[AlarmRecord]:
        """Every alarm that is not over."""
        return [_record(row) for row in await self._database.rows("SELECT * FROM alarm")]

    async def begin(self, guild: int, channel: int, *, now: int) -> None:
        """Something is wrong since now; a message about it may follow."""
        await self._database.write(
            "INSERT OR IGNORE INTO alarm (guild, channel, since) VALUES (?, ?, ?)",
            (guild, channel, now),
        )

    async def shows(self, guild: int, message: int, content: str) -> None:
        """The message is there and shows this content (a hash)."""
        await self._database.write(
            "UPDATE alarm SET message_id = ?, hash = ? WHERE guild = ?", (message, content, guild)
        )

    async def end(self, guild: int) -> None:
        """All is well again, and was said."""
        await self._database.write("DELETE FROM alarm WHERE guild = ?", (guild,))


def _record(row: Row) -> AlarmRecord:
    return AlarmRecord(
        guild=row["guild"],
        channel=row["channel"],
        since=row["since"],
        message_id=row["message_id"],
        hash=row["hash"],
    )
