"""Proof of consent: who agreed when, to which words, and about which message."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from bot.store.people.reply import written_at

if TYPE_CHECKING:
    import aiosqlite

    from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class Agreement:
    """One word of a member's, in one guild."""

    guild: int
    user: int
    at: int | None
    """In seconds since 1970; None: before this was noted down."""
    choice: str
    """`always`, `once` or `form`; `each` and `never` end an `always`."""
    asked: str = ""
    """What they were asked, word for word; empty for what is no yes."""
    message: int | None = None
    """The message, or form, that it was said about."""
    words: str | None = None
    """A hash of what that said then; None where Discord did not tell."""


class Agreements:
    """Table `agreement`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, guild: int, user: int | None = None) -> list[Agreement]:
        """Everybody's in a guild, or one member's; in the order in which they were given."""
        rows = await self._database.rows(
            "SELECT * FROM agreement WHERE guild = ?1 AND (?2 IS NULL OR user = ?2) ORDER BY id",
            (guild, user),
        )
        return [_record(row) for row in rows]

    async def behind(self, guild: int, user: int, message: int) -> Agreement | None:
        """The yes by which this message of theirs may stand on a blog; None without one.

        What was said about it, or an always that held when it was written. Who said always later
        let go what waited.
        """
        given = await self.of(guild, user)
        about = [each for each in given if each.message == message]
        if about:
            return about[-1]
        written = written_at(message)
        before = [each for each in given if (each.at or 0) <= written]
        after = [each for each in given if (each.at or 0) > written]
        standing = [each for each in before if each.choice in {"always", "each", "never"}][-1:]
        return next((each for each in standing + after if each.choice == "always"), None)


async def note(connection: aiosqlite.Connection, agreement: Agreement) -> None:
    """Write it down, in the transaction in which it counts: no yes is in the proof that let
    nothing go. What is said again, about nothing else, is one word.
    """
    await connection.execute(
        "INSERT INTO agreement (guild, user, at, choice, asked, message, words) "
        "SELECT :guild, :user, :at, :choice, :asked, :message, :words WHERE NOT EXISTS "
        "(SELECT 1 FROM agreement WHERE id = (SELECT max(id) FROM agreement "
        "WHERE guild = :guild AND user = :user) "
        "AND choice = :choice AND asked = :asked AND :message IS NULL)",
        asdict(agreement),
    )


def _record(row: Row) -> Agreement:
    return Agreement(
        guild=row["guild"],
        user=row["user"],
        at=row["at"],
        choice=row["choice"],
        asked=row["asked"],
        message=row["message"],
        words=row["words"],
    )
