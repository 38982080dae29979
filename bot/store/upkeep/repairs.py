"""A channel's mapping as it is recorded, and what was found of it, written in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.languages.phrase import kept
from bot.store.blog.mark import MARK
from bot.store.discord.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import aiosqlite

    from bot.languages.phrase import Phrase
    from bot.model import BlogAddress, Comment, Summary
    from bot.store.database import Database
    from bot.store.discord.parts import PartRecord
    from bot.store.people.reply import ReplyState


@dataclass(frozen=True, slots=True)
class RecordedMirror:
    """What is recorded of one mirror already."""

    announcement: int | None
    thread: int | None
    paused: bool
    parts: tuple[PartRecord, ...] = ()
    replies: Mapping[int, str | None] = field(default_factory=dict)
    """Members' messages, whatever became of them, each with the comment that it is, if any."""


@dataclass(frozen=True, slots=True)
class FoundPart:
    """A message that shows one part of a comment; `hash` is of what it shows now."""

    comment: str
    number: int
    nonce: str
    message: int
    hash: str
    words: str | None = None
    """What it shows of which words, as `PartRecord.words`; None where that isn't known."""


@dataclass(frozen=True, slots=True)
class FoundReply:
    """A member's message that stands on the blog, or was on its way when it was forgotten."""

    message: int
    user: int
    answers: int | None
    state: ReplyState
    marks: str
    comment: str | None = None
    words: str | None = None
    html: str | None = None
    reason: Phrase | None = None


@dataclass(frozen=True, slots=True)
class FoundMirror:
    """A mirror as Discord and the blog show it; `paused` says why it is over."""

    article: Summary
    announcement: int
    hash: str | None
    """None: what the announcement shows is not what it should."""
    counted: int
    thread: int | None
    thread_name: str | None
    paused: Phrase | None
    seen: int | None
    comments: tuple[Comment, ...]
    parts: tuple[FoundPart, ...]
    replies: tuple[FoundReply, ...]


