"""The cards in moderators' channels: one for each comment that was held while there was one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.database import Database, Row


class CardState(StrEnum):
    """How far a card is."""

    SENDING = "sending"
    """Claimed: it may or may not be in the channel already."""
    OPEN = "open"
    SETTLED = "settled"
    DISMISSED = "dismissed"
    """Moderators removed the card: it is not shown again."""


@dataclass(frozen=True, slots=True)
class CardRecord:
    """One card; `since` is when sending began, in seconds since 1970."""

    guild: int
    blog: int
    comment: str
    channel: int
    state: CardState
    since: int
    hash: str
    message_id: int | None


class Held:
    """Table `held`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, guild: int, blog: int) -> list[CardRecord]:
        """Every card of this exchange that stands, or may."""
        rows = await self._database.rows(
            "SELECT * FROM held WHERE guild = ? AND blog = ? AND state IN ('sending', 'open')",
            (guild, blog),
        )
        return [_record(row) for row in rows]

    async def dismissed_of(self, guild: int, blog: int) -> set[str]:
        """The comments whose cards moderators removed."""
        rows = await self._database.rows(
            "SELECT comment FROM held WHERE guild = ? AND blog = ? AND state = 'dismissed'",
            (guild, blog),
        )
        return {row["comment"] for row in rows}

    async def get(self, guild: int, blog: int, comment: str) -> CardRecord | None:
        """One card, settled or not."""
        row = await self._database.row(
            "SELECT * FROM held WHERE guild = ? AND blog = ? AND comment = ?",
            (guild, blog, comment),
        )
        return _record(row) if row else None

    async def claim(
        self, guild: int, blog: int, comment: str, *, channel: int, content: str, now: int
    ) -> None:
        """Commit the intent to show a card with this content (a hash)."""
        await self._database.write(
            "INSERT INTO held (guild, blog, comment, channel, state, since, hash) "
            "VALUES (?, ?, ?, ?, 'sending', ?, ?) ON CONFLICT (guild, blog, comment) DO UPDATE "
            "SET channel = excluded.channel, state = 'sending', since = excluded.since, "
            "hash = excluded.hash, message_id = NULL",
            (guild, blog, comment, channel, now, content),
        )

    async def shown(self, guild: int, blog: int, comment: str, message: int, content: str) -> None:
        """The card is there and shows this content (a hash)."""
        await self._database.write(
            "UPDATE held SET state = 'open', message_id = ?, hash = ? "
            "WHERE guild = ? AND blog = ? AND comment = ?",
            (message, content, guild, blog, comment),
        )

    async def dismissed(self, guild: int, blog: int, comment: str) -> None:
        """Moderators removed its card."""
        await self._database.write(
            "UPDATE held SET state = 'dismissed' WHERE guild = ? AND blog = ? AND comment = ?",
            (guild, blog, comment),
        )

    async def settled(self, guild: int, blog: int, comment: str) -> None:
        """It was decided, and the card says so."""
        await self._database.write(
            "UPDATE held SET state = 'settled' WHERE guild = ? AND blog = ? AND comment = ?",
            (guild, blog, comment),
        )


def _record(row: Row) -> CardRecord:
    return CardRecord(
        guild=row["guild"],
        blog=row["blog"],
        comment=row["comment"],
        channel=row["channel"],
        state=CardState(row["state"]),
        since=row["since"],
        hash=row["hash"],
        message_id=row["message_id"],
    )
