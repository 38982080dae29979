"""The questions that stand for members, and those that no longer count but may still stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.store.people.members import TAKE_BACK, UNASK, read_member

if TYPE_CHECKING:
    from bot.store.database import Database
    from bot.store.people.members import MemberRecord


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A question that no longer counts, and may still stand in its thread."""

    id: int
    thread: int
    about: int
    question: int | None
    """None where it may or may not have been sent."""


class Questions:
    """Table `taken_back`, and what the table `member` says of questions that stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def asked_in(self, thread: int) -> list[MemberRecord]:
        """Whom a question asks that stands in this thread."""
        rows = await self._database.rows(
            "SELECT * FROM member WHERE asked_in = ? AND question NOT NULL", (thread,)
        )
        return [read_member(row) for row in rows]

    async def take_back_pointless(self) -> None:
        """Questions stand only while their message waits: others no longer count.

        Whom they asked is asked again about what they write next.
        """
        pointless = (
            "asked_for NOT NULL AND NOT EXISTS (SELECT 1 FROM reply "
            "WHERE message_id = asked_for AND reply.state = 'waiting')"
        )
        async with self._database.transaction() as connection:
            await connection.execute(TAKE_BACK + pointless)
            await connection.execute(UNASK + pointless)

    async def removed(self, question: int) -> None:
        """People removed a question: nothing that waits is asked about again, what comes is."""
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE reply SET passed_over = 1 FROM member, mirror, follow "
                "WHERE member.question = ? AND reply.user = member.user "
                "AND mirror.id = reply.mirror AND follow.id = mirror.follow "
                "AND follow.guild = member.guild AND reply.state = 'waiting'",
                (question,),
            )
            await connection.execute(UNASK + "question = ?", (question,))

    async def lost(self, question: int) -> None:
        """A question is not there any more, and nobody knows who removed it: it is put again."""
        await self._database.write(UNASK + "question = ?", (question,))

    async def taken_back(self) -> list[TakenBack]:
        """Questions that no longer count, and may still stand."""
        rows = await self._database.rows("SELECT * FROM taken_back ORDER BY id")
        return [TakenBack(row["id"], row["thread"], row["about"], row["question"]) for row in rows]

    async def out_of_thread(self, taken_back: int) -> None:
        """That question does not stand any more."""
        await self._database.write("DELETE FROM taken_back WHERE id = ?", (taken_back,))
