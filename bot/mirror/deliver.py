"""Writes and removes the messages of one mirror: claim, act, record."""

from __future__ import annotations

import asyncio
import logging
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import (
    ChannelGone,
    DiscordRejected,
    DiscordUnavailable,
    EditLimited,
    MessageGone,
    PermissionMissing,
    WordsRefused,
)
from bot.languages.phrase import Phrase
from bot.mirror.edits import announcement_due
from bot.mirror.plan import Edit, Remove, Send, nonce
from bot.mirror.ports import LATE
from bot.mirror.room import THREAD_DELETED
from bot.mirror.urgency import Urgency, urgency
from bot.store.discord.parts import STANDS, PartState

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.mirror.announce import Announcer
    from bot.mirror.desired import Desired, DesiredPart
    from bot.mirror.draft import Draft, Drafts, Thread
    from bot.mirror.ports import Publisher
    from bot.mirror.room import Room
    from bot.store.discord.mirror import MirrorRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

MAY_COME = Phrase("A message that was cut off is not wanted any more, and may come late.")

FEW = 10
"""Messages that come at once where people talk. More of them are a discussion that was there
before, as in a first mirror: new words elsewhere go before."""

MANY_AT_ONCE = 64
"""Threads in which more than those are written, side by side: each takes about one a second, and
Discord allows 50 requests in all. However long they take, no other thread waits for them."""

PROGRESS_STEP = 50
"""Messages between two lines of progress in the log."""


