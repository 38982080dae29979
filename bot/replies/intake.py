"""Decides about each message in a mirrored thread, one after the other, in the order they came.

What is decided is committed before the thread's cursor moves on, and deciding twice changes
nothing: so nothing is lost or doubled by a crash, or by hearing of a message twice.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.replies.words import fingerprint, stays_here
from bot.store.people.exchanges import Moderated
from bot.store.people.reply import ReplyState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.faults import Faults
    from bot.replies.ports import Said, Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

DELETED = Phrase("Its message was deleted in Discord.")
KEPT_HERE = Phrase("Its writer keeps it in Discord.")


class Intake:
    """Takes in what members write, change and delete.

    `connected` tells whether the bot has an account on a guild's blog; `wake` is called when there
    is something to do, and `tell` to say that a thread only reads.
    """

    def __init__(
        self,
        store: Store,
        talk: Talk,
        connected: Callable[[int, int], Awaitable[bool]],
        wake: Callable[[], None],
        tell: Callable[[ThreadRecord, Said], None],
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
        self._caught_up: set[int] = set()
        self._heard: dict[int, int] = {}

    async def hear(self, said: Said) -> None:
        """Take in a message that was just written.

        In a thread that is not caught up with, that comes first: the message is met on the way.
        """
        async with self._turn:
            with self._or_later(said):
                await self._hear(said)

    async def _hear(self, said: Said) -> None:
        thread = await self._store.threads.by_thread(said.thread)
        if thread is None or said.id <= (thread.seen or 0):
            return
        if thread.thread_id in self._caught_up:
            await self._take(thread, said)
        else:
            self._heard[said.thread] = said.id
            self._wake()

    async def edited(self, message: int) -> None:
        """A message's words changed."""
        with self._or_later():
            if await self._store.replies.edited(message):
                self._wake()

    async def deleted(self, message: int, *, in_bulk: bool = False) -> None:
        """A message is gone; only moderators and bots delete in bulk."""
        with self._or_later():
            await self._delete(message, in_bulk=in_bulk)

    async def _delete(self, message: int, *, in_bulk: bool = False) -> None:
        member = await self._store.members.by_question(message)
        if member is not None:
            await self._store.members.drop_question(member.guild, member.user)
        reply = await self._store.replies.get(message)
        if reply is None or reply.withdraw:
            return
        if await self._is_kept(reply, in_bulk):
            await self._store.replies.keep(message)
            return
        await self._store.replies.withdraw(message, reason=DELETED)
        self._wake()

    @contextmanager
    def _or_later(self, said: Said | None = None) -> Iterator[None]:
        """What can't be taken in now is met again by catching up, in every thread if need be."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - nobody tells us of it again
            self._faults.met("hear", "taking in what people did", error)
            if said is None:
                self._caught_up.clear()
            else:
                self._caught_up.discard(said.thread)
                self._heard[said.thread] = said.id
            self._wake()

    def missed_some(self) -> None:
        """The connection was lost: each thread is to be caught up with."""
        self._caught_up.clear()

    def is_caught_up(self, thread: int) -> bool:
        """Whether everything written in a thread was looked at."""
        return thread in self._caught_up

    async def catch_up(self, thread_id: int) -> None:
        """Take in what was written, edited and deleted in a thread while nobody listened.

        Raises DiscordError; it can be called again then.
        """
        thread = await self._store.threads.by_thread(thread_id)
        if thread is None:
            return
        newest = await self._talk.newest(thread_id)
        if thread.seen is None:
            # What was written before the bot listened is not for the blog.
            await self._store.threads.saw(thread.mirror, newest)
        seen = newest if thread.seen is None else thread.seen
        replies = await self._store.replies.of_mirror(thread.mirror)
        lost = {reply.message_id: reply for reply in replies if reply.message_id <= seen}
        position = min([seen, *(message - 1 for message in lost)])
        if lost or newest > seen:
            position = await self._read_on(thread, position, seen, lost)
        for message in lost:
            if await self._talk.message(thread_id, message) is None:
                await self._delete(message)
        async with self._turn:
            if self._heard.get(thread_id, 0) <= max(position, seen):
                self._heard.pop(thread_id, None)
                self._caught_up.add(thread_id)

    async def _read_on(
        self, thread: ThreadRecord, position: int, seen: int, lost: dict[int, ReplyRecord]
    ) -> int:
        """Read the thread from there to its end; answers the last message's id.

        Those of `lost` that are found leave it.
        """
        while page := await self._talk.after(thread.thread_id, position):
            for said in page:
                if (reply := lost.pop(said.id, None)) is not None:
                    await self._compare(reply, said)
                elif said.id > seen:
                    async with self._turn:
                        await self._take(thread, said)
            position = page[-1].id
        return position

    async def _take(self, thread: ThreadRecord, said: Said) -> None:
        await self._consider(thread, said)
        await self._store.threads.saw(thread.mirror, said.id)

    async def _compare(self, reply: ReplyRecord, said: Said) -> None:
        changed = reply.words is not None and (stays_here(said) or fingerprint(said) != reply.words)
        if changed and await self._store.replies.edited(said.id):
            self._wake()

    async def _consider(self, thread: ThreadRecord, said: Said) -> None:
        if stays_here(said) or await self._is_for_us(thread, said):
            return
        exchange = await self._store.exchanges.get(thread.guild, thread.blog)
        if not exchange.replies:
            return
        if not await self._connected(thread.guild, thread.blog):
            if said.answers is not None and await self._store.threads.tell(thread.mirror):
                self._tell(thread, said)
            return
        if await self._store.members.take_in(
            said.id,
            mirror=thread.mirror,
            guild=thread.guild,
            user=said.member,
            answers=said.answers,
        ):
            self._wake()

    async def _is_for_us(self, thread: ThreadRecord, said: Said) -> bool:
        """Whether it answers what the bot itself said, which is no comment.

        A comment's message that was sent when the bot was cut off is not known as one yet.
        """
        if said.answers is None or not said.answers_bot or said.answers == thread.announcement_id:
            return False
        if await self._store.parts.any_in_doubt(thread.mirror):
            return False
        return await self._store.parts.comment_of(thread.mirror, said.answers) is None

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
