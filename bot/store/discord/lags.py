"""How long things of a blog took to appear in a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.database import Database, Row

EPOCH = 1_420_070_400_000
"""Milliseconds from 1970 to where the times in Discord's ids begin."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A comment or an article that came to Discord; times in seconds since 1970."""

    written: float
    """On the blog, by the blog's clock."""
    seen: float
    """By the bot, for the first time."""
    shown: float
    """In Discord, by Discord's clock."""


@dataclass(frozen=True, slots=True)
class Came:
    """How much went each way within a time."""

    articles: int
    comments: int
    """Of the blogs', in each of their channels."""
    replies: int
    """Of members, on the blogs by now."""


class Lags:
    """Across the tables `mirror`, `part`, `comment` and `article`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, follow: int, count: int) -> list[Arrival]:
        """The last things to come of those that were written while the channel followed.

        Comments count that were written after their article came here, and articles that were
        published after the first one came: neither the beginning of a follow is among them nor an
        older article that someone asked for. Left out are articles in a channel with quiet hours,
        where they wait on purpose, and what was sent anew after a removal. Members' own replies
        are there before the blog has them, and are no messages of ours.
        """
        found = [*await self._comments(follow, count), *await self._articles(follow, count)]
        return sorted(found, key=lambda arrival: arrival.shown, reverse=True)[:count]

    async def came_since(self, since: int) -> Came:
        """What was written in Discord since then, in seconds since 1970, by us and by members."""
        first = (since * 1000 - EPOCH) << 22
        row = await self._database.row(
            "SELECT (SELECT count(*) FROM mirror WHERE announcement_id >= ?1) AS articles, "
            "(SELECT count(*) FROM part WHERE number = 1 AND message_id >= ?1) AS comments, "
            "(SELECT count(*) FROM reply WHERE message_id >= ?1 "
            "AND state IN ('published', 'held')) AS replies",
            (first,),
        )
        assert row is not None  # noqa: S101 - it counts
        return Came(row["articles"], row["comments"], row["replies"])

    async def _comments(self, follow: int, count: int) -> list[Arrival]:
        """Looked for in as many discussions: those that were written into last."""
        rows = await self._database.rows(
            "SELECT created AS written, comment.seen, message_id AS message FROM ("
            "SELECT id, article, coalesce(announcement_id, "
            "(SELECT min(message_id) FROM part WHERE part.mirror = mirror.id)) AS begun "
            "FROM mirror WHERE follow = ?1 ORDER BY active_at DESC LIMIT ?2) AS lively "
            "JOIN article ON article.id = lively.article "
            "JOIN part ON part.mirror = lively.id AND number = 1 AND generation = 0 "
            "JOIN comment ON comment.blog = article.blog AND comment.remote_id = part.comment "
            "WHERE message_id IS NOT NULL AND comment.seen IS NOT NULL "
            "AND created * 1000 > (begun >> 22) + ?3 ORDER BY message_id DESC LIMIT ?2",
            (follow, count, EPOCH),
        )
        return [_arrival(row) for row in rows]

    async def _articles(self, follow: int, count: int) -> list[Arrival]:
        rows = await self._database.rows(
            "SELECT published AS written, seen, message FROM ("
            "SELECT article, announcement_id AS message FROM mirror WHERE follow = ?1 "
            "AND announcement_state = 'sent' ORDER BY announcement_id DESC LIMIT ?2) AS lately "
            "JOIN article ON article.id = lately.article "
            "WHERE (SELECT quiet FROM follow WHERE id = ?1) IS NULL AND seen IS NOT NULL "
            "AND published * 1000 > "
            "((SELECT min(announcement_id) FROM mirror WHERE follow = ?1) >> 22) + ?3",
            (follow, count, EPOCH),
        )
        return [_arrival(row) for row in rows]


def _arrival(row: Row) -> Arrival:
    return Arrival(row["written"], row["seen"], ((row["message"] >> 22) + EPOCH) / 1000)