class Repairs:
    """Across the tables `blog`, `article`, `comment`, `follow`, `mirror`, `part` and `reply`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recorded(self, address: BlogAddress, channel: int) -> dict[str, RecordedMirror]:
        """The channel's mirrors of that blog, by the article's id there."""
        rows = await self._database.rows(
            "SELECT mirror.*, article.remote_id FROM mirror "
            "JOIN follow ON follow.id = mirror.follow JOIN blog ON blog.id = follow.blog "
            "JOIN article ON article.id = mirror.article "
            "WHERE kind = ? AND api = ? AND blog.guild IS NULL AND channel = ?",
            (address.kind, address.api, channel),
        )
        return {
            row["remote_id"]: RecordedMirror(
                row["announcement_id"],
                row["thread_id"],
                row["paused"] is not None,
                tuple(await Parts(self._database).of(row["id"])),
                await self._replies(row["id"]),
            )
            for row in rows
        }

    async def _replies(self, mirror: int) -> dict[int, str | None]:
        rows = await self._database.rows(
            "SELECT message_id, comment FROM reply WHERE mirror = ?", (mirror,)
        )
        return {row["message_id"]: row["comment"] for row in rows}

    async def keep(
        self,
        address: BlogAddress,
        *,
        guild: int,
        channel: int,
        mirrors: Iterable[FoundMirror],
        newer: Iterable[Summary],
        language: str,
        now: int,
    ) -> None:
        """Record what was found, as a follow that has begun; `newer` articles are to be announced.

        `language` is the code of what the channel speaks. What is recorded already stays as it is,
        whatever was found.
        """
        async with self._database.transaction() as connection:
            blog = await _one(
                connection,
                "INSERT INTO blog (kind, url, api, title) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (kind, api, ifnull(guild, 0)) DO UPDATE SET id = id RETURNING id",
                (address.kind, address.url, address.api, address.title),
            )
            follow = await _one(
                connection,
                "INSERT INTO follow (blog, guild, channel, language, backfill, begun) "
                "VALUES (?, ?, ?, ?, 0, 1) ON CONFLICT (blog, channel) DO UPDATE SET "
                "state = 'active', reason = NULL, begun = 1 RETURNING id",
                (blog, guild, channel, language),
            )
            for summary in newer:
                article = await _article(connection, blog, summary)
                await connection.execute(
                    "INSERT OR IGNORE INTO mirror (follow, article) VALUES (?, ?)",
                    (follow, article),
                )
            for found in mirrors:
                article = await _article(connection, blog, found.article)
                await _keep_discussion(connection, blog, article, found.comments)
                await _keep_mirror(connection, follow, article, found, now)


async def _article(connection: aiosqlite.Connection, blog: int, summary: Summary) -> int:
    await connection.execute(
        "INSERT OR IGNORE INTO article "
        "(blog, remote_id, url, title, published, version, state, listed) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
        (
            blog, summary.remote_id, summary.url, summary.title,
            int(summary.published.timestamp()), summary.version, summary.state,
        ),
    )  # fmt: skip
    return await _one(
        connection,
        "SELECT id FROM article WHERE blog = ? AND remote_id = ?",
        (blog, summary.remote_id),
    )


async def _keep_discussion(
    connection: aiosqlite.Connection, blog: int, article: int, comments: Iterable[Comment]
) -> None:
    await connection.executemany(
        "INSERT OR IGNORE INTO comment (blog, remote_id, article, parent_id, author, "
        "by_article_author, created, url, html, state, message) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                blog, each.remote_id, article, each.parent_id, each.author,
                each.by_article_author, int(each.created.timestamp()), each.url, each.html,
                each.state, each.message,
            )
            for each in comments
        ],
    )  # fmt: skip
    # Compared once more by the next reading: what changed since we read it is noticed there.
    await connection.execute(
        "UPDATE article SET compared_at = 0, last_comment = coalesce((SELECT max(created) "
        "FROM comment WHERE article = ?1 AND state = 'visible'), 0) WHERE id = ?1",
        (article,),
    )


async def _keep_mirror(
    connection: aiosqlite.Connection, follow: int, article: int, found: FoundMirror, now: int
) -> None:
    await connection.execute(
        "INSERT OR IGNORE INTO mirror (follow, article) VALUES (?, ?)", (follow, article)
    )
    mirror = await _one(
        connection,
        "SELECT id FROM mirror WHERE follow = ? AND article = ?",
        (follow, article),
    )
    await connection.execute(
        "UPDATE OR IGNORE mirror SET announcement_state = 'sent', announcement_id = ?, "
        "announcement_hash = ?, counted = ?, counted_at = ? WHERE id = ? "
        "AND announcement_state IN ('none', 'sending')",
        (found.announcement, found.hash, found.counted, now, mirror),
    )
    await connection.execute(
        "UPDATE OR IGNORE mirror SET thread_id = ?, thread_name = ?, seen_message = ?, paused = ? "
        "WHERE id = ? AND announcement_id = ? AND thread_id IS NULL AND paused IS NULL",
        (
            found.thread,
            found.thread_name,
            found.seen,
            kept(found.paused),
            mirror,
            found.announcement,
        ),
    )
    bound = await connection.execute_fetchall(
        "SELECT 1 FROM mirror WHERE id = ? AND thread_id = ?", (mirror, found.thread)
    )
    if bound:
        await _keep_messages(connection, mirror, found, now)
        await connection.execute(MARK, (article,))


async def _keep_messages(
    connection: aiosqlite.Connection, mirror: int, found: FoundMirror, now: int
) -> None:
    await connection.executemany(
        "INSERT OR IGNORE INTO part "
        "(mirror, comment, number, generation, nonce, hash, state, since, message_id, words) "
        "VALUES (?, ?, ?, 0, ?, ?, 'sent', ?, ?, ?)",
        [
            (
                mirror, part.comment, part.number, part.nonce, part.hash, now, part.message,
                part.words,
            )
            for part in found.parts
        ],
    )  # fmt: skip
    await connection.executemany(
        "INSERT OR IGNORE INTO reply "
        "(message_id, mirror, user, answers, state, comment, words, html, reason, marks, marked) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        [
            (
                reply.message, mirror, reply.user, reply.answers, reply.state, reply.comment,
                reply.words, reply.html, kept(reply.reason), reply.marks,
            )
            for reply in found.replies
        ],
    )  # fmt: skip


async def _one(connection: aiosqlite.Connection, sql: str, parameters: tuple[object, ...]) -> int:
    rows = await connection.execute_fetchall(sql, parameters)
    return int(next(iter(rows))[0])
