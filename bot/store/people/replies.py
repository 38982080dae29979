"""What members wrote in mirrored threads, on its way to the blog. Their words are not kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.languages.phrase import kept
from bot.model import Verdict
from bot.store.people.agreements import note
from bot.store.people.reply import LEAVES, SELECT, ReplyState, read_reply

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from bot.languages.phrase import Phrase
    from bot.model import Reviewed
    from bot.store.database import Database
    from bot.store.people.agreements import Agreement
    from bot.store.people.reply import ReplyRecord


_OPEN = (
    "(reply.state IN ('queued', 'posting') OR withdraw AND reply.state IN ('published', 'held') "
    "OR edits <> carried AND (stays OR reply.state IN ('published', 'held')) "
    "OR verify_at IS NOT NULL)"
)
"""What the index `reply_open` holds: few, however many replies there are."""

_DUE = (
    f"{_OPEN} AND not_before <= :now "
    "AND (withdraw AND reply.state IN ('queued', 'posting', 'published', 'held') "
    "OR NOT withdraw AND reply.state IN ('queued', 'posting') "
    "OR NOT withdraw AND edits <> carried AND reply.state IN ('published', 'held') "
    "OR stays AND edits <> carried OR verify_at <= :now)"
)
_READABLE = (
    "(withdraw AND NOT (stays AND edits <> carried) OR formed "
    "OR guild NOT IN (SELECT guild FROM departure))"
)
"""Where the bot is not any more it can't read messages; what needs none goes on."""

_STATES = {
    Verdict.APPROVED: ReplyState.PUBLISHED,
    Verdict.HELD: ReplyState.HELD,
    Verdict.SPAM: ReplyState.REMOVED,
    Verdict.TRASHED: ReplyState.REMOVED,
    Verdict.DELETED: ReplyState.REMOVED,
}


