"""Which channel follows which blog."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.choices import Filters, QuietHours, read_hours
from bot.languages.phrase import Phrase, kept, recalled

if TYPE_CHECKING:
    from bot.store.database import Database, Row


PAUSED_BY_OWNER = Phrase("Someone paused it. `/blog settings` lets it go on.")


class FollowState(StrEnum):
    """Whether a follow is at work."""

    ACTIVE = "active"
    PAUSED = "paused"
    """Something on Discord's side is gone; `reason` says what."""
    ENDED = "ended"
    """Someone said so; what was posted stays, and following again goes on from there."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a follow came to its blog."""

    named_by: str | None = None
    """The page that named it, where that may be somebody else's: its host, or its origin."""
    better: str | None = None
    """Where a better way to read it is looked for; None where this is the one that was wanted."""
    lacks: Phrase | None = None
    """Why that was not to be had, in words for the owner."""


WHOLE = Way()


@dataclass(frozen=True, slots=True)
class FollowRecord:
    """One channel following one blog."""

    id: int
    blog: int
    guild: int
    channel: int
    begun: bool
    """Whether the existing articles to start with are chosen."""
    state: FollowState
    reason: Phrase | None
    brief: bool
    """Announcements come without excerpt and picture."""
    role: int | None
    """Who is mentioned in a new announcement."""
    filters: Filters
    quiet: QuietHours | None
    language: str
    """The code of the language in which the channel reads what everyone sees."""
    way: Way
    settings_url: str | None
    """The BLOG_URL that began it, if one did: what .env says of an account is for it."""
    publish: bool
    """New announcements also go to the servers that follow the channel, if it is one for that."""


