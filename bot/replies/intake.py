"""Decides about each message in a mirrored thread, one after the other, in the order they came.

What is decided is committed before the thread's cursor moves on, and deciding twice changes
nothing: so nothing is lost or doubled by a crash, or by hearing of a message twice.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.replies.answered import answers_the_bot, place_of
from bot.replies.told_once import NOT_CARRIED, READS_ONLY, UNREAD
from bot.replies.words import fingerprint, is_kept_here, stays_here
from bot.store.people.exchanges import Moderated
from bot.store.people.reply import ReplyState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from bot.faults import Faults
    from bot.replies.ports import Said, Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

DELETED = Phrase("Its message was deleted in Discord.")
KEPT_HERE = Phrase("Its writer keeps it in Discord.")
HEARD_LIMIT = 2000
"""Messages whose deletion, or edit, is remembered, in case we meet them late."""


class Intake:
    """Takes in what members write, change and delete.

    `connected` tells whether the bot has an account on a guild's blog; `wake` is called when there
    is something to do, and `tell` to say in a thread what is not carried from it.
    """

    def __init__(
        self,
        store: Store,
        talk: Talk,
        connected: Callable[[int, int], Awaitable[bool]],
        wake: Callable[[], None],
        tell: Callable[[ThreadRecord, Said, Phrase], None],
        *,
        faults: Faults,
    ) -> None:
        self._store = store
        self._talk = talk
        self._connected = connected
        self._wake = wake
        self._tell = tell
        self._faults = faults
        self._turn = asyncio.Lock()
        self._caught_up: dict[int, frozenset[int]] = {}
        self._heard: dict[int, int] = {}
        self._passed: dict[int, int] = {}
        self._gone: dict[int, None] = {}
        self._changed: dict[int, None] = {}
        self.gaps = 0
        """How often something may have been missed."""

    async def hear(self, said: Said) -> None:
        """Take in a message that was just written.

        In a thread that is not caught up with, that comes first: the message is met on the way.
        """
        async with self._turn:
            with self._or_later(said):
                await self._hear(said)

    async def passed(self, thread: int, message: int) -> None:
        """Remember that a message is nobody's, in its turn: those before it were looked at."""
        async with self._turn:
            self._pass(thread, message)

    def _pass(self, thread: int, message: int) -> None:
        if thread in self._caught_up:
            self._passed[thread] = message

    async def _hear(self, said: Said) -> None:
        if not said.by_person:
            self._pass(said.thread, said.id)
            return
        thread = await self._store.threads.by_thread(said.thread)
        if thread is None:
            await self._hear_silent(said)
            return
        if thread.silent_from is not None:
            # What is written is carried again, from this message on at the latest.
            await self._store.threads.carried_again(thread.mirror, silent_until=said.id - 1)
        if said.thread in self._caught_up:
            await self._take(thread, said)
        else:
            self._heard[said.thread] = max(said.id, self._heard.get(said.thread, 0))
            self._wake()

    async def edited(self, message: int) -> None:
        """A message's words changed."""
        async with self._turn:
            with self._or_later():
                await self._edited(message)

    async def _edited(self, message: int) -> None:
        if await self._store.replies.edited(message):
            self._wake()
        else:
            _remember(self._changed, message)

    async def deleted(self, message: int, *, in_bulk: bool = False) -> None:
        """A message is gone; only moderators and bots delete in bulk.

        We may hear of that before we hear of the message.
        """
        with self._or_later():
            await self.gone(message, in_bulk=in_bulk)

    async def gone(self, message: int, *, in_bulk: bool = False) -> None:
        """The same, for whoever comes back to it: whatever fails is raised."""
        _remember(self._gone, message)
        async with self._turn:
            if await self._store.members.by_question(message) is not None:
                await self._store.questions.removed(message)
            reply = await self._store.replies.get(message)
        if reply is None or (reply.withdraw and not reply.stays):
            return
        if not reply.stays and await self._is_kept(reply, in_bulk):
            await self._store.replies.keep(message)
            return
        await self._store.replies.withdraw(message, reason=DELETED)
        self._wake()

    async def stands(self, question: int) -> None:
        """A question is known to stand; people may have removed it before it was."""
        if question in self._gone:
            await self.gone(question)

    @contextmanager
    def _or_later(self, said: Said | None = None) -> Iterator[None]:
        """What can't be taken in now is met again by catching up, in every thread if need be."""
        try:
            yield
        except BaseException as error:
            # Nobody looked at it: what follows must not be taken for all there is.
            self._lose([said.thread] if said is not None else self._caught_up)
            if said is not None:
                self._heard[said.thread] = max(said.id, self._heard.get(said.thread, 0))
            if not isinstance(error, Exception):
                raise
            self._faults.met("hear", "taking in what people did", error)
            self._wake()

    def missed_some(self, *places: int) -> None:
        """Something may have been missed in these guilds or channels; in all, if none is named.

        From now on nothing is taken there before what was missed, and nothing heard is trusted.
        """
        self.gaps += 1
        self._talk.forget()
        self._lose(
            thread
            for thread, where in self._caught_up.items()
            if not places or not where.isdisjoint(places)
        )

    def _lose(self, threads: Iterable[int]) -> None:
        for thread in list(threads):
            self._caught_up.pop(thread, None)
            self._passed.pop(thread, None)

    async def remember(self) -> None:
        """Let the cursors follow over what the bot itself wrote, where nothing was missed since."""
        async with self._turn:
            passed, self._passed = self._passed, {}
            await self._store.threads.passed(passed)

    def is_caught_up(self, thread: ThreadRecord) -> bool:
        """Whether everything written in a thread was looked at, and all that follows is heard."""
        return thread.thread_id in self._caught_up and thread.silent_from is None

    async def meet(self, thread: ThreadRecord, said: Said) -> None:
        """Take in a message that was found in a thread's history."""
        async with self._turn:
            await self._take(thread, said)

    async def caught_up(self, thread: ThreadRecord, position: int, *, gaps: int) -> int | None:
        """Everything up to there was looked at, which began when there had been so many gaps.

        Answers the message up to which there is more to read, None if there is nothing: then the
        thread is caught up with, unless something was missed meanwhile.
        """
        async with self._turn:
            heard = self._heard.pop(thread.thread_id, 0)
            if gaps != self.gaps:
                return None
            if heard > position:
                return heard
            self._caught_up[thread.thread_id] = frozenset((thread.guild, thread.channel))
            return None

    async def compare(self, reply: ReplyRecord, said: Said) -> None:
        """A reply's message was found in the history: see whether its words changed."""
        if said.content is None:
            return
        if reply.stays:
            changed = said.edited > reply.decided and not stays_here(said)
        else:
            changed = reply.words is not None and (
                stays_here(said) or fingerprint(said) != reply.words
            )
        if changed:
            async with self._turn:
                await self._edited(said.id)

    async def _take(self, thread: ThreadRecord, said: Said) -> None:
        if said.id not in self._gone:
            await self._consider(thread, said)
        if said.id in self._changed:
            # As it was met, it may be from before that.
            await self._edited(said.id)
        await self._store.threads.saw(thread.mirror, said.id)

    async def _hear_silent(self, said: Said) -> None:
        """Say once in a thread from which nothing is carried that this is so."""
        thread = await self._store.threads.silent(said.thread)
        if thread is None or (said.content is not None and stays_here(said)):
            return
        exchange = await self._store.exchanges.get(thread.guild, thread.blog)
        if not exchange.replies or not await self._connected(thread.guild, thread.blog):
            return
        if await self._store.threads.tell_silent(thread.mirror):
            self._tell(thread, said, NOT_CARRIED)

    async def _consider(self, thread: ThreadRecord, said: Said) -> None:
        if said.content is None:
            await self._pass_over(thread, said)
            return
        kept_here = is_kept_here(said)
        if (stays_here(said) and not kept_here) or await answers_the_bot(self._store, thread, said):
            return
        if await self._store.threads.was_silent(said.thread, said.id):
            return
        exchange = await self._store.exchanges.get(thread.guild, thread.blog)
        if not exchange.replies:
            return
        if not await self._connected(thread.guild, thread.blog):
            if said.answers is not None and not kept_here:
                await self._tell_once(thread, said)
            return
        place = await place_of(self._store, self._talk, thread, said)
        if await self._store.members.take_in(
            said.id,
            mirror=thread.mirror,
            guild=thread.guild,
            user=said.member,
            answers=place.answers,
            parent=place.parent,
            stays=KEPT_HERE if kept_here else None,
        ):
            self._wake()

    async def _pass_over(self, thread: ThreadRecord, said: Said) -> None:
        """What Discord does not tell us can't go to the blog; say so once, and how it can."""
        exchange = await self._store.exchanges.get(thread.guild, thread.blog)
        meant = said.by_person and exchange.replies and not self._talk.reads_all()
        if not meant or await self._store.threads.was_silent(said.thread, said.id):
            return
        if not await self._connected(thread.guild, thread.blog):
            if said.answers is not None:
                await self._tell_once(thread, said)
        elif await self._store.threads.tell_unread(thread.mirror):
            self._tell(thread, said, UNREAD)

    async def _tell_once(self, thread: ThreadRecord, said: Said) -> None:
        if await self._store.threads.tell(thread.mirror):
            self._tell(thread, said, READS_ONLY)

    async def _is_kept(self, reply: ReplyRecord, in_bulk: bool) -> bool:
        """Whether a moderator deleted it, and what stands on the blog is to stay."""
        if reply.state not in {ReplyState.PUBLISHED, ReplyState.HELD}:
            return False
        exchange = await self._store.exchanges.get(reply.guild, reply.blog)
        if exchange.moderated is not Moderated.LEAVE:
            return False
        return in_bulk or await self._talk.deleted_by_moderator(
            reply.guild, reply.thread_id, reply.user
        )


def _remember(heard: dict[int, None], message: int) -> None:
    heard[message] = None
    while len(heard) > HEARD_LIMIT:
        del heard[next(iter(heard))]
