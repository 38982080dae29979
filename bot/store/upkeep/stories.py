"""What the store knows of one article or comment, for the story of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.languages.phrase import recalled
from bot.store.discord.mirror import AnnouncementState
from bot.store.discord.parts import PartState

if TYPE_CHECKING:
    from bot.languages.phrase import Phrase
    from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class ArticleStory:
    """An article; times in seconds since 1970."""

    id: int
    blog: int
    title: str
    url: str
    state: str
    published: int
    seen: int | None
    read: bool
    """Its present version was read in full."""
    braked: int
    """How many of its comments disappeared at once and wait for a second reading."""


@dataclass(frozen=True, slots=True)
class CommentStory:
    """A comment; times in seconds since 1970."""

    blog: int
    remote_id: str
    article: int
    author: str
    url: str
    state: str
    created: int
    seen: int | None


@dataclass(frozen=True, slots=True)
class MirrorStory:
    """An article in one channel of the guild; without a mirror most of it is None."""

    guild: int
    channel: int
    follow_paused: Phrase | None
    """Why the follow is paused."""
    mirror: int | None
    announcement: AnnouncementState | None
    announcement_id: int | None
    thread: int | None
    waits: bool
    """It came with far more than ever, and waits for the owner's word."""
    left_out: bool
    paused: Phrase | None
    failure: Phrase | None
    finished: bool


@dataclass(frozen=True, slots=True)
class PartStory:
    """One message of a comment in one mirror; `since` is when sending it began."""

    number: int
    state: PartState
    since: int
    message_id: int | None
    refused: bool
    """Discord won't take its words as they are now."""


class Stories:
    """Reads across tables; changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def article(self, guild: int, url: str) -> ArticleStory | None:
        """An article of a blog that this guild follows, by its address."""
        row = await self._database.row(
            "SELECT * FROM article WHERE url IN (?1, ?1 || '/', rtrim(?1, '/')) AND blog IN "
            "(SELECT blog FROM follow WHERE guild = ?2 AND state <> 'ended')",
            (url, guild),
        )
        return _article(row) if row else None

    async def article_by_id(self, article: int) -> ArticleStory:
        """An article by the store's own id; it must exist."""
        row = await self._database.row("SELECT * FROM article WHERE id = ?", (article,))
        assert row is not None  # noqa: S101 - ids come from this table
        return _article(row)

    async def article_of_message(self, guild: int, message: int) -> int | None:
        """The article that this message announces, or in whose thread it stands."""
        row = await self._database.row(
            "SELECT article FROM mirror JOIN follow ON follow.id = mirror.follow "
            "WHERE guild = ? AND ? IN (announcement_id, thread_id)",
            (guild, message),
        )
        return int(row["article"]) if row else None

    async def comment(self, blog: int, remote_id: str) -> CommentStory | None:
        """A comment by the blog's id."""
        row = await self._database.row(
            "SELECT * FROM comment WHERE blog = ? AND remote_id = ?", (blog, remote_id)
        )
        return _comment(row) if row else None

    async def comment_of_message(self, guild: int, message: int) -> tuple[int, str] | None:
        """The blog and id of the comment that this message shows, or that was written in it."""
        row = await self._database.row(
            "SELECT follow.blog, comment FROM part JOIN mirror ON mirror.id = part.mirror "
            "JOIN follow ON follow.id = mirror.follow WHERE guild = ?1 AND message_id = ?2 "
            "UNION ALL SELECT follow.blog, comment FROM reply "
            "JOIN mirror ON mirror.id = reply.mirror JOIN follow ON follow.id = mirror.follow "
            "WHERE guild = ?1 AND message_id = ?2 AND comment IS NOT NULL",
            (guild, message),
        )
        return (row["blog"], row["comment"]) if row else None

    async def mirrors(self, guild: int, blog: int, article: int) -> list[MirrorStory]:
        """The article in each channel of this guild that follows its blog."""
        rows = await self._database.rows(
            "SELECT follow.*, mirror.id AS mirror, mirror.announcement_state, "
            "mirror.announcement_id, mirror.thread_id, mirror.left_out, mirror.paused, "
            "EXISTS (SELECT 1 FROM waiting WHERE waiting.follow = follow.id "
            "AND waiting.article = ?1) AS waits, mirror.failure, "
            "mirror.wanted = mirror.shown AS finished FROM follow "
            "LEFT JOIN mirror ON mirror.follow = follow.id AND mirror.article = ?1 "
            "WHERE guild = ?2 AND blog = ?3 AND follow.state <> 'ended' ORDER BY follow.id",
            (article, guild, blog),
        )
        return [_mirror(row) for row in rows]

    async def parts(self, mirror: int, comment: str) -> list[PartStory]:
        """The messages of a comment in one mirror, in their order."""
        rows = await self._database.rows(
            "SELECT * FROM part WHERE mirror = ? AND comment = ? ORDER BY number",
            (mirror, comment),
        )
        return [
            PartStory(
                row["number"],
                PartState(row["state"]),
                row["since"],
                row["message_id"],
                row["refused"] is not None,
            )
            for row in rows
        ]

    async def written_here(self, mirror: int, comment: str) -> int | None:
        """The member's message in this thread that the comment is."""
        row = await self._database.row(
            "SELECT message_id FROM reply WHERE mirror = ? AND comment = ?", (mirror, comment)
        )
        return int(row["message_id"]) if row else None


def _article(row: Row) -> ArticleStory:
    return ArticleStory(
        id=row["id"],
        blog=row["blog"],
        title=row["title"],
        url=row["url"],
        state=row["state"],
        published=row["published"],
        seen=row["seen"],
        read=row["read_version"] == row["version"],
        braked=row["braked"],
    )


def _comment(row: Row) -> CommentStory:
    return CommentStory(
        blog=row["blog"],
        remote_id=row["remote_id"],
        article=row["article"],
        author=row["author"],
        url=row["url"],
        state=row["state"],
        created=row["created"],
        seen=row["seen"],
    )


def _mirror(row: Row) -> MirrorStory:
    state = row["announcement_state"]
    return MirrorStory(
        guild=row["guild"],
        channel=row["channel"],
        follow_paused=recalled(row["reason"]),
        mirror=row["mirror"],
        announcement=AnnouncementState(state) if state else None,
        announcement_id=row["announcement_id"],
        thread=row["thread_id"],
        waits=bool(row["waits"]),
        left_out=bool(row["left_out"]),
        paused=recalled(row["paused"]),
        failure=recalled(row["failure"]),
        finished=bool(row["finished"]),
    )
