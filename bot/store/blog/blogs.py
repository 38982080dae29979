"""The blogs that are followed, and how reading them went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.languages.phrase import recalled
from bot.model import BlogAddress

if TYPE_CHECKING:
    from bot.languages.phrase import Phrase
    from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class BlogRecord:
    """One blog as the store knows it; times in seconds since 1970."""

    id: int
    address: BlogAddress
    settings_url: str | None
    """The BLOG_URL that led here, if one did: its application password is for this blog."""
    listed: bool
    """Whether its archive was listed once: what appears after that is new."""
    comment_total: int | None
    newest_comment: int | None
    recount: bool
    drift: int
    """By how much the total of comments changed without our having seen where."""
    read_at: int | None
    next_read: int
    failures: int
    failure: Phrase | None


class Blogs:
    """Table `blog`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, address: BlogAddress, *, settings_url: str | None = None) -> int:
        """Record a blog, or renew what is known of it; answers its id.

        A feed is the one that was recorded, whatever home page it names now.
        """
        rows = await self._database.rows(
            "INSERT INTO blog (kind, url, api, title, settings_url) VALUES (?1, coalesce("
            "(SELECT url FROM blog WHERE ?1 = 'feed' AND kind = ?1 AND api = ?3), ?2), ?3, ?4, ?5) "
            "ON CONFLICT (url) DO UPDATE SET kind = excluded.kind, api = excluded.api, "
            "title = excluded.title, next_read = 0, "
            "settings_url = coalesce(excluded.settings_url, settings_url) RETURNING id",
            (address.kind, address.url, address.api, address.title, settings_url),
        )
        return int(rows[0]["id"])

    async def get(self, blog: int) -> BlogRecord:
        """One blog; it must exist."""
        row = await self._database.row("SELECT * FROM blog WHERE id = ?", (blog,))
        assert row is not None  # noqa: S101 - ids come from this table
        return _record(row)

    async def of_settings(self, settings_url: str) -> int | None:
        """The id of the blog to which this BLOG_URL led before."""
        row = await self._database.row(
            "SELECT id FROM blog WHERE settings_url = ?", (settings_url,)
        )
        return int(row["id"]) if row else None

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
        """Remember that the archive was listed whole."""
        await self._database.write("UPDATE blog SET listed = 1 WHERE id = ?", (blog,))

    async def recounted(self, blog: int) -> None:
        """The threads whose totals had changed are found and marked."""
        await self._database.write("UPDATE blog SET recount = 0 WHERE id = ?", (blog,))

    async def succeeded(self, blog: int, *, now: int, next_read: int) -> None:
        """A reading went through."""
        await self._database.write(
            "UPDATE blog SET read_at = ?, next_read = ?, failures = 0, failure = NULL WHERE id = ?",
            (now, next_read, blog),
        )

    async def read_now(self, blog: int) -> None:
        """Let the next reading wait no longer."""
        await self._database.write("UPDATE blog SET next_read = 0 WHERE id = ?", (blog,))

    async def failed(self, blog: int, failure: Phrase, *, next_read: int) -> None:
        """A reading failed; `failure` is in words for the owner."""
        await self._database.write(
            "UPDATE blog SET failures = failures + 1, failure = ?, next_read = ? WHERE id = ?",
            (failure.stored, next_read, blog),
        )


def _record(row: Row) -> BlogRecord:
    return BlogRecord(
        id=row["id"],
        address=BlogAddress(row["kind"], row["url"], row["api"], row["title"]),
        settings_url=row["settings_url"],
        listed=bool(row["listed"]),
        comment_total=row["comment_total"],
        newest_comment=row["newest_comment"],
        recount=bool(row["recount"]),
        drift=row["drift"],
        read_at=row["read_at"],
        next_read=row["next_read"],
        failures=row["failures"],
        failure=recalled(row["failure"]),
    )
