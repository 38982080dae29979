"""The mirrors: one article in one channel, with its announcement and its thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase, kept, recalled

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from bot.store.database import Database, Row


class AnnouncementState(StrEnum):
    """How far the announcement is."""

    NONE = "none"
    SENDING = "sending"
    """Claimed: it may or may not be in the channel already."""
    SENT = "sent"
    REMOVED = "removed"
    """People removed it in Discord; it is never sent again."""


@dataclass(frozen=True, slots=True)
class MirrorRecord:
    """One mirror; times in seconds since 1970."""

    id: int
    follow: int
    guild: int
    channel: int
    language: str
    article: int
    wanted: int
    announcement_state: AnnouncementState
    announcement_since: int | None
    announcement_id: int | None
    announcement_hash: str | None
    announcement_words: str | None
    """What the blog says in it (a hash), or `bot.store.discord.parts.STANDS`."""
    counted: int | None
    counted_at: int
    thread_id: int | None
    thread_name: str | None
    name_wanted: str | None
    closed: bool
    active_at: int
    asked: bool
    """A member asked for it: it is no news."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one mirror is, for people."""

    title: str
    thread_id: int | None
    sent: int
    parts: int
    """How many messages it takes in all; 0 until that is known."""
    finished: bool
    """Nothing is left to do, or only a publication or a renaming for its turn."""
    refused: int
    """Messages over whose words Discord refused them, or their change."""
    paused: Phrase | None
    failure: Phrase | None
    reduced: Phrase | None = None
    """What its announcement lacks, because Discord refused it."""


_SELECT = (
    "SELECT mirror.*, follow.guild, follow.channel, follow.language FROM mirror "
    "JOIN follow ON follow.id = mirror.follow "
)

_OTHERS = (
    "EXISTS (SELECT 1 FROM mirror AS other WHERE other.id <> mirror.id "
    "AND (other.announcement_id IN (?1, ?2) OR other.thread_id IN (?1, ?2)))"
)
_THREAD_OF_OTHERS = (
    "EXISTS (SELECT 1 FROM mirror AS other WHERE other.id <> mirror.id "
    "AND (other.announcement_id = ?1 OR other.thread_id = ?1))"
)


