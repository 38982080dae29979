"""The messages of each mirror: claimed before they are sent, bound once they are there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.store.portions import in_portions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from bot.store.database import Database, Row


STANDS = "stands"


class PartState(StrEnum):
    """How far a message is."""

    SENDING = "sending"
    """Claimed: it may or may not be in the thread already."""
    SENT = "sent"
    REMOVING = "removing"
    """About to be deleted by us: its disappearance is not people's doing."""
    GONE = "gone"
    """Deleted by us; it may be sent anew, as a new generation."""
    REMOVED = "removed"
    """Deleted by people in Discord; it is never sent again."""
    REFUSED = "refused"
    """Discord did not take it: over its words, if they are recorded, or for now."""


@dataclass(frozen=True, slots=True)
class PartRecord:
    """One message of a comment; `since` is when sending began, in seconds since 1970."""

    comment: str
    number: int
    generation: int
    nonce: str
    hash: str
    state: PartState
    since: int
    message_id: int | None
    refused: str | None = None
    """The words (a hash) that Discord won't take; tried again when they change."""
    words: str | None = None
    """Of how many parts it is one, and what the blog says in them (a hash), as `2:…`; `STANDS`
    until that changes, for what was written before it was recorded."""


class Parts:
    """Table `part`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, mirror: int) -> list[PartRecord]:
        """Every part this mirror ever had."""
        rows = await self._database.rows("SELECT * FROM part WHERE mirror = ?", (mirror,))
        return await in_portions(_record, rows)

    async def of_comments(self, mirror: int, comments: Collection[str]) -> list[PartRecord]:
        """Every part that these comments ever had there."""
        rows = await self._database.rows(
            "SELECT part.* FROM json_each(?2) AS one "
            "CROSS JOIN part ON part.mirror = ?1 AND part.comment = one.value",
            (mirror, json.dumps([*comments])),
        )
        return await in_portions(_record, rows)

    async def beside(self, mirror: int, comments: Collection[str]) -> int:
        """How many messages all other comments take."""
        row = await self._database.row(
            "SELECT count(*) AS n FROM part WHERE mirror = ?1 "
            "AND comment NOT IN (SELECT value FROM json_each(?2)) AND (state = 'sent' "
            "OR state IN ('removed', 'refused') AND EXISTS (SELECT 1 FROM comment "
            "JOIN article ON article.id = comment.article AND article.blog = comment.blog "
            "JOIN mirror ON mirror.article = article.id WHERE mirror.id = ?1 "
            "AND comment.remote_id = part.comment AND comment.state = 'visible'))",
            (mirror, json.dumps([*comments])),
        )
        return int(row["n"]) if row else 0

    async def any_in_doubt(self, mirror: int) -> bool:
        """Whether a message of this mirror may be there without our knowing which it is."""
        return bool(
            await self._database.row(
                "SELECT 1 FROM part WHERE mirror = ? AND state = 'sending'", (mirror,)
            )
        )

    async def claim(
        self, mirror: int, comment: str, number: int, *,
        generation: int, nonce: str, content: str, now: int, words: str | None = None,
        wanted: int | None = None,
    ) -> bool:  # fmt: skip
        """Commit the intent to send a message with this content (a hash), for those words.

        False, and nothing is changed, where the mirror's count of changes is not `wanted` any more.
        """
        return bool(
            await self._database.write(
                "INSERT INTO part "
                "(mirror, comment, number, generation, nonce, hash, state, since, words) "
                "SELECT ?1, ?, ?, ?, ?, ?, 'sending', ?, ? FROM mirror "
                "WHERE id = ?1 AND wanted = coalesce(?, wanted) "
                "ON CONFLICT (mirror, comment, number) DO UPDATE SET "
                "generation = excluded.generation, nonce = excluded.nonce, hash = excluded.hash, "
                "state = 'sending', since = excluded.since, message_id = NULL, refused = NULL, "
                "words = excluded.words",
                (mirror, comment, number, generation, nonce, content, now, words, wanted),
            )
        )

    async def sent(
        self, mirror: int, comment: str, number: int, message: int, content: str, *, now: int
    ) -> bool:
        """The message is in the thread and shows this content (a hash).

        False, and nothing is changed, where it is another part's.
        """

        def bind(connection: sqlite3.Connection) -> bool:
            bound = connection.execute(
                "UPDATE OR IGNORE part SET state = 'sent', message_id = ?, hash = ?, "
                "refused = NULL WHERE mirror = ? AND comment = ? AND number = ?",
                (message, content, mirror, comment, number),
            )
            connection.execute("UPDATE mirror SET active_at = ? WHERE id = ?", (now, mirror))
            return bool(bound.rowcount)

        return await self._database.written(bind)

    async def edited(
        self, mirror: int, comment: str, number: int, content: str, words: str | None = None
    ) -> None:
        """The message shows this content (a hash) now, for those words."""
        await self._database.write(
            "UPDATE part SET hash = ?, refused = NULL, words = ? "
            "WHERE mirror = ? AND comment = ? AND number = ?",
            (content, words, mirror, comment, number),
        )

    async def show_words(self, mirror: int, words: Mapping[tuple[str, int], str]) -> None:
        """These messages show those words, however they are written."""
        async with self._database.transaction() as connection:
            await connection.executemany(
                "UPDATE part SET words = ? WHERE mirror = ? AND comment = ? AND number = ? "
                "AND state = 'sent'",
                [(shown, mirror, *key) for key, shown in words.items()],
            )

    async def become(self, mirror: int, comment: str, number: int, state: PartState) -> None:
        """Change the part's state; once it is gone or removed it has no message."""
        await self._database.write(
            "UPDATE part SET state = :state, "
            "message_id = iif(:state IN ('gone', 'removed'), NULL, message_id) "
            "WHERE mirror = :mirror AND comment = :comment AND number = :number",
            {"state": state, "mirror": mirror, "comment": comment, "number": number},
        )

    async def refused(self, mirror: int, comment: str, number: int, content: str | None) -> None:
        """Discord won't take this content (a hash); None: it is not to take what it refused."""
        await self._database.write(
            "UPDATE part SET state = iif(state = 'sending', 'refused', state), refused = ? "
            "WHERE mirror = ? AND comment = ? AND number = ?",
            (content, mirror, comment, number),
        )

    async def not_sent(self, mirror: int, comment: str, number: int) -> None:
        """The claimed message is not there: Discord takes none at the moment."""
        await self._database.write(
            "UPDATE part SET state = 'refused' "
            "WHERE mirror = ? AND comment = ? AND number = ? AND state = 'sending'",
            (mirror, comment, number),
        )

    async def comment_of(self, mirror: int, message: int) -> str | None:
        """The comment that this message of the mirror's thread shows a part of, or once did."""
        row = await self._database.row(
            "SELECT comment FROM part WHERE mirror = ?1 AND message_id = ?2 UNION ALL "
            "SELECT comment FROM former_part WHERE mirror = ?1 AND message_id = ?2",
            (mirror, message),
        )
        return row["comment"] if row else None

    async def removed_by_people(self, message: int) -> bool:
        """A message disappeared; answers whether it was one of ours that we did not delete."""
        return bool(
            await self._database.write(
                "UPDATE part SET state = 'removed', message_id = NULL "
                "WHERE message_id = ? AND state = 'sent'",
                (message,),
            )
        )


def _record(row: Row) -> PartRecord:
    return PartRecord(
        comment=row["comment"],
        number=row["number"],
        generation=row["generation"],
        nonce=row["nonce"],
        hash=row["hash"],
        state=PartState(row["state"]),
        since=row["since"],
        message_id=row["message_id"],
        refused=row["refused"],
        words=row["words"],
    )