class Replies:
    """Table `reply`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take_form(
        self,
        word: Agreement,
        *,
        mirror: int,
        answers: int,
        parent: str | None,
        words: str,
    ) -> None:
        """Record what was written in a form; its words are kept until they stand on the blog.

        `word` is their yes: it names the form, and has a hash of its words. Sent again with other
        words it is an edit, unless it was taken back or removed since.
        """
        async with self._database.transaction() as connection:
            taken = await connection.execute(
                "INSERT INTO reply (message_id, mirror, user, answers, parent, state, formed, "
                "form, marked) VALUES (?, ?, ?, ?, ?, 'queued', 1, ?6, 1) "
                "ON CONFLICT (message_id) DO UPDATE SET form = excluded.form, edits = edits + 1, "
                "state = iif(state = 'refused', 'queued', state) WHERE NOT withdraw "
                "AND state IN ('queued', 'posting', 'published', 'held', 'refused') "
                "AND iif(form IS NULL, words IS NOT ?7, form <> excluded.form)",
                (word.message, mirror, word.user, answers, parent, words, word.words),
            )
            if taken.rowcount:
                await note(connection, word)

    async def get(self, message: int) -> ReplyRecord | None:
        """One reply."""
        row = await self._database.row(SELECT + "WHERE message_id = ?", (message,))
        return read_reply(row) if row else None

    async def next_due(self, guild: int, blog: int, *, now: int) -> ReplyRecord | None:
        """The oldest reply with which there is something to do."""
        row = await self._database.row(
            SELECT + "WHERE guild = :guild AND follow.blog = :blog AND message_id IN "  # noqa: S608
            f"(SELECT message_id FROM reply WHERE {_DUE}) AND {_READABLE} "
            "ORDER BY message_id LIMIT 1",
            {"guild": guild, "blog": blog, "now": now},
        )
        return read_reply(row) if row else None

    async def exchanges_due(self, *, now: int) -> list[tuple[int, int]]:
        """The guilds and blogs between which there is something to do."""
        rows = await self._database.rows(
            "SELECT DISTINCT guild, blog FROM reply JOIN mirror ON mirror.id = reply.mirror "  # noqa: S608
            f"JOIN follow ON follow.id = mirror.follow WHERE {_DUE} AND {_READABLE}",
            {"now": now},
        )
        return [(row["guild"], row["blog"]) for row in rows]

    async def waiting_in_line(self, guild: int, blog: int) -> int:
        """How many have not reached the blog yet."""
        row = await self._database.row(
            "SELECT count(*) AS n FROM reply JOIN mirror ON mirror.id = reply.mirror "
            "JOIN follow ON follow.id = mirror.follow "
            "WHERE guild = ? AND blog = ? AND reply.state IN ('queued', 'posting')",
            (guild, blog),
        )
        return int(row["n"]) if row else 0

    async def in_line(self) -> list[tuple[int, int, int]]:
        """Every reply that has not reached its blog yet: its server, its blog, its message."""
        rows = await self._database.rows(
            "SELECT guild, blog, message_id FROM reply JOIN mirror ON mirror.id = reply.mirror "  # noqa: S608
            f"JOIN follow ON follow.id = mirror.follow WHERE {_OPEN} "
            f"AND reply.state IN ('queued', 'posting') AND {_READABLE}"
        )
        return [(row["guild"], row["blog"], row["message_id"]) for row in rows]

    async def claim(self, message: int, *, words: str) -> bool:
        """Commit the intent to write it; False if it was withdrawn meanwhile.

        `words` is a hash of what is sent.
        """
        return bool(
            await self._database.write(
                "UPDATE reply SET state = 'posting', words = ? "
                "WHERE message_id = ? AND state IN ('queued', 'posting') AND NOT withdraw",
                (words, message),
            )
        )

    async def bind(self, message: int, reviewed: Reviewed, *, edits: int) -> None:
        """It stands on the blog, with the words of its edit number `edits`."""
        await self._database.write(
            "UPDATE reply SET state = ?, comment = ?, html = ?, carried = ?4, "
            "form = iif(edits = ?4, NULL, form), "
            "attempts = 0, not_before = 0, altered = 0, reason = NULL, marked = 0 "
            "WHERE message_id = ?",
            (
                _STATES[reviewed.verdict], reviewed.comment.remote_id, reviewed.comment.html,
                edits, message,
            ),
        )  # fmt: skip

    async def rewritten(self, message: int, reviewed: Reviewed, words: str, *, edits: int) -> None:
        """The blog shows these words (a hash), of edit number `edits`."""
        await self._database.write(
            "UPDATE reply SET state = ?, html = ?, words = ?, carried = ?4, attempts = 0, "
            "form = iif(edits = ?4, NULL, form), altered = 0, reason = NULL, marked = 0 "
            "WHERE message_id = ?",
            (_STATES[reviewed.verdict], reviewed.comment.html, words, edits, message),
        )

    async def decided(self, guild: int, blog: int, reviewed: Reviewed) -> None:
        """The blog's moderators decided; what its writer took back stays so."""
        await self._database.write(
            "UPDATE reply SET state = ?, looked = 1, marked = 0 WHERE comment = ? AND NOT withdraw "
            "AND state <> 'withdrawn' AND mirror IN (SELECT mirror.id FROM mirror "
            "JOIN follow ON follow.id = mirror.follow WHERE guild = ? AND blog = ?)",
            (_STATES[reviewed.verdict], reviewed.comment.remote_id, guild, blog),
        )

    async def become(
        self, message: int, state: ReplyState, *, reason: Phrase | None = None
    ) -> None:
        """Change its state, and say why."""
        await self._database.write(
            "UPDATE reply SET state = ?, reason = ?, attempts = 0, not_before = 0, looked = 1, "
            "marked = 0 "
            "WHERE message_id = ?",
            (state, kept(reason), message),
        )

    async def refused(
        self, message: int, reason: Phrase, *, edits: int, words: str | None = None
    ) -> None:
        """The blog won't take the words of its edit number `edits`.

        What stands there already stays; only a reply that is not there becomes refused. `words` is
        a hash of them, where they were not even sent: another one is worth another attempt.
        """
        await self._database.write(
            "UPDATE reply SET state = iif(state IN ('queued', 'posting'), 'refused', state), "
            "reason = ?, carried = ?, words = coalesce(?, words), attempts = 0, not_before = 0, "
            "marked = 0 WHERE message_id = ?",
            (reason.stored, edits, words, message),
        )

    async def failed(self, message: int, reason: Phrase | None) -> None:
        """The blog could not be reached with it; None: that is no news about its words."""
        await self._database.write(
            "UPDATE reply SET attempts = attempts + 1, reason = coalesce(?, reason), marked = 0 "
            "WHERE message_id = ?",
            (kept(reason), message),
        )

    async def later(self, message: int, *, not_before: int) -> None:
        """Let others pass until then."""
        await self._database.write(
            "UPDATE reply SET not_before = ? WHERE message_id = ?", (not_before, message)
        )

    async def verify(self, message: int, at: int | None) -> None:
        """Look for a second copy then; None: that is done, and what looked like one is shown."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE reply SET verify_at = ? WHERE message_id = ?", (at, message)
            )
            await connection.execute(
                "UPDATE mirror SET wanted = wanted + 1 "
                "WHERE id = (SELECT mirror FROM reply WHERE message_id = ?)",
                (message,),
            )

    async def judged(self, message: int, words: str) -> None:
        """The blog's rules were asked about these words (a hash), and followed."""
        await self._database.write(
            "UPDATE reply SET judged = ? WHERE message_id = ?", (words, message)
        )

    async def carried(self, message: int, *, edits: int, decided: int = 0) -> None:
        """That edit changes nothing on the blog.

        Of what stays in Discord, edits up to `decided` (milliseconds since 1970) never will.
        """
        await self._database.write(
            "UPDATE reply SET carried = ?1, form = iif(edits = ?1, NULL, form), "
            "decided = max(decided, ?3) WHERE message_id = ?2",
            (edits, message, decided),
        )

    async def edited(self, message: int) -> bool:
        """Its words changed in Discord; False if it is none of ours to carry.

        One that was refused is worth another attempt.
        """
        return bool(
            await self._database.write(
                "UPDATE reply SET edits = edits + 1, "
                "state = iif(state = 'refused', 'queued', state), "
                "marked = iif(state = 'refused', 0, marked) WHERE message_id = ?",
                (message,),
            )
        )

    async def withdraw(
        self, message: int, *, reason: Phrase, stays: bool = False
    ) -> ReplyRecord | None:
        """It is to leave the blog, or never to reach it; answers the reply, None if unknown.

        `stays`: as long as its writer keeps it in Discord; an edit can send it. What the blog has
        removed leaves when it is restored there.
        """
        changed = await self._database.write(
            "UPDATE reply SET withdraw = 1, stays = ?, reason = ?, marked = 0, not_before = 0, "  # noqa: S608
            f"form = NULL, looked = looked AND state <> 'removed', {LEAVES} WHERE message_id = ?",
            (stays, reason.stored, message),
        )
        return await self.get(message) if changed else None

    async def keep(self, message: int) -> None:
        """A moderator deleted its message, and the comment is to stay."""
        await self._database.write(
            "UPDATE reply SET kept = 1, marks = '', marked = 1 WHERE message_id = ?", (message,)
        )

    async def kept(self, mirror: int) -> dict[int, int]:
        """Messages that moderators deleted, and whose comments stayed; and who wrote each."""
        rows = await self._database.rows(
            "SELECT message_id, user FROM reply WHERE mirror = ? AND kept", (mirror,)
        )
        return {row["message_id"]: row["user"] for row in rows}

    async def settle(self, blog: int) -> int:
        """Take over what reading the blog showed: approved, removed, restored or edited there.

        Answers how many replies changed.
        """

        def settle(connection: sqlite3.Connection) -> int:
            return sum(connection.execute(each, (blog,)).rowcount for each in _SETTLING)

        return await self._database.at_once(settle)

    async def natives(self, mirror: int) -> dict[str, int | None]:
        """Comments that stand in this thread as members' own messages, by the comment's id.

        Among them those that may turn out to be: seen while we don't know yet whether our own
        attempt went through, or went through twice. None where the message is forgotten.
        """
        rows = await self._database.rows(
            "SELECT comment, message_id FROM reply "
            "WHERE mirror = :mirror AND comment NOT NULL AND NOT formed "
            "UNION ALL SELECT comment.remote_id, reply.message_id FROM reply "
            "JOIN mirror ON mirror.id = reply.mirror JOIN comment "
            # By its message: of the article there may be thousands.
            "ON comment.message = reply.message_id AND +comment.article = mirror.article "
            "WHERE reply.mirror = :mirror AND NOT formed "
            "AND (reply.state = 'posting' OR verify_at IS NOT NULL) "
            "UNION ALL SELECT comment, NULL FROM silent WHERE mirror = :mirror",
            {"mirror": mirror},
        )
        return {row["comment"]: row["message_id"] for row in rows}

    async def of_mirror(self, mirror: int) -> list[ReplyRecord]:
        """Replies whose words may still matter: all but those that left, unless they stay here.

        What the blog removed may be restored there. Without those whose message a moderator
        deleted.
        """
        rows = await self._database.rows(
            SELECT + "WHERE reply.mirror = ? AND NOT kept AND NOT formed AND (stays "
            "OR NOT withdraw AND reply.state <> 'withdrawn') ORDER BY message_id",
            (mirror,),
        )
        return [read_reply(row) for row in rows]

    async def undecided(self, guild: int, blog: int) -> list[ReplyRecord]:
        """Replies that are held, and those that disappeared without our knowing why."""
        rows = await self._database.rows(
            SELECT + "WHERE guild = ? AND follow.blog = ? AND NOT withdraw "
            "AND (reply.state = 'held' OR NOT looked)",
            (guild, blog),
        )
        return [read_reply(row) for row in rows]

    async def unmarked(self, *, besides: Iterable[int] = ()) -> list[ReplyRecord]:
        """Replies that carry other reactions than they should, but for those in these threads."""
        rows = await self._database.rows(_UNMARKED, (json.dumps(list(besides)),))
        return [read_reply(row) for row in rows]

    async def marking(self, message: int, marks: str) -> None:
        """Commit the intent to change its reactions: these may be there now."""
        await self._database.write(
            "UPDATE reply SET marks = ? WHERE message_id = ?", (marks, message)
        )

    async def marks_too(self, message: int, mark: str, *, doubt: str) -> None:
        """It carries this reaction, too; if nobody knew, its reactions are in doubt."""
        await self._database.write(
            "UPDATE reply SET marks = ?3 || ' ' || marks || ' ' || ?2, marked = 0 "
            "WHERE message_id = ?1 AND instr(' ' || marks || ' ', ' ' || ?2 || ' ') = 0",
            (message, mark, doubt),
        )

    async def mark(self, reply: ReplyRecord, marks: str) -> None:
        """It carries these reactions; the right ones, unless it changed meanwhile."""
        await self._database.write(
            "UPDATE reply SET marks = ?, marked = (state = ? AND altered = ? AND reason IS ?) "
            "WHERE message_id = ?",
            (marks, reply.state, reply.altered, kept(reply.reason), reply.message_id),
        )


