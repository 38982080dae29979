"""Threads of other people's making that become the thread of an article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import aiosqlite

    from bot.store.database import Database

PICKED = "article:"
"""What an article's number follows where it was picked from a list."""


class Adopted(Enum):
    """What became of it."""

    DONE = auto()
    TAKEN = auto()
    """The thread is an article's already, or stands below the announcement of one."""
    HAS_THREAD = auto()
    """The article has a thread there."""
    HAS_REPLIES = auto()
    """Its thread was deleted, and members' replies from it stand on the blog."""
    BUSY = auto()
    """It is being announced at this moment."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that a channel's follow knows, by the store's ids."""

    follow: int
    article: int
    title: str
    url: str
    published: bool


class Adoptions:
    """Table `mirror`, for threads that are there before it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, channel: int, wanted: str) -> list[Candidate]:
        """The articles with this title or address, or picked, of the blogs followed there."""
        rows = await self._database.rows(
            "SELECT follow.id AS follow, article.id, title, url, article.state FROM article "
            "JOIN follow ON follow.blog = article.blog "
            "WHERE channel = :channel AND follow.state = 'active' "
            "AND (title = :wanted COLLATE NOCASE OR :picked || article.id = :wanted "
            "OR rtrim(substr(url, instr(url, '//')), '/') "
            "= rtrim(substr(:wanted, instr(:wanted, '//')), '/')) ORDER BY published DESC",
            {"channel": channel, "wanted": wanted.strip(), "picked": PICKED},
        )
        return [
            Candidate(
                row["follow"], row["id"], row["title"], row["url"], row["state"] == "published"
            )
            for row in rows
        ]

    async def without_thread(self, guild: int, typed: str, count: int) -> list[Candidate]:
        """Articles with these letters in their title, the newest first, that have no thread."""
        rows = await self._database.rows(
            "SELECT follow.id AS follow, article.id, title, url FROM article "
            "JOIN follow ON follow.blog = article.blog "
            "LEFT JOIN mirror ON mirror.article = article.id AND mirror.follow = follow.id "
            "WHERE guild = ? AND follow.state = 'active' AND article.state = 'published' "
            "AND (thread_id IS NULL OR paused IS NOT NULL) AND instr(lower(title), lower(?)) "
            "ORDER BY published DESC LIMIT ?",
            (guild, typed, count),
        )
        return [Candidate(row["follow"], row["id"], row["title"], row["url"], True) for row in rows]

    async def adopt(self, candidate: Candidate, thread: int, *, seen: int) -> Adopted:
        """Make this thread the article's, without an announcement if there is none.

        `seen` is its newest message: what was written until then stays among members.
        """
        async with self._database.transaction() as connection:
            hindrance = await _hindrance(connection, candidate, thread)
            if hindrance is not None:
                return hindrance
            await connection.execute(
                "DELETE FROM mirror WHERE follow = ? AND article = ? AND paused IS NOT NULL",
                (candidate.follow, candidate.article),
            )
            # Without a name of ours, the thread's own is left alone.
            await connection.execute(
                "INSERT INTO mirror (follow, article, announcement_state, thread_id, seen_message) "
                "VALUES (?, ?, 'removed', ?, ?) ON CONFLICT (follow, article) DO UPDATE SET "
                "announcement_state = iif(announcement_state = 'none', 'removed', "
                "announcement_state), thread_id = excluded.thread_id, "
                "seen_message = excluded.seen_message, wanted = wanted + 1",
                (candidate.follow, candidate.article, thread, seen),
            )
            await connection.execute(
                "UPDATE article SET compared_at = 0 WHERE id = ?", (candidate.article,)
            )
            await connection.execute(
                "UPDATE blog SET next_read = 0 WHERE id = (SELECT blog FROM follow WHERE id = ?)",
                (candidate.follow,),
            )
        return Adopted.DONE


async def _hindrance(
    connection: aiosqlite.Connection, candidate: Candidate, thread: int
) -> Adopted | None:
    taken = await connection.execute_fetchall(
        "SELECT 1 FROM mirror WHERE thread_id = ?1 "
        "OR announcement_id = ?1 AND NOT (follow = ?2 AND article = ?3)",
        (thread, candidate.follow, candidate.article),
    )
    if taken:
        return Adopted.TAKEN
    rows = await connection.execute_fetchall(
        "SELECT thread_id, paused, announcement_state, EXISTS (SELECT 1 FROM reply "
        "WHERE reply.mirror = mirror.id) AS replies FROM mirror WHERE follow = ? AND article = ?",
        (candidate.follow, candidate.article),
    )
    mirror = next(iter(rows), None)
    if mirror is None:
        return None
    if mirror["paused"] is not None:
        return Adopted.HAS_REPLIES if mirror["replies"] else None
    if mirror["thread_id"] is not None:
        return Adopted.HAS_THREAD
    return Adopted.BUSY if mirror["announcement_state"] == "sending" else None
