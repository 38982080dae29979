"""Who was asked whether their words may go to the blog, what they said, and under which name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.languages.phrase import kept, recalled
from bot.store.people.agreements import note
from bot.store.people.reply import LEAVES, Published, ReplyState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.languages.phrase import Phrase
    from bot.store.database import Database, Row
    from bot.store.people.agreements import Agreement
    from bot.store.people.reply import ReplyRecord


class Consent(StrEnum):
    """A member's word, in one guild."""

    ASKED = "asked"
    """No answer yet; nobody is asked twice at a time."""
    EACH = "each"
    """Said yes to one message, and is asked again for the next."""
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """One person in one guild."""

    guild: int
    user: int
    consent: Consent
    pen_name: str | None
    asked_for: int | None
    """The message that a question is about, while one stands."""
    asked_in: int | None
    question: int | None
    """The question's own message."""
    asks: int
    """How many questions were begun."""


class Members:
    """Table `member`, and what a member has on blogs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild: int, user: int) -> MemberRecord | None:
        """One member; None who was never asked."""
        row = await self._database.row(
            "SELECT * FROM member WHERE guild = ? AND user = ?", (guild, user)
        )
        return read_member(row) if row else None

    async def by_question(self, message: int) -> MemberRecord | None:
        """Whom this message asks."""
        row = await self._database.row("SELECT * FROM member WHERE question = ?", (message,))
        return read_member(row) if row else None

    async def take_in(
        self,
        message: int,
        *,
        mirror: int,
        guild: int,
        user: int,
        answers: int | None,
        parent: str | None = None,
        stays: Phrase | None = None,
    ) -> bool:
        """Record a message of theirs as far as they agreed to; False if it is known already.

        `answers` is the message, and `parent` the blog's comment, that it answers. Read and written
        in one: a word given at the same moment counts for all of it. Nothing is recorded of those
        who said never; who was not asked yet is to be asked. With `stays`, in words for its writer,
        it is kept in Discord until an edit sends it (`take_again`).
        """
        async with self._database.transaction() as connection:
            rows = await connection.execute_fetchall(
                "SELECT consent FROM member WHERE guild = ? AND user = ?", (guild, user)
            )
            consent = next((row[0] for row in rows), None)
            if consent == Consent.NEVER:
                return False
            state = "queued" if consent == Consent.ALWAYS else "waiting"
            taken = await connection.execute(
                "INSERT OR IGNORE INTO reply (message_id, mirror, user, answers, parent, state, "
                "withdraw, stays, reason, marked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    message, mirror, user, answers, parent, "withdrawn" if stays else state,
                    bool(stays), bool(stays), kept(stays), bool(stays),
                ),
            )  # fmt: skip
        if taken.rowcount and not stays and consent in {None, Consent.EACH}:
            await self.ask_next(guild, user)
        return bool(taken.rowcount)

    async def take_again(self, reply: ReplyRecord) -> None:
        """An edit sends what its writer kept in Discord: again as far as they agreed to.

        What stood on the blog before had its yes; after a never nothing is sent any more.
        """
        async with self._database.transaction() as connection:
            rows = await connection.execute_fetchall(
                "SELECT consent FROM member WHERE guild = ? AND user = ?", (reply.guild, reply.user)
            )
            consent = next((row[0] for row in rows), None)
            if consent == Consent.NEVER:
                await connection.execute(
                    "UPDATE reply SET stays = 0 WHERE message_id = ?", (reply.message_id,)
                )
                return
            agreed = consent == Consent.ALWAYS or reply.comment is not None
            await connection.execute(
                "UPDATE reply SET withdraw = 0, stays = 0, reason = NULL, marked = 0, "
                "attempts = 0, not_before = 0, state = iif(state = 'withdrawn', ?, state) "
                "WHERE message_id = ? AND stays",
                ("queued" if agreed else "waiting", reply.message_id),
            )
        if not agreed and consent in {None, Consent.EACH}:
            await self.ask_next(reply.guild, reply.user)

    async def unasked(self) -> list[tuple[int, int]]:
        """Guilds and members with a message that waits, about which no question was begun."""
        rows = await self._database.rows(
            "SELECT DISTINCT follow.guild, reply.user FROM reply "
            "JOIN mirror ON mirror.id = reply.mirror JOIN follow ON follow.id = mirror.follow "
            "LEFT JOIN member ON member.guild = follow.guild AND member.user = reply.user "
            "WHERE reply.state = 'waiting' AND NOT passed_over "
            "AND (consent IS NULL OR consent = 'each' AND asked_for IS NULL)"
        )
        return [(row["guild"], row["user"]) for row in rows]

    async def ask_next(self, guild: int, user: int) -> bool:
        """Commit the intent to ask about their oldest message that waits; False if there is none.

        While a question stands, there is no other.
        """
        waiting = await self.waiting(guild, user)
        if not waiting:
            return False
        return bool(
            await self._database.write(
                "INSERT INTO member (guild, user, consent, asked_for, asked_in, asks) "
                "VALUES (?, ?, 'asked', ?, ?, 1) ON CONFLICT (guild, user) DO UPDATE SET "
                "asked_for = excluded.asked_for, asked_in = excluded.asked_in, question = NULL, "
                "asks = asks + 1 WHERE asked_for IS NULL",
                (guild, user, *waiting[0]),
            )
        )

    async def ask_instead(self, member: MemberRecord, message: int, thread: int) -> None:
        """Commit the intent to ask about that message; theirs can't be asked about in its thread.

        Unless the question stands by now, or no longer counts.
        """
        await self._database.write(
            "UPDATE member SET asked_for = ?, asked_in = ?, asks = asks + 1 "
            "WHERE guild = ? AND user = ? AND asked_for = ? AND question IS NULL",
            (message, thread, member.guild, member.user, member.asked_for),
        )

    async def ask_anew(self, guild: int, user: int) -> None:
        """The question that was begun can't be put under its key: begin it with another."""
        await self._database.write(
            "UPDATE member SET asks = asks + 1 WHERE guild = ? AND user = ? AND question IS NULL",
            (guild, user),
        )

    async def asked(self, guild: int, user: int, question: int, *, about: int) -> None:
        """The question about that message stands; unless it no longer counts by now."""
        await self._database.write(
            "UPDATE member SET question = ? WHERE guild = ? AND user = ? AND asked_for = ?",
            (question, guild, user, about),
        )

    async def half_asked(self) -> list[MemberRecord]:
        """Members whose question may or may not stand, where the bot can put it."""
        rows = await self._database.rows(
            "SELECT * FROM member WHERE asked_for NOT NULL AND question IS NULL "
            "AND guild NOT IN (SELECT guild FROM departure)"
        )
        return [read_member(row) for row in rows]

    async def name(self, guild: int, user: int, pen_name: str) -> None:
        """Under which name their words stand on blogs."""
        await self._database.write(
            "INSERT INTO member (guild, user, consent, pen_name) VALUES (?, ?, 'each', ?) "
            "ON CONFLICT (guild, user) DO UPDATE SET pen_name = excluded.pen_name",
            (guild, user, pen_name),
        )

    async def consent(self, word: Agreement) -> None:
        """Record what they said: always, each or never.

        With ALWAYS all their waiting messages go on, with NEVER none does, not even those on their
        way, and no edit sends what they kept in Discord: then no question counts any more. With
        EACH one that stands still does.
        """
        consent = Consent(word.choice)
        values = {"guild": word.guild, "user": word.user, "consent": consent}
        async with self._database.transaction() as connection:
            await note(connection, word)
            await connection.execute(
                "INSERT INTO member (guild, user, consent) VALUES (:guild, :user, :consent) "
                "ON CONFLICT (guild, user) DO UPDATE SET consent = excluded.consent, "
                "pen_name = iif(excluded.consent = 'never', NULL, pen_name)",
                values,
            )
            if consent is Consent.EACH:
                return
            theirs = "guild = :guild AND user = :user AND asked_for NOT NULL"
            await connection.execute(TAKE_BACK + theirs, values)
            await connection.execute(UNASK + theirs, values)
            if consent is Consent.ALWAYS:
                await connection.execute(
                    "UPDATE reply SET state = 'queued', marked = 0 "  # noqa: S608
                    f"WHERE state = 'waiting' AND {_HERE}",
                    values,
                )
                return
            await connection.execute(
                "DELETE FROM reply WHERE verify_at IS NULL AND (state IN ('waiting', 'queued') "  # noqa: S608
                f"OR stays AND state = 'withdrawn' AND comment IS NULL) AND {_HERE}",
                values,
            )
            await connection.execute(
                "UPDATE reply SET withdraw = 1, stays = 0, marked = 0, "  # noqa: S608
                "state = iif(state IN ('waiting', 'queued'), 'withdrawn', state) "
                f"WHERE (stays OR state IN ('waiting', 'queued', 'posting')) AND {_HERE}",
                values,
            )

    async def release(self, word: Agreement) -> bool:
        """Let its one message go; answers whether it goes, or did when this was said before.

        The question about it, if one stands, no longer counts.
        """
        values = {"guild": word.guild, "user": word.user, "message": word.message}
        async with self._database.transaction() as connection:
            released = await connection.execute(
                "UPDATE reply SET state = 'queued', marked = 0 "  # noqa: S608
                f"WHERE message_id = :message AND state = 'waiting' AND {_HERE}",
                values,
            )
            if released.rowcount:
                await note(connection, word)
                await connection.execute(TAKE_BACK + _ABOUT, values)
                await connection.execute(UNASK + _ABOUT, values)
                return True
            known = await connection.execute_fetchall(
                f"SELECT 1 FROM reply WHERE message_id = :message AND NOT withdraw AND {_HERE}",  # noqa: S608
                values,
            )
            return bool(known)

    async def keep_one(self, guild: int, user: int, message: int, *, reason: Phrase) -> bool:
        """This one message stays in Discord; False if it does not wait for that any more.

        `reason` says so to its writer. They are asked again about the next.
        """
        values = {"guild": guild, "user": user, "message": message, "reason": reason.stored}
        async with self._database.transaction() as connection:
            kept_here = await connection.execute(
                "UPDATE reply SET state = 'withdrawn', withdraw = 1, reason = :reason, marked = 0 "  # noqa: S608
                f"WHERE message_id = :message AND state = 'waiting' AND {_HERE}",
                values,
            )
            if kept_here.rowcount:
                await connection.execute(TAKE_BACK + _ABOUT, values)
                await connection.execute(UNASK + _ABOUT, values)
            return bool(kept_here.rowcount)

    async def waiting(self, guild: int, user: int) -> list[tuple[int, int]]:
        """Their messages that wait for consent, oldest first, and the thread of each."""
        rows = await self._database.rows(
            "SELECT message_id, thread_id FROM reply JOIN mirror ON mirror.id = reply.mirror "
            "JOIN follow ON follow.id = mirror.follow "
            "WHERE guild = ? AND user = ? AND reply.state = 'waiting' AND NOT passed_over "
            "ORDER BY message_id",
            (guild, user),
        )
        return [(row["message_id"], row["thread_id"]) for row in rows]

    async def pen_names(self, guild: int, users: Iterable[int]) -> dict[int, str]:
        """The pen names of those who agreed to have one."""
        found = {}
        for user in users:
            member = await self.get(guild, user)
            if member is not None and member.pen_name is not None:
                found[user] = member.pen_name
        return found

    async def published(self, guild: int, user: int) -> list[Published]:
        """What they have on blogs from this guild, newest first; of forms also what is not."""
        rows = await self._database.rows(
            "SELECT reply.*, article.title, comment.url AS comment_url, "
            "article.url AS article_url FROM reply JOIN mirror ON mirror.id = reply.mirror "
            "JOIN follow ON follow.id = mirror.follow JOIN article ON article.id = mirror.article "
            "LEFT JOIN comment ON comment.blog = follow.blog AND comment.remote_id = reply.comment "
            "WHERE guild = ? AND user = ? AND NOT withdraw "
            "AND (reply.state IN ('published', 'held') OR formed AND reply.state <> 'withdrawn') "
            "ORDER BY message_id DESC",
            (guild, user),
        )
        return [
            Published(
                message_id=row["message_id"],
                url=row["comment_url"] or row["article_url"],
                title=row["title"],
                words=row["html"] or row["form"] or "",
                state=ReplyState(row["state"]),
                reason=recalled(row["reason"]),
            )
            for row in rows
        ]

    async def withdraw_all(self, user: int, *, guild: int | None, reason: Phrase) -> int:
        """All they wrote in this guild, or in any, is to leave the blogs; answers how many do."""
        return await self._database.write(
            "UPDATE reply SET withdraw = 1, stays = 0, reason = :reason, marked = 0, "  # noqa: S608
            f"not_before = 0, form = NULL, looked = looked AND state <> 'removed', {LEAVES} "
            "WHERE user = :user AND state <> 'withdrawn' AND (:guild IS NULL OR mirror IN "
            "(SELECT mirror.id FROM mirror JOIN follow ON follow.id = mirror.follow "
            "WHERE guild = :guild))",
            {"user": user, "guild": guild, "reason": reason.stored},
        )


TAKE_BACK = (
    "INSERT INTO taken_back (thread, about, question) "
    "SELECT asked_in, asked_for, question FROM member WHERE "
)
"""Commits that questions are to leave their threads; what follows says whose."""

UNASK = (
    "UPDATE member SET asked_for = NULL, asked_in = NULL, question = NULL, "
    "consent = iif(consent = 'asked', 'each', consent) WHERE "
)
"""From now on no question asks these members; who never answered is asked again."""

_ABOUT = "guild = :guild AND user = :user AND asked_for = :message"
_HERE = (
    "user = :user AND mirror IN (SELECT mirror.id FROM mirror "
    "JOIN follow ON follow.id = mirror.follow WHERE guild = :guild)"
)


def read_member(row: Row) -> MemberRecord:
    """A row of the table as a record."""
    return MemberRecord(
        guild=row["guild"],
        user=row["user"],
        consent=Consent(row["consent"]),
        pen_name=row["pen_name"],
        asked_for=row["asked_for"],
        asked_in=row["asked_in"],
        question=row["question"],
        asks=row["asks"],
    )
