"""The mirrors: one article in one channel, with its announcement and its thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase, kept, recalled
from bot.store.discord.mirror import SELECT, record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from bot.store.database import Database
    from bot.store.discord.mirror import MirrorRecord


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
            SELECT + "WHERE mirror.id = ? AND mirror.paused IS NULL AND follow.state = 'active'",
            (mirror,),
        )
        return record(row) if row else None

    async def unfinished(self) -> list[MirrorRecord]:
        """Mirrors that show less than we know, oldest article first.

        One whose article was never read in full waits for that.
        """
        rows = await self._database.rows(
            SELECT + "JOIN article ON article.id = mirror.article "
            "WHERE wanted <> shown AND mirror.paused IS NULL "
            "AND follow.state = 'active' AND article.read_version IS NOT NULL "
            "ORDER BY article.published, mirror.id"
        )
        return [record(row) for row in rows]

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
            SELECT + "WHERE thread_name <> name_wanted AND wanted = shown "
            "AND mirror.paused IS NULL AND follow.state = 'active'"
        )
        return [record(row) for row in rows]

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