class Mirrors:
    """Table `mirror`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, mirror: int) -> MirrorRecord | None:
        """One mirror, None while it is paused or its follow is."""
        row = await self._database.row(
            _SELECT + "WHERE mirror.id = ? AND mirror.paused IS NULL AND follow.state = 'active'",
            (mirror,),
        )
        return _record(row) if row else None

    async def unfinished(self) -> list[MirrorRecord]:
        """Mirrors that show less than we know, oldest article first.

        One whose article was never read in full waits for that.
        """
        rows = await self._database.rows(
            _SELECT + "JOIN article ON article.id = mirror.article "
            "WHERE wanted <> shown AND mirror.paused IS NULL "
            "AND follow.state = 'active' AND article.read_version IS NOT NULL "
            "ORDER BY article.published, mirror.id"
        )
        return [_record(row) for row in rows]

    async def wanted(self, mirror: int) -> int:
        """The count of changes so far; another value than before means: plan again."""
        row = await self._database.row("SELECT wanted FROM mirror WHERE id = ?", (mirror,))
        return int(row["wanted"]) if row else -1

    async def shown(self, mirror: int, wanted: int, *, to_edit: Iterable[str] = ()) -> None:
        """Discord shows everything up to that count, but for messages of some comments that are
        to be changed.
        """

        def show(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE mirror SET shown = ?, failure = NULL WHERE id = ?", (wanted, mirror)
            )
            connection.execute("DELETE FROM touched WHERE mirror = ? AND at <= ?", (mirror, wanted))
            connection.executemany(
                "INSERT INTO touched VALUES (?, ?, ?)",
                [(mirror, wanted, comment) for comment in to_edit],
            )

        await self._database.written(show)

    async def announcing(self, mirror: int, *, now: int, anew: bool = False) -> str:
        """Claim the announcement before it is sent; answers its nonce, 24 characters.

        That stays the same however often it is tried, unless another one is wanted `anew`. It is
        drawn by lot: ids of mirrors come again, in this database and in the next.
        """
        async with self._database.transaction() as connection:
            rows = await connection.execute_fetchall(
                "UPDATE mirror SET announcement_state = 'sending', announcement_since = :now, "
                "announcement_nonce = iif(:anew OR announcement_nonce IS NULL, "
                "lower(hex(randomblob(12))), announcement_nonce) WHERE id = :mirror "
                "RETURNING announcement_nonce",
                {"now": now, "anew": anew, "mirror": mirror},
            )
        return str(next(iter(rows))[0])

    async def announced(self, mirror: int, message: int, thread: int | None) -> bool:
        """The announcement is there, to be published if wanted; in a forum its thread is, too.

        False, and nothing is changed, where another mirror has that message or thread.
        """
        return bool(
            await self._database.write(
                "UPDATE mirror SET announcement_state = 'sent', announcement_id = ?1, "  # noqa: S608
                "to_publish = (SELECT publish FROM follow WHERE follow.id = mirror.follow), "
                "seen_message = iif(thread_id IS NULL, ?2, seen_message), "
                f"thread_id = coalesce(?2, thread_id) WHERE id = ?3 AND NOT {_OTHERS}",
                (message, thread, mirror),
            )
        )

    async def is_known(self, message: int) -> bool:
        """Whether any mirror has this message or thread."""
        return bool(
            await self._database.row(
                "SELECT 1 FROM mirror WHERE announcement_id = ?1 OR thread_id = ?1", (message,)
            )
        )

    async def shares_link(self, mirror: int) -> bool:
        """Whether another article with this one's link is being announced in its channel."""
        return bool(
            await self._database.row(
                "SELECT 1 FROM mirror AS this JOIN follow ON follow.id = this.follow "
                "JOIN article ON article.id = this.article "
                "JOIN article AS twin ON twin.url = article.url "
                "JOIN mirror AS other ON other.article = twin.id AND other.id <> this.id "
                "JOIN follow AS beside ON beside.id = other.follow "
                "WHERE this.id = ? AND beside.channel = follow.channel "
                "AND other.announcement_state = 'sending'",
                (mirror,),
            )
        )

    async def announcement_shows(
        self, mirror: int, content: str, comments: int, *, now: int, words: str | None = None
    ) -> None:
        """The announcement shows this content (a hash), for those words, and so many comments."""
        await self._database.write(
            "UPDATE mirror SET announcement_hash = ?, counted = ?, counted_at = ?, "
            "announcement_words = ? WHERE id = ?",
            (content, comments, now, words, mirror),
        )

    async def announcement_says(self, mirror: int, words: str) -> None:
        """The announcement shows those words, however it is written."""
        await self._database.write(
            "UPDATE mirror SET announcement_words = ? WHERE id = ?", (words, mirror)
        )

    async def reduced(self, mirror: int, left_out: Phrase | None) -> None:
        """The announcement stands without something that Discord refused; None: it is whole."""
        await self._database.write(
            "UPDATE mirror SET reduced_told = iif(?1 IS NULL, 0, reduced_told), reduced = ?1 "
            "WHERE id = ?2 AND reduced IS NOT ?1",
            (kept(left_out), mirror),
        )

    async def untold(self, guild: int) -> list[tuple[int, str, Phrase]]:
        """Announcements of which nobody was told that they lack something: title, and what."""
        rows = await self._database.rows(
            "SELECT mirror.id, article.title, reduced FROM mirror "
            "JOIN follow ON follow.id = mirror.follow JOIN article ON article.id = mirror.article "
            "WHERE guild = ? AND reduced IS NOT NULL AND NOT reduced_told ORDER BY mirror.id",
            (guild,),
        )
        return [(row["id"], row["title"], Phrase.of(row["reduced"])) for row in rows]

    async def told(self, mirrors: Iterable[int]) -> None:
        """The owners know what these announcements lack."""
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE mirror SET reduced_told = 1 WHERE id = ?", [(each,) for each in mirrors]
            )

    async def to_change(self, mirror: int, due: int) -> None:
        """Something that stands is to be changed, then or before."""
        await self._database.write(
            "UPDATE mirror SET edits_due = min(?1, coalesce(edits_due, ?1)) WHERE id = ?2",
            (due, mirror),
        )

    async def changed(
        self, mirror: int, *, due: int | None, failure: Phrase | None, wanted: int
    ) -> None:
        """All that stands was changed, but for what is due then, and why that could not be now.

        Unless more has changed on the blog's side since the count was `wanted`.
        """
        await self._database.write(
            "UPDATE mirror SET edits_due = ?, unedited = ? WHERE id = ? AND wanted = ?",
            (due, kept(failure), mirror, wanted),
        )

    async def to_be_changed(self, *, now: int) -> list[int]:
        """Mirrors in which something that stands is to be changed now, the longest due first."""
        rows = await self._database.rows(
            "SELECT mirror.id FROM mirror JOIN follow ON follow.id = mirror.follow "
            "WHERE edits_due <= ? AND paused IS NULL AND follow.state = 'active' "
            "ORDER BY edits_due, mirror.id",
            (now,),
        )
        return [int(row["id"]) for row in rows]

    async def leave_out(self, mirror: int, left_out: bool) -> None:
        """The channel's filters keep its article out, or no longer."""
        await self._database.write(
            "UPDATE mirror SET left_out = ? WHERE id = ? AND left_out <> ?",
            (left_out, mirror, left_out),
        )

    async def never_announce(self, mirror: int) -> None:
        """People removed the announcement before its thread was there."""
        await self._database.write(
            "UPDATE mirror SET announcement_state = 'removed' WHERE id = ?", (mirror,)
        )

    async def last_announcement(self, channel: int, *, claimed_before: int) -> int | None:
        """The newest announcement in this channel of those that were claimed before then."""
        row = await self._database.row(
            "SELECT max(announcement_id) AS id FROM mirror "
            "JOIN follow ON follow.id = mirror.follow "
            "WHERE channel = ? AND announcement_since < ?",
            (channel, claimed_before),
        )
        return row["id"] if row else None

    async def threaded(self, mirror: int, thread: int, name: str) -> bool:
        """The thread is there, under this name; False, and nothing is changed, where it is
        another mirror's.
        """
        return bool(
            await self._database.write(
                "UPDATE mirror SET "  # noqa: S608
                "seen_message = iif(thread_id IS NULL, ?1, seen_message), "
                f"thread_id = ?1, thread_name = ?2 WHERE id = ?3 AND NOT {_THREAD_OF_OTHERS}",
                (thread, name, mirror),
            )
        )

    async def closed(self, mirror: int, closed: bool) -> None:
        """The thread is locked and archived by us, or no longer."""
        await self._database.write("UPDATE mirror SET closed = ? WHERE id = ?", (closed, mirror))

    async def expects(self, mirror: int, parts: int, name: str) -> None:
        """The plan takes so many messages in all, and the thread should have this name."""
        await self._database.write(
            "UPDATE mirror SET parts = ?, name_wanted = ? WHERE id = ?", (parts, name, mirror)
        )

    async def misnamed(self) -> list[MirrorRecord]:
        """Mirrors that show what we know, under a thread's name that is not the wanted one."""
        rows = await self._database.rows(
            _SELECT + "WHERE thread_name <> name_wanted AND wanted = shown "
            "AND mirror.paused IS NULL AND follow.state = 'active'"
        )
        return [_record(row) for row in rows]

    async def to_publish(self) -> list[MirrorRecord]:
        """Mirrors whose announcement shows what it should and is to be published, oldest first."""
        rows = await self._database.rows(
            # Few of many: without the inner SELECT, SQLite would look at all of them.
            _SELECT + "JOIN article ON article.id = mirror.article "  # noqa: S608
            "WHERE mirror.id IN (SELECT id FROM mirror WHERE to_publish) "
            "AND announcement_state = 'sent' AND announcement_hash IS NOT NULL "
            "AND article.state = 'published' AND mirror.paused IS NULL AND follow.state = 'active' "
            "ORDER BY announcement_id"
        )
        return [_record(row) for row in rows]

    async def published(self, mirror: int) -> None:
        """The announcement is published, or nobody can follow its channel."""
        await self._database.write(
            "UPDATE mirror SET to_publish = 0, unpublished = NULL WHERE id = ?", (mirror,)
        )

    async def not_published(self, mirror: int, failure: Phrase) -> None:
        """The last attempt to publish stopped, and why; writing has failures of its own."""
        await self._database.write(
            "UPDATE mirror SET unpublished = ? WHERE id = ?", (failure.stored, mirror)
        )

    async def failed(self, mirror: int, failure: Phrase) -> None:
        """The last attempt stopped, and why."""
        await self._database.write(
            "UPDATE mirror SET failure = ? WHERE id = ?", (failure.stored, mirror)
        )

    async def pause(self, mirror: int, reason: Phrase) -> None:
        """Write nothing more into it."""
        await self._database.write(
            "UPDATE mirror SET paused = ? WHERE id = ?", (reason.stored, mirror)
        )

    async def thread_deleted(self, thread: int, reason: Phrase) -> bool:
        """Pause the mirror whose thread people deleted; answers whether it was one of ours."""
        return bool(
            await self._database.write(
                "UPDATE mirror SET paused = ? WHERE thread_id = ? AND paused IS NULL",
                (reason.stored, thread),
            )
        )

    async def announcement_removed(self, message: int) -> bool:
        """People removed the announcement; answers whether it was one of ours."""
        return bool(
            await self._database.write(
                "UPDATE mirror SET announcement_state = 'removed' "
                "WHERE announcement_id = ? AND announcement_state = 'sent'",
                (message,),
            )
        )

    async def longest_idle(self, guild: int) -> int | None:
        """The open thread in this guild into which we wrote least recently."""
        row = await self._database.row(
            "SELECT thread_id FROM mirror JOIN follow ON follow.id = mirror.follow "
            "WHERE guild = ? AND thread_id IS NOT NULL AND paused IS NULL AND NOT closed "
            "AND wanted = shown ORDER BY active_at LIMIT 1",
            (guild,),
        )
        return int(row["thread_id"]) if row else None

    async def active(self, thread: int, *, now: int) -> None:
        """We wrote into the thread, or put it to rest: it is no longer the longest idle."""
        await self._database.write(
            "UPDATE mirror SET active_at = ? WHERE thread_id = ?", (now, thread)
        )

    async def progress(self, follow: int) -> list[Progress]:
        """How far this follow's mirrors are, newest article first."""
        rows = await self._database.rows(
            "SELECT article.title, mirror.*, (SELECT count(*) FROM part "
            "WHERE part.mirror = mirror.id AND part.state = 'sent') AS sent, "
            "(SELECT count(*) FROM part WHERE part.mirror = mirror.id AND refused IS NOT NULL "
            "AND part.state IN ('sent', 'refused')) AS refused, "
            "wanted = shown AS written, coalesce(unedited, "
            "iif(to_publish AND announcement_state = 'sent' AND article.state = 'published', "
            "unpublished, NULL), iif(thread_name <> name_wanted, failure, NULL)) AS held_up "
            "FROM mirror JOIN article ON article.id = mirror.article "
            "WHERE follow = ? ORDER BY article.published DESC",
            (follow,),
        )
        return [
            Progress(
                title=row["title"],
                thread_id=row["thread_id"],
                sent=row["sent"],
                parts=row["parts"],
                finished=bool(row["written"] and row["held_up"] is None),
                refused=row["refused"],
                paused=recalled(row["paused"]),
                failure=recalled(row["held_up"] if row["written"] else row["failure"]),
                reduced=recalled(row["reduced"]),
            )
            for row in rows
        ]


def _record(row: Row) -> MirrorRecord:
    return MirrorRecord(
        id=row["id"],
        follow=row["follow"],
        guild=row["guild"],
        channel=row["channel"],
        language=row["language"],
        article=row["article"],
        wanted=row["wanted"],
        announcement_state=AnnouncementState(row["announcement_state"]),
        announcement_since=row["announcement_since"],
        announcement_id=row["announcement_id"],
        announcement_hash=row["announcement_hash"],
        announcement_words=row["announcement_words"],
        counted=row["counted"],
        counted_at=row["counted_at"],
        thread_id=row["thread_id"],
        thread_name=row["thread_name"],
        name_wanted=row["name_wanted"],
        closed=bool(row["closed"]),
        active_at=row["active_at"],
        asked=bool(row["asked"]),
    )
