"""What goes back and forth between one guild and one blog, as its owner chose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.model import Account
    from bot.store.database import Database, Row


class Attachments(StrEnum):
    """What becomes of a message's attachments."""

    LINK = "link"
    """A link with the attachment's name, marked as expiring."""
    REFUSE = "refuse"
    """Such a message stays in Discord."""


class Moderated(StrEnum):
    """What a moderator's deletion in Discord does to the comment."""

    TRASH = "trash"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class ExchangeRecord:
    """One guild and one blog."""

    guild: int
    blog: int
    user: str | None
    secret: bytes | None
    """The application password, encrypted; None where none was given to us."""
    known_as: str | None
    """What members' pseudonyms on the blog are made of; None: of where it is read."""
    origin: str | None
    """Scheme, host and port that its owner gave it for; None: those at which the blog was then."""
    replies: bool
    """Whether members' replies go to the blog."""
    at_once: bool
    """Whether they appear without the blog's own rules."""
    attachments: Attachments
    moderated: Moderated
    moderators: int | None
    """The channel where held comments are decided."""


_DEFAULTS: dict[str, Any] = {
    "user": None, "secret": None, "known_as": None, "origin": None, "replies": 1, "at_once": 0,
    "attachments": "link", "moderated": "trash", "moderators": None,
}  # fmt: skip


class Exchanges:
    """Tables `exchange` and `author`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild: int, blog: int) -> ExchangeRecord:
        """One exchange; the defaults where nothing was chosen."""
        row = await self._database.row(
            "SELECT * FROM exchange WHERE guild = ? AND blog = ?", (guild, blog)
        )
        return _record(row or {"guild": guild, "blog": blog} | _DEFAULTS)

    async def moderated(self) -> list[tuple[int, int]]:
        """Guilds and blogs with a channel for moderating, or a reply whose fate is open.

        Without the guilds where the bot is not any more.
        """
        rows = await self._database.rows(
            "SELECT guild, blog FROM ("
            "SELECT guild, blog FROM exchange WHERE moderators NOT NULL "
            "UNION SELECT guild, blog FROM reply JOIN mirror ON mirror.id = reply.mirror "
            "JOIN follow ON follow.id = mirror.follow "
            "WHERE (reply.state = 'held' OR NOT looked) AND NOT withdraw "
            "UNION SELECT guild, blog FROM held WHERE state IN ('sending', 'open')"
            ") WHERE guild NOT IN (SELECT guild FROM departure)"
        )
        return [(row["guild"], row["blog"]) for row in rows]

    async def connect(
        self,
        guild: int,
        blog: int,
        user: str | None,
        secret: bytes | None,
        origin: str | None = None,
    ) -> None:
        """Keep an account's name, its encrypted password and where that may go; or forget them."""
        await self._set(guild, blog, user=user, secret=secret, origin=origin)

    async def choose(
        self,
        guild: int,
        blog: int,
        *,
        replies: bool | None = None,
        at_once: bool | None = None,
        attachments: Attachments | None = None,
        moderated: Moderated | None = None,
    ) -> None:
        """Change what is given."""
        chosen = {
            "replies": replies, "at_once": at_once, "attachments": attachments,
            "moderated": moderated,
        }  # fmt: skip
        await self._set(
            guild, blog, **{name: value for name, value in chosen.items() if value is not None}
        )

    async def moderate_in(self, guild: int, blog: int, channel: int | None) -> None:
        """Name the moderators' channel, or none."""
        await self._set(guild, blog, moderators=channel)

    async def _set(self, guild: int, blog: int, **values: Any) -> None:
        names = ", ".join(values)
        await self._database.write(
            f"INSERT INTO exchange (guild, blog, {names}) VALUES (?, ?{', ?' * len(values)}) "  # noqa: S608
            "ON CONFLICT (guild, blog) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in values),
            (guild, blog, *values.values()),
        )

    async def link_author(self, guild: int, blog: int, user: int, account: Account) -> None:
        """From now on this member writes as that account, and nobody else does."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "DELETE FROM author WHERE guild = ? AND blog = ? AND (account = ? OR user = ?)",
                (guild, blog, account.id, user),
            )
            await connection.execute(
                "INSERT INTO author (guild, blog, user, account, name) VALUES (?, ?, ?, ?, ?)",
                (guild, blog, user, account.id, account.name),
            )

    async def unlink_author(self, guild: int, blog: int, user: int) -> bool:
        """From now on this member writes as a guest; False if they did already."""
        return bool(
            await self._database.write(
                "DELETE FROM author WHERE guild = ? AND blog = ? AND user = ?", (guild, blog, user)
            )
        )

    async def author(self, guild: int, blog: int, user: int) -> tuple[int, str] | None:
        """The account, by id and name, as which this member writes."""
        row = await self._database.row(
            "SELECT account, name FROM author WHERE guild = ? AND blog = ? AND user = ?",
            (guild, blog, user),
        )
        return (row["account"], row["name"]) if row else None

    async def salt(self) -> bytes:
        """What makes our pseudonyms ours alone; made with the database."""
        row = await self._database.row("SELECT value FROM salt")
        assert row is not None  # noqa: S101 - the schema puts it there
        return bytes(row["value"])


def _record(row: Row | dict[str, Any]) -> ExchangeRecord:
    return ExchangeRecord(
        guild=row["guild"],
        blog=row["blog"],
        user=row["user"],
        secret=row["secret"],
        known_as=row["known_as"],
        origin=row["origin"],
        replies=bool(row["replies"]),
        at_once=bool(row["at_once"]),
        attachments=Attachments(row["attachments"]),
        moderated=Moderated(row["moderated"]),
        moderators=row["moderators"],
    )
