"""The mirrors' threads, as the places where members write."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.languages.phrase import recalled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.languages.phrase import Phrase
    from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class ThreadRecord:
    """A mirror's thread, as the place where members write."""

    mirror: int
    thread_id: int
    guild: int
    channel: int
    blog: int
    language: str
    announcement_id: int | None
    seen: int | None
    """The newest message that was looked at; None where none ever was."""
    silent_from: int | None
    """From this message on, nothing was carried while the follow was paused or had ended, and where
    that ends in the thread is not known yet."""
    rested: str | None
    """How it lay archived when its replies were last compared."""


@dataclass(frozen=True, slots=True)
class StoppedThread:
    """A mirror's thread from which nothing is carried at the moment."""

    ended: bool
    """Its channel does not follow the blog any more; else it is paused."""
    reason: Phrase | None


_THREADS = (
    "SELECT mirror.id, thread_id, announcement_id, seen_message, guild, channel, blog, language, "
    "rested, (SELECT first FROM silence WHERE silence.mirror = mirror.id AND last IS NULL) "
    "AS silent_from FROM mirror JOIN follow ON follow.id = mirror.follow "
    "WHERE thread_id NOT NULL AND mirror.paused IS NULL "
)
_CARRIED = _THREADS + "AND follow.state = 'active' "


class Threads:
    """Table `mirror`, by its threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_thread(self, thread: int) -> ThreadRecord | None:
        """The mirror to which this thread belongs; None while it is paused or its follow is."""
        row = await self._database.row(_CARRIED + "AND thread_id = ?", (thread,))
        return _thread(row) if row else None

    async def silent(self, thread: int) -> ThreadRecord | None:
        """The mirror to which this thread belongs, if its follow is paused or has ended."""
        row = await self._database.row(
            _THREADS + "AND follow.state <> 'active' AND thread_id = ?", (thread,)
        )
        return _thread(row) if row else None

    async def stopped(self, thread: int) -> StoppedThread | None:
        """The thread, if it is a mirror's that is paused, or its follow is or has ended."""
        row = await self._database.row(
            "SELECT state = 'ended' AS ended, coalesce(mirror.paused, reason) AS reason "
            "FROM mirror JOIN follow ON follow.id = mirror.follow WHERE thread_id = ? "
            "AND (mirror.paused NOT NULL OR state <> 'active')",
            (thread,),
        )
        return StoppedThread(bool(row["ended"]), recalled(row["reason"])) if row else None

    async def all(self) -> list[ThreadRecord]:
        """Every thread that is written into, the one that was used last first."""
        rows = await self._database.rows(_CARRIED + "ORDER BY active_at DESC")
        return [_thread(row) for row in rows]

    async def saw(self, mirror: int, message: int) -> None:
        """Members' messages up to this one were looked at."""
        await self._database.write(
            "UPDATE mirror SET seen_message = max(coalesce(seen_message, 0), ?) WHERE id = ?",
            (message, mirror),
        )

    async def passed(self, newest: Mapping[int, int]) -> None:
        """In these threads, by their ids, everything up to these messages was looked at."""
        if not newest:
            return
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE mirror SET seen_message = max(seen_message, ?) WHERE thread_id = ?",
                [(message, thread) for thread, message in newest.items()],
            )

    async def carried_again(self, mirror: int, *, silent_until: int) -> None:
        """What was written up to this message was not carried, and what follows is again."""
        await self._database.write(
            "UPDATE silence SET last = ? WHERE mirror = ? AND last IS NULL", (silent_until, mirror)
        )

    async def was_away(self, mirror: int, *, since: int, until: int) -> None:
        """Between these two messages' ids nothing was carried: the bot was not in the server."""
        await self._database.write(
            "INSERT OR IGNORE INTO silence (mirror, first, last) VALUES (?, ?, ?)",
            (mirror, since + 1, until),
        )

    async def was_silent(self, thread: int, message: int) -> bool:
        """Whether this message was written while nothing was carried from its thread."""
        return bool(
            await self._database.row(
                "SELECT 1 FROM silence JOIN mirror ON mirror.id = silence.mirror "
                "WHERE thread_id = ?1 AND ?2 BETWEEN first AND coalesce(last, ?2)",
                (thread, message),
            )
        )

    async def tell_silent(self, mirror: int) -> bool:
        """Remember that members were told that nothing is carried; False if they had been."""
        return bool(
            await self._database.write(
                "UPDATE silence SET told = 1 WHERE mirror = ? AND last IS NULL AND NOT told",
                (mirror,),
            )
        )

    async def rests(self, mirror: int, rested: str | None) -> None:
        """Its replies were compared while it lay archived so; None: while it was open."""
        await self._database.write(
            "UPDATE mirror SET rested = ? WHERE id = ? AND rested IS NOT ?",
            (rested, mirror, rested),
        )

    async def tell(self, mirror: int) -> bool:
        """Remember that members were told something in this thread; False if they had been."""
        return bool(
            await self._database.write(
                "UPDATE mirror SET told = 1 WHERE id = ? AND NOT told", (mirror,)
            )
        )

    async def tell_unread(self, mirror: int) -> bool:
        """Remember that members were told which of their words the bot gets; False if before."""
        return bool(
            await self._database.write(
                "UPDATE mirror SET unread_told = 1 WHERE id = ? AND NOT unread_told", (mirror,)
            )
        )

    async def ways(self, guild: int) -> dict[str, int]:
        """The threads of this guild by their articles' addresses, without the last slash.

        An address that several articles have leads to none of them.
        """
        rows = await self._database.rows(
            "SELECT article.blog, article.id, article.url, thread_id FROM mirror "
            "JOIN follow ON follow.id = mirror.follow JOIN article ON article.id = mirror.article "
            "WHERE guild = ? AND thread_id IS NOT NULL AND mirror.paused IS NULL "
            "AND article.state = 'published' AND article.url <> '' ORDER BY mirror.id DESC",
            (guild,),
        )
        articles: dict[tuple[int, str], set[int]] = defaultdict(set)
        for row in rows:
            articles[row["blog"], row["url"].rstrip("/")].add(row["id"])
        return {
            url: row["thread_id"]
            for row in rows
            if len(articles[row["blog"], url := row["url"].rstrip("/")]) == 1
        }

    async def thread_of(self, article_url: str, guild: int) -> int | None:
        """The article's thread in this guild."""
        row = await self._database.row(
            "SELECT thread_id FROM mirror JOIN follow ON follow.id = mirror.follow "
            "JOIN article ON article.id = mirror.article "
            "WHERE article.url = ? AND guild = ? AND thread_id IS NOT NULL "
            "AND mirror.paused IS NULL",
            (article_url, guild),
        )
        return int(row["thread_id"]) if row else None


def _thread(row: Row) -> ThreadRecord:
    return ThreadRecord(
        mirror=row["id"],
        thread_id=row["thread_id"],
        guild=row["guild"],
        channel=row["channel"],
        blog=row["blog"],
        language=row["language"],
        announcement_id=row["announcement_id"],
        seen=row["seen_message"],
        silent_from=row["silent_from"],
        rested=row["rested"],
    )