class Writer:
    """Brings mirrors up to date, each by one call at a time."""

    def __init__(
        self,
        store: Store,
        publisher: Publisher,
        room: Room,
        clock: Callable[[], int],
        *,
        announcer: Announcer,
        drafts: Drafts,
        stop: asyncio.Event,
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._announcer = announcer
        self._drafts = drafts
        self._room = room
        self._clock = clock
        self._stop = stop
        self._many = asyncio.Semaphore(MANY_AT_ONCE)

    async def write(self, mirror_id: int) -> Desired | None:
        """Bring the mirror's thread up to date; answers what it shows then.

        None if there is nothing to write into, or the bot is stopping. Raises DiscordError; a
        thread that is gone pauses the mirror instead.
        """
        while not self._stop.is_set():
            mirror = await self._store.mirrors.get(mirror_id)
            if mirror is None:
                return None
            if mirror.thread_id is None:
                # Withdrawn before it was announced: nothing to show until it comes back.
                await self._store.mirrors.shown(mirror.id, mirror.wanted)
                return None
            try:
                shown = await self._write_once(mirror, mirror.thread_id)
            except ChannelGone:
                await self._store.mirrors.pause(mirror.id, THREAD_DELETED)
                log.warning("Thread %s is gone; its mirror is paused.", mirror.thread_id)
                return None
            if shown is not None:
                return shown
        return None

    async def _write_once(self, mirror: MirrorRecord, thread_id: int) -> Desired | None:
        await self._drafts.recover(mirror, thread_id)
        draft = await self._drafts.draft(mirror, thread_id)
        wish = draft.wish
        await self._note_what_stands(draft)
        await self._forget_refusals(draft)
        words = [step for step in draft.steps if not isinstance(step, Edit)]
        messages = await self._drafts.messages(draft)
        await self._store.mirrors.expects(mirror.id, messages, wish.thread_name)
        edits_due = 0 if len(words) < len(draft.steps) else announcement_due(mirror, wish)
        if edits_due is not None:
            await self._store.mirrors.to_change(mirror.id, edits_due)
        if mirror.closed and (words or not wish.closed):
            await self._room.for_(mirror.guild, lambda: self._publisher.reopen(thread_id))
            await self._store.mirrors.closed(mirror.id, False)
        if mirror.announcement_hash is None:
            await self._show_way(mirror, wish)
        now = [step for step in words if not self._may_come(step, draft.thread)]
        many = sum(isinstance(step, Send) for step in now) > FEW
        async with self._many if many else nullcontext():
            with urgency(Urgency.BULK if many else Urgency.WORDS):
                done, trouble = await self._carry_out(now, draft)
        if not done:
            return None
        if wish.closed:
            await self._close(mirror, thread_id)
        if trouble is not None:
            raise trouble
        if len(now) < len(words):
            raise DiscordUnavailable(MAY_COME)
        await self._store.mirrors.shown(mirror.id, mirror.wanted, to_edit=draft.to_edit)
        self._drafts.written(draft)
        return wish

    async def _note_what_stands(self, draft: Draft) -> None:
        """Record which words stand there, of what was written before they were recorded."""
        mirror, parts = draft.thread.mirror, draft.thread.parts
        if mirror.announcement_words == STANDS:
            await self._store.announcements.says(mirror.id, draft.wish.words)
        shown = {
            key: draft.standing[key[0]]
            for key, part in parts.items()
            if part.words == STANDS and key[0] in draft.standing
        }
        if shown:
            await self._store.parts.show_words(mirror.id, shown)

    async def _forget_refusals(self, draft: Draft) -> None:
        """Words that nobody wants to be shown any more are not refused any more."""
        if draft.wish.parts is None:
            return
        wanted = {(part.comment, part.number): part.hash for part in draft.wish.parts}
        for key, part in draft.thread.parts.items():
            if part.refused is not None and part.refused != wanted.get(key):
                await self._store.parts.refused(draft.thread.mirror.id, *key, None)

    async def _show_way(self, mirror: MirrorRecord, wish: Desired) -> None:
        """A new announcement leads to its thread before there is anything to read in it."""
        try:
            await self._announcer.show(mirror, wish)
        except EditLimited:
            log.info("The announcement in channel %s waits for its button.", mirror.channel)

    async def _close(self, mirror: MirrorRecord, thread_id: int) -> None:
        """Whoever locked it before us keeps it locked: it is not ours to open."""
        renewed = await self._store.mirrors.get(mirror.id)
        if renewed is not None and not renewed.closed:
            ours = not await self._publisher.locked(thread_id)
            await self._store.mirrors.closed(mirror.id, ours)
        await self._room.for_(mirror.guild, lambda: self._publisher.close(thread_id))

    async def _carry_out(
        self, words: list[Send | Remove], draft: Draft
    ) -> tuple[bool, DiscordRejected | PermissionMissing | None]:
        """Send and remove in order, without those that Discord does not take now.

        Answers False if the blog changed meanwhile, or the bot is stopping; and why some of them
        wait, if any do.
        """
        thread, title = draft.thread, draft.article.article.title
        sends = sum(isinstance(step, Send) for step in words)
        sent = 0
        trouble: DiscordRejected | PermissionMissing | None = None
        takes_none = False
        for step in words:
            if self._stop.is_set():
                return False, trouble
            try:
                if isinstance(step, Remove):
                    if await self._store.mirrors.wanted(thread.mirror.id) != thread.mirror.wanted:
                        return False, trouble
                    await self._remove(step, thread)
                elif not takes_none:
                    if not await self._send(step, thread):
                        return False, trouble
                    sent += 1
                    if sent % PROGRESS_STEP == 0 and sent < sends:
                        log.info("%r: %s of %s messages.", title, sent, sends)
            except (DiscordRejected, PermissionMissing) as error:
                trouble = error
                takes_none = takes_none or (
                    isinstance(step, Send) and isinstance(error, PermissionMissing)
                )
        if sent:
            log.info("%r: %s message(s) written.", title, sent)
        return True, trouble

    async def _send(self, step: Send, thread: Thread) -> bool:
        """Answers False, and sends nothing, if the blog changed meanwhile."""
        part, mirror = step.part, thread.mirror
        target = part.comment if step.continues else part.answers
        reply_to = thread.first_message(target) if target is not None else None
        try:
            for generation in (step.generation, step.generation + 1):
                message = await self._send_as(
                    generation, part, thread, reply_to, wanted=mirror.wanted
                )
                if message is None:
                    return False
                # Of two that look the same, one may have taken the other's message after a crash:
                # that one is sent anew, as its next generation.
                if await self._store.parts.sent(
                    mirror.id, part.comment, part.number, message, part.hash, now=self._clock()
                ):
                    thread.messages.setdefault(part.comment, {})[part.number] = message
                    break
        except MessageGone:
            await self._store.parts.become(mirror.id, part.comment, part.number, PartState.REMOVED)
        except WordsRefused as error:
            log.warning(
                "Discord refused part %s of comment %s: %s", part.number, part.comment, error
            )
            await self._send_unsaid(part, thread, step.generation, reply_to)
            await self._store.parts.refused(mirror.id, part.comment, part.number, part.hash)
        except (DiscordRejected, PermissionMissing):
            await self._store.parts.not_sent(mirror.id, part.comment, part.number)
            raise
        return True

    async def _send_unsaid(
        self, part: DesiredPart, thread: Thread, generation: int, reply_to: int | None
    ) -> None:
        """Where a comment's words are refused, it has its place all the same."""
        if not part.instead:
            return
        bare = replace(part, content=part.instead, instead="")
        try:
            message = await self._send_as(generation, bare, thread, reply_to)
        except DiscordRejected:
            return
        if message is not None and await self._store.parts.sent(
            thread.mirror.id, part.comment, part.number, message, bare.hash, now=self._clock()
        ):
            thread.messages.setdefault(part.comment, {})[part.number] = message

    async def _send_as(
        self,
        generation: int,
        part: DesiredPart,
        thread: Thread,
        reply_to: int | None,
        *,
        wanted: int | None = None,
    ) -> int | None:
        key = nonce(thread.id, part.comment, part.number, generation)
        claimed = await self._store.parts.claim(
            thread.mirror.id, part.comment, part.number,
            generation=generation, nonce=key, content=part.hash, now=self._clock(),
            words=part.words, wanted=wanted,
        )  # fmt: skip
        if not claimed:
            return None
        return await self._room.for_(
            thread.mirror.guild,
            lambda: self._publisher.send(thread.id, part.content, nonce=key, reply_to=reply_to),
        )

    def _may_come(self, step: Send | Remove, thread: Thread) -> bool:
        """Whether it removes a message so lately cut off that not finding it says nothing."""
        if isinstance(step, Send) or step.message_id is not None:
            return False
        return self._clock() < thread.parts[step.comment, step.number].since + LATE

    async def _remove(self, step: Remove, thread: Thread) -> None:
        mirror, message = thread.mirror.id, step.message_id
        if message is not None:
            await self._store.parts.become(mirror, step.comment, step.number, PartState.REMOVING)
            await self._room.for_(
                thread.mirror.guild, lambda: self._publisher.delete(thread.id, message)
            )
        await self._store.parts.become(mirror, step.comment, step.number, PartState.GONE)
        thread.messages.get(step.comment, {}).pop(step.number, None)
