"""Servers that the bot was removed from, and what it holds of their members and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.database import Database

_OF_GUILD = (
    "mirror IN (SELECT mirror.id FROM mirror JOIN follow ON follow.id = mirror.follow "
    "WHERE guild = ?)"
)
_TABLES = ("member", "author", "agreement", "exchange", "held")
_HELD = (
    " UNION ".join(f"SELECT guild FROM {table}" for table in _TABLES)  # noqa: S608
    + " UNION SELECT guild FROM reply JOIN mirror ON mirror.id = reply.mirror "
    "JOIN follow ON follow.id = mirror.follow"
)


class Departures:
    """Table `departure`; across those of `_TABLES`, and `reply`, when it is due."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def holding(self) -> set[int]:
        """The guilds of whose members or accounts something is held."""
        return {row["guild"] for row in await self._database.rows(_HELD)}

    async def all(self) -> dict[int, int]:
        """Since when the bot is not in a guild any more, in seconds since 1970."""
        rows = await self._database.rows("SELECT guild, since FROM departure ORDER BY since, guild")
        return {row["guild"]: row["since"] for row in rows}

    async def note(self, guild: int, *, now: int) -> bool:
        """The bot was removed from the guild; False if that is known, or nothing of it is held."""
        return bool(
            await self._database.write(
                "INSERT OR IGNORE INTO departure (guild, since) SELECT ?1, ?2 "
                f"WHERE ?1 IN ({_HELD})",
                (guild, now),
            )
        )

    async def back(self, guild: int) -> bool:
        """The bot was asked back; False if it had not been away."""
        return bool(await self._database.write("DELETE FROM departure WHERE guild = ?", (guild,)))

    async def carry_out(self, guild: int) -> bool:
        """Delete what is held of its members and accounts; False if the bot was asked back.

        What stands on the blogs stays there, and is like anybody's comment. The mapping of articles
        stays as well, so that following again doubles nothing.
        """
        async with self._database.transaction() as connection:
            gone = await connection.execute("DELETE FROM departure WHERE guild = ?", (guild,))
            if not gone.rowcount:
                return False
            await connection.execute(
                "INSERT OR IGNORE INTO silent (mirror, comment) SELECT mirror, comment "  # noqa: S608
                f"FROM reply WHERE state IN ('published', 'held') AND {_OF_GUILD}",
                (guild,),
            )
            await connection.execute(f"DELETE FROM reply WHERE {_OF_GUILD}", (guild,))  # noqa: S608
            for table in _TABLES:
                await connection.execute(f"DELETE FROM {table} WHERE guild = ?", (guild,))  # noqa: S608
        # Deleted rows, and the names and passwords in them, would stay readable in there.
        await self._database.empty_log()
        return True
