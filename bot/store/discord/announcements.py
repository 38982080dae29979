"""The announcements: what stands in the channel for an article, above its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase, kept
from bot.store.discord.mirror import SELECT, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.database import Database
    from bot.store.discord.mirror import MirrorRecord


_OTHERS = (
    "EXISTS (SELECT 1 FROM mirror AS other WHERE other.id <> mirror.id "
    "AND (other.announcement_id IN (?1, ?2) OR other.thread_id IN (?1, ?2)))"
)


class Announcements:
    """Table `mirror`, as far as it is about them; each is named by its mirror."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

    async def shows(
        self, mirror: int, content: str, comments: int, *, now: int, words: str | None = None
    ) -> None:
        """The announcement shows this content (a hash), for those words, and so many comments."""
        await self._database.write(
            "UPDATE mirror SET announcement_hash = ?, counted = ?, counted_at = ?, "
            "announcement_words = ? WHERE id = ?",
            (content, comments, now, words, mirror),
        )

    async def says(self, mirror: int, words: str) -> None:
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

    async def never(self, mirror: int) -> None:
        """People removed the announcement before its thread was there."""
        await self._database.write(
            "UPDATE mirror SET announcement_state = 'removed' WHERE id = ?", (mirror,)
        )

    async def last(self, channel: int, *, claimed_before: int) -> int | None:
        """The newest announcement in this channel of those that were claimed before then."""
        row = await self._database.row(
            "SELECT max(announcement_id) AS id FROM mirror "
            "JOIN follow ON follow.id = mirror.follow "
            "WHERE channel = ? AND announcement_since < ?",
            (channel, claimed_before),
        )
        return row["id"] if row else None

    async def to_publish(self) -> list[MirrorRecord]:
        """Mirrors whose announcement shows what it should and is to be published, oldest first."""
        rows = await self._database.rows(
            # Few of many: without the inner SELECT, SQLite would look at all of them.
            SELECT + "JOIN article ON article.id = mirror.article "  # noqa: S608
            "WHERE mirror.id IN (SELECT id FROM mirror WHERE to_publish) "
            "AND announcement_state = 'sent' AND announcement_hash IS NOT NULL "
            "AND article.state = 'published' AND mirror.paused IS NULL AND follow.state = 'active' "
            "ORDER BY announcement_id"
        )
        return [record(row) for row in rows]

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

    async def removed(self, message: int) -> bool:
        """People removed the announcement; answers whether it was one of ours."""
        return bool(
            await self._database.write(
                "UPDATE mirror SET announcement_state = 'removed' "
                "WHERE announcement_id = ? AND announcement_state = 'sent'",
                (message,),
            )
        )
