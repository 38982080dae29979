"""Looks again at what may have been missed: what was written, edited and deleted meanwhile."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.errors import (
    ChannelGone,
    DiscordError,
    DiscordRejected,
    DiscordUnavailable,
    PermissionMissing,
)
from bot.store.people.exchanges import Moderated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.replies.intake import Intake
    from bot.replies.pauses import Pauses
    from bot.replies.ports import Activity, Said, Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.members import MemberRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Threads read side by side."""

FEW = 3
"""Up to so many threads are read without asking for lists first, which is as many requests."""


class CatchingUp:
    """Reads each thread from where it was left, and the messages of replies for changes.

    `pauses` takes note of threads, by their ids, that can't be read at the moment.
    """

    def __init__(
        self,
        store: Store,
        talk: Talk,
        intake: Intake,
        pauses: Pauses,
    ) -> None:
        self._store = store
        self._talk = talk
        self._intake = intake
        self._pauses = pauses
        self._room = asyncio.Semaphore(AT_ONCE)

    async def look(self, guild: int, threads: Sequence[ThreadRecord]) -> None:
        """Catch up with these threads of a guild.

        Lists tell of most that nothing was written there: a request for each hundred threads.
        """
        gaps = self._intake.gaps
        readable = [thread for thread in threads if self._can_be_read(thread)]
        try:
            known = await self._known(guild, readable) if len(readable) > FEW else {}
        except DiscordUnavailable as error:
            log.warning("The threads of server %s can't be listed: %s", guild, error)
            for thread in readable:
                self._pauses.failed(thread.thread_id)
            return
        faults = await asyncio.gather(
            *(self._catch_up(thread, known.get(thread.thread_id), gaps) for thread in readable),
            return_exceptions=True,
        )
        for fault in faults:
            if fault is not None:
                raise fault

    def _can_be_read(self, thread: ThreadRecord) -> bool:
        try:
            self._talk.require_reading(thread.guild, thread.channel)
        except DiscordError as error:
            log.debug("Thread %s can't be read: %s", thread.thread_id, error)
            self._pauses.failed(thread.thread_id)
            return False
        return True

    async def _known(self, guild: int, threads: Sequence[ThreadRecord]) -> dict[int, Activity]:
        """What lists tell of these threads; one that no list has is asked for itself.

        Raises DiscordUnavailable.
        """
        known: dict[int, Activity] = {}
        try:
            known |= await self._talk.active(guild)
            for channel in dict.fromkeys(thread.channel for thread in threads):
                others = {thread.thread_id for thread in threads if thread.channel == channel}
                if others := others - known.keys():
                    known |= await self._talk.archived(channel, others)
        except (ChannelGone, PermissionMissing, DiscordRejected) as error:
            log.debug("Some threads of server %s can't be listed: %s", guild, error)
        return known

    async def _catch_up(self, thread: ThreadRecord, known: Activity | None, gaps: int) -> None:
        try:
            async with self._room:
                await self._read(thread, known, gaps)
        except ChannelGone:
            self._pauses.failed(thread.thread_id)
        except DiscordError as error:
            self._pauses.failed(thread.thread_id)
            log.warning("Thread %s can't be read: %s Trying again.", thread.thread_id, error)
        else:
            self._pauses.over(thread.thread_id)

    async def _read(self, thread: ThreadRecord, known: Activity | None, gaps: int) -> None:
        position = await self._begin(thread)
        if known is None or known.rested is None or known.rested != thread.rested:
            position = await self._compare(thread, position)
        until = known.newest if known else None
        while True:
            position = await self._read_on(thread, position, until)
            until = await self._intake.caught_up(thread, position, gaps=gaps)
            if until is None:
                break
        if known is not None and gaps == self._intake.gaps:
            await self._store.threads.rests(thread.mirror, known.rested)

    async def _begin(self, thread: ThreadRecord) -> int:
        """Where to read on from. What was written before the bot listened is not for the blog."""
        joined = self._talk.joined(thread.guild)
        if thread.seen is not None and thread.seen < joined:
            # It was thrown out and asked back, and nobody told it.
            await self._store.threads.was_away(thread.mirror, since=thread.seen, until=joined)
        if thread.seen is not None and thread.silent_from is None:
            return thread.seen
        newest = await self._talk.newest(thread.thread_id)
        if thread.silent_from is not None:
            await self._store.threads.carried_again(thread.mirror, silent_until=newest)
        if thread.seen is None:
            await self._store.threads.saw(thread.mirror, newest)
            return newest
        return thread.seen

    async def _compare(self, thread: ThreadRecord, position: int) -> int:
        """Look at the replies and questions that stand up to there; answers where we are then."""
        replies = {
            reply.message_id: reply
            for reply in await self._store.replies.of_mirror(thread.mirror)
            if reply.message_id <= position
        }
        questions = {
            member.question: member
            for member in await self._store.questions.asked_in(thread.thread_id)
            if member.question is not None
        }
        seen, end = set[int](), 0
        for message in sorted((*replies, *questions)):
            if message <= end:
                continue
            page = await self._talk.after(thread.thread_id, message - 1)
            if not page:
                break
            end = page[-1].id
            seen |= {said.id for said in page}
            for said in page:
                if said.id in replies:
                    await self._intake.compare(replies[said.id], said)
            if message <= position:
                position = await self._meet(thread, page, position)
        missing = {each: reply.user for each, reply in replies.items() if each not in seen}
        await self._confirm(thread, missing, questions, seen)
        return position

    async def _confirm(
        self,
        thread: ThreadRecord,
        missing: dict[int, int],
        questions: dict[int, MemberRecord],
        seen: set[int],
    ) -> None:
        """A message that did not appear is asked for singly before it counts as gone."""
        gone = {
            message: user
            for message, user in sorted(missing.items())
            if await self._talk.message(thread.thread_id, message) is None
        }
        exchange = await self._store.exchanges.get(thread.guild, thread.blog)
        by_moderators: set[int] = set()
        if gone and exchange.moderated is Moderated.LEAVE:
            # What they deleted before is in their log, too, and must not be counted again.
            before = await self._store.replies.kept(thread.mirror)
            by_moderators = await self._talk.deleted_by_moderators(
                thread.guild, thread.thread_id, before | gone
            )
        for message in gone:
            await self._intake.gone(message, in_bulk=message in by_moderators)
        for question, member in questions.items():
            if question in seen or member.asked_for is None:
                continue
            if await self._talk.find_question(thread.thread_id, member.asked_for) is None:
                await self._store.questions.lost(question)

    async def _read_on(self, thread: ThreadRecord, position: int, until: int | None) -> int:
        """Take in what follows, up to that message or to the end; answers where we are then."""
        while until is None or position < until:
            page = await self._talk.after(thread.thread_id, position)
            if not page:
                break
            position = await self._meet(thread, page, position)
        return position

    async def _meet(self, thread: ThreadRecord, page: list[Said], position: int) -> int:
        for said in page:
            if said.id > position:
                await self._intake.meet(thread, said)
        return max(position, page[-1].id)
