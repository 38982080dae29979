"""The blogs that are followed, and how reading them went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.languages.phrase import recalled
from bot.model import BlogAddress
from bot.store.blog.articles import NEWER

if TYPE_CHECKING:
    from bot.languages.phrase import Phrase
    from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class BlogRecord:
    """One blog as the store knows it; times in seconds since 1970."""

    id: int
    address: BlogAddress
    guild: int | None
    """The guild whose account it is read with, and who alone follows it; None: as any visitor."""
    moving: int
    """At how many readings in a row its address sent us on for good."""
    told_at: int
    """When the blog itself last said what it is called."""
    listed: bool
    """Whether its archive was listed once: what appears after that is new."""
    comment_total: int | None
    newest_comment: int | None
    recount: bool
    comments_off: Phrase | None
    """Why the blog shows no comments; None: it does."""
    comments_off_at: int | None
    """When that was found last."""
    beyond: int
    """How many articles at the end of its list are left out, because it is too long."""
    drift: int
    """By how much the total of comments changed without our having seen where."""
    read_at: int | None
    next_read: int
    failures: int
    failure: Phrase | None
    failing_since: int | None
    """When the first of those failures was; None where there are none, or nobody knows."""
    zone: str | None
    """The time zone that the blog lives by; None: it does not say."""


class Blogs:
    """Table `blog`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, address: BlogAddress, *, guild: int | None = None) -> int:
        """Record a blog, or find it recorded; answers its id.

        It is known by where it is read and as whom: by `guild`'s account, or as any visitor. What
        is recorded of it stays as it is: only reading it renews that.
        """
        rows = await self._database.changed(
            "INSERT INTO blog (kind, url, api, title, guild) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (kind, api, ifnull(guild, 0)) DO UPDATE SET id = id RETURNING id",
            (address.kind, address.url, address.api, address.title, guild),
        )
        return int(rows[0]["id"])

    async def find(self, address: BlogAddress, *, guild: int | None = None) -> int | None:
        """The id of the blog that is read there, if it is recorded."""
        row = await self._database.row(
            "SELECT id FROM blog WHERE kind = ? AND api = ? AND guild IS ?",
            (address.kind, address.api, guild),
        )
        return int(row["id"]) if row else None

    async def told(
        self, blog: int, title: str, url: str, *, zone: str | None = None, now: int
    ) -> None:
        """The blog said what it is called, if anything, which home page is its, and its zone."""
        await self._database.write(
            "UPDATE blog SET title = iif(?1 = '', title, ?1), url = ?2, zone = ?3, told_at = ?4 "
            "WHERE id = ?5",
            (title, url, zone, now, blog),
        )

    async def sent_on(self, blog: int, to: str | None) -> int:
        """Its address sent us on to there for good; answers at how many readings in a row.

        None: it did not.
        """
        rows = await self._database.changed(
            "UPDATE blog SET moving = iif(?1 IS NULL, 0, iif(moving_to IS ?1, moving + 1, 1)), "
            "moving_to = ?1 WHERE id = ?2 AND (?1 NOT NULL OR moving_to NOT NULL) RETURNING moving",
            (to, blog),
        )
        return int(rows[0]["moving"]) if rows else 0

    async def get(self, blog: int) -> BlogRecord:
        """One blog; it must exist."""
        row = await self._database.row("SELECT * FROM blog WHERE id = ?", (blog,))
        assert row is not None  # noqa: S101 - ids come from this table
        return _record(row)

    async def followed(self) -> list[BlogRecord]:
        """Blogs that at least one channel follows."""
        rows = await self._database.rows(
            "SELECT * FROM blog WHERE id IN (SELECT blog FROM follow WHERE state = 'active')"
        )
        return [_record(row) for row in rows]

    async def of_guild(self, guild: int) -> list[BlogRecord]:
        """Blogs that this guild follows."""
        rows = await self._database.rows(
            "SELECT * FROM blog WHERE id IN "
            "(SELECT blog FROM follow WHERE guild = ? AND state <> 'ended') ORDER BY title",
            (guild,),
        )
        return [_record(row) for row in rows]

    async def listed(self, blog: int) -> None:
        """Remember that the archive was listed whole.

        A follow that has begun before, with another record of the blog, missed what came meanwhile.
        """
        async with self._database.transaction() as connection:
            await connection.execute(f"{NEWER} AND follow.blog = ?", (blog,))
            await connection.execute("UPDATE blog SET listed = 1 WHERE id = ?", (blog,))

    async def recounted(self, blog: int) -> None:
        """The threads whose totals had changed are found and marked."""
        await self._database.write("UPDATE blog SET recount = 0 WHERE id = ?", (blog,))

    async def comments_off(self, blog: int, why: Phrase, *, now: int) -> None:
        """The blog shows no comments. What is recorded of them stays."""
        await self._database.write(
            "UPDATE blog SET comments_off = ?, comments_off_at = ? WHERE id = ?",
            (why.stored, now, blog),
        )

    async def comments_on(self, blog: int) -> None:
        """It shows them again: every discussion is to be read, as if for the first time."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE blog SET comments_off = NULL, comments_off_at = NULL WHERE id = ?", (blog,)
            )
            await connection.execute(
                "UPDATE article SET archived = 0, compared_at = 0 WHERE blog = ?", (blog,)
            )

    async def goes_on(self, blog: int, beyond: int) -> None:
        """So many articles at the end of its list are left out."""
        await self._database.write("UPDATE blog SET beyond = ? WHERE id = ?", (beyond, blog))

    async def succeeded(self, blog: int, *, now: int, next_read: int) -> None:
        """A reading went through."""
        await self._database.write(
            "UPDATE blog SET read_at = ?, next_read = ?, failures = 0, failure = NULL, "
            "failing_since = NULL WHERE id = ?",
            (now, next_read, blog),
        )

    async def read_now(self, blog: int) -> None:
        """Let the next reading wait no longer."""
        await self._database.write("UPDATE blog SET next_read = 0 WHERE id = ?", (blog,))

    async def failed(self, blog: int, failure: Phrase, *, now: int, next_read: int) -> None:
        """A reading failed; `failure` is in words for the owner."""
        await self._database.write(
            "UPDATE blog SET failing_since = iif(failures = 0, ?, failing_since), "
            "failures = failures + 1, failure = ?, next_read = ? WHERE id = ?",
            (now, failure.stored, next_read, blog),
        )


def _record(row: Row) -> BlogRecord:
    return BlogRecord(
        id=row["id"],
        address=BlogAddress(row["kind"], row["url"], row["api"], row["title"]),
        guild=row["guild"],
        moving=row["moving"],
        told_at=row["told_at"],
        listed=bool(row["listed"]),
        comment_total=row["comment_total"],
        newest_comment=row["newest_comment"],
        recount=bool(row["recount"]),
        comments_off=recalled(row["comments_off"]),
        comments_off_at=row["comments_off_at"],
        beyond=row["beyond"],
        drift=row["drift"],
        read_at=row["read_at"],
        next_read=row["next_read"],
        failures=row["failures"],
        failure=recalled(row["failure"]),
        failing_since=row["failing_since"],
        zone=row["zone"],
    )