class Follows:
    """Table `follow`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(
        self,
        blog: int,
        *,
        guild: int,
        channel: int,
        backfill: int,
        language: str = "en",
        way: Way = WHOLE,
        settings_url: str | None = None,
    ) -> int:
        """Begin following, or go on where it was ended or paused; answers the follow's id.

        `backfill` is how many existing articles to mirror at first, and `language` what the channel
        reads, the first time. `settings_url` is the BLOG_URL that says so, if one does.
        """
        rows = await self._database.rows(
            "INSERT INTO follow (blog, guild, channel, backfill, language, settings_url, "
            "named_by, better, lacks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (blog, channel) DO UPDATE SET state = 'active', reason = NULL, "
            "settings_url = coalesce(excluded.settings_url, settings_url), "
            "named_by = excluded.named_by, better = excluded.better, lacks = excluded.lacks "
            "RETURNING id",
            (
                blog, guild, channel, backfill, language, settings_url,
                way.named_by, way.better, kept(way.lacks),
            ),
        )  # fmt: skip
        return int(rows[0]["id"])

    async def of_settings(self, channel: int) -> list[FollowRecord]:
        """What a BLOG_URL began in this channel, now or before; ended ones included."""
        rows = await self._database.rows(
            "SELECT * FROM follow WHERE channel = ? AND settings_url NOT NULL ORDER BY id",
            (channel,),
        )
        return [_record(row) for row in rows]

    async def named_in_settings(self, follow: int, url: str) -> None:
        """This BLOG_URL names it now."""
        await self._database.write("UPDATE follow SET settings_url = ? WHERE id = ?", (url, follow))

    async def in_channel(self, blog: int, channel: int) -> FollowRecord | None:
        """This channel's follow of the blog, whatever became of it."""
        row = await self._database.row(
            "SELECT * FROM follow WHERE blog = ? AND channel = ?", (blog, channel)
        )
        return _record(row) if row else None

    async def of_blog(self, blog: int) -> list[FollowRecord]:
        """Who follows the blog, paused ones included."""
        rows = await self._database.rows(
            "SELECT * FROM follow WHERE blog = ? AND state <> 'ended' ORDER BY id", (blog,)
        )
        return [_record(row) for row in rows]

    async def get(self, follow: int) -> FollowRecord:
        """One follow; it must exist."""
        row = await self._database.row("SELECT * FROM follow WHERE id = ?", (follow,))
        assert row is not None  # noqa: S101 - ids come from this table
        return _record(row)

    async def blog_named_by(self, follow: FollowRecord) -> str:
        """What announcements call their blog: its title where the channel has several, else ''."""
        row = await self._database.row(
            "SELECT title FROM blog WHERE id = ? AND "
            "(SELECT count(*) FROM follow WHERE channel = ? AND state <> 'ended') > 1",
            (follow.blog, follow.channel),
        )
        return str(row["title"]) if row else ""

    async def language_in(self, channel: int, api: str) -> str | None:
        """The code of what the channel reads, if it follows, or followed, the blog read there."""
        row = await self._database.row(
            "SELECT language FROM follow JOIN blog ON blog.id = follow.blog "
            "WHERE channel = ? AND api = ?",
            (channel, api),
        )
        return str(row["language"]) if row else None

    async def language_of(self, guild: int) -> str:
        """The code of the language that most of the guild's channels read, or did; else English."""
        row = await self._database.row(
            "SELECT language FROM follow WHERE guild = ? GROUP BY language "
            "ORDER BY sum(state <> 'ended') DESC, min(id) LIMIT 1",
            (guild,),
        )
        return str(row["language"]) if row else "en"

    async def choose(
        self,
        follow: int,
        *,
        brief: bool,
        role: int | None,
        filters: Filters,
        quiet: QuietHours | None,
        language: str,
        publish: bool,
    ) -> None:
        """Keep the owner's choices; what stands there already changes its looks only."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE follow SET brief = ?, role = ?, filters = ?, quiet = ?, language = ?, "
                "publish = ? WHERE id = ?",
                (
                    brief,
                    role,
                    json.dumps(asdict(filters)),
                    str(quiet) if quiet else None,
                    language,
                    publish,
                    follow,
                ),
            )
            await connection.execute(
                "UPDATE mirror SET wanted = wanted + 1, to_publish = to_publish AND ? "
                "WHERE follow = ?",
                (publish, follow),
            )

    async def pause(self, follow: int, reason: Phrase) -> None:
        """Write nothing more until it is resumed."""
        await self._database.write(
            "UPDATE follow SET state = 'paused', reason = ? WHERE id = ?", (reason.stored, follow)
        )

    async def resume(self, follow: int) -> None:
        """Go on where it was paused."""
        await self._database.write(
            "UPDATE follow SET state = 'active', reason = NULL WHERE id = ? AND state = 'paused'",
            (follow,),
        )

    async def end(self, follow: int) -> None:
        """Stop following. The mapping stays, so that following again doubles nothing."""
        await self._database.write("UPDATE follow SET state = 'ended' WHERE id = ?", (follow,))

    async def pause_channel(self, channel: int, reason: Phrase) -> int:
        """Pause what this channel follows; answers how many follows that were."""
        return await self._database.write(
            "UPDATE follow SET state = 'paused', reason = ? WHERE channel = ? AND state = 'active'",
            (reason.stored, channel),
        )

    async def pause_guild(self, guild: int, reason: Phrase) -> int:
        """Pause what this guild follows; answers how many follows that were."""
        return await self._database.write(
            "UPDATE follow SET state = 'paused', reason = ? WHERE guild = ? AND state = 'active'",
            (reason.stored, guild),
        )

    async def of_guild(self, guild: int) -> list[FollowRecord]:
        """What this guild follows, paused ones included."""
        rows = await self._database.rows(
            "SELECT * FROM follow WHERE guild = ? AND state <> 'ended' ORDER BY id", (guild,)
        )
        return [_record(row) for row in rows]

    async def of_channel(self, channel: int) -> list[FollowRecord]:
        """What this channel follows, paused ones included."""
        rows = await self._database.rows(
            "SELECT * FROM follow WHERE channel = ? AND state <> 'ended' ORDER BY id", (channel,)
        )
        return [_record(row) for row in rows]

    async def standing(self) -> list[FollowRecord]:
        """What anybody follows, paused ones included."""
        rows = await self._database.rows(
            "SELECT * FROM follow WHERE state <> 'ended' ORDER BY guild, id"
        )
        return [_record(row) for row in rows]

    async def backfill(self, blog: int) -> int:
        """With how many articles those begin that wait to, at most; 0 if none waits."""
        row = await self._database.row(
            "SELECT coalesce(max(backfill), 0) FROM follow "
            "WHERE blog = ? AND NOT begun AND state = 'active'",
            (blog,),
        )
        return int(row[0]) if row else 0

    async def begin(self, blog: int) -> None:
        """Choose the articles to start with, for every follow of the blog that hasn't begun."""
        waiting = "SELECT 1 FROM follow WHERE blog = ? AND NOT begun AND state = 'active'"
        if await self._database.row(waiting, (blog,)) is None:
            return
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT OR IGNORE INTO mirror (follow, article) "
                "SELECT follow.id, article.id FROM follow JOIN "
                "(SELECT id, blog, published, "
                "row_number() OVER (ORDER BY published DESC, id DESC) AS place FROM article "
                "WHERE blog = ?1 AND state = 'published') AS article "
                "ON article.blog = follow.blog AND article.place <= follow.backfill "
                "WHERE follow.blog = ?1 AND NOT follow.begun AND follow.state = 'active' "
                "ORDER BY article.published, article.id",
                (blog,),
            )
            await connection.execute(
                "UPDATE follow SET begun = 1 WHERE blog = ? AND state = 'active'", (blog,)
            )


def _record(row: Row) -> FollowRecord:
    return FollowRecord(
        id=row["id"],
        blog=row["blog"],
        guild=row["guild"],
        channel=row["channel"],
        begun=bool(row["begun"]),
        state=FollowState(row["state"]),
        reason=recalled(row["reason"]),
        brief=bool(row["brief"]),
        role=row["role"],
        filters=Filters(**{key: tuple(value) for key, value in json.loads(row["filters"]).items()}),
        quiet=read_hours(row["quiet"]) if row["quiet"] else None,
        language=row["language"],
        publish=bool(row["publish"]),
        way=Way(row["named_by"], row["better"], recalled(row["lacks"])),
        settings_url=row["settings_url"],
    )