_OF_BLOG = (
    "mirror IN (SELECT mirror.id FROM follow CROSS JOIN mirror ON mirror.follow = follow.id "
    "WHERE follow.blog = ?1)"
)
"""From the blog's channels on: most replies are other blogs'."""
_ITS_OWN = "comment.blog = ?1 AND remote_id = reply.comment"

_UNMARKED = (
    SELECT + "WHERE NOT marked AND NOT kept AND NOT formed AND mirror.thread_id NOT IN "  # noqa: S608
    "(SELECT value FROM json_each(?)) ORDER BY message_id LIMIT 100"
)
_SETTLING = (
    f"UPDATE reply SET state = 'published', reason = NULL, marked = 0 WHERE {_OF_BLOG} "  # noqa: S608
    "AND state IN ('held', 'removed') AND NOT withdraw AND EXISTS (SELECT 1 FROM comment "
    f"WHERE {_ITS_OWN} AND state = 'visible')",
    f"UPDATE reply SET state = 'removed', looked = 0, marked = 0 WHERE {_OF_BLOG} "  # noqa: S608
    "AND state = 'published' AND NOT withdraw AND EXISTS (SELECT 1 FROM comment "
    f"WHERE {_ITS_OWN} AND state = 'gone')",
    f"UPDATE reply SET state = 'published', looked = 1, marked = 0 WHERE {_OF_BLOG} "  # noqa: S608
    "AND state = 'withdrawn' AND withdraw AND NOT looked AND EXISTS (SELECT 1 FROM comment "
    f"WHERE {_ITS_OWN} AND state = 'visible')",
    f"UPDATE reply SET altered = NOT altered, marked = 0 WHERE {_OF_BLOG} "  # noqa: S608
    f"AND state = 'published' AND EXISTS (SELECT 1 FROM comment WHERE {_ITS_OWN} "
    "AND (comment.html <> reply.html) <> reply.altered)",
)
