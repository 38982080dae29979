"""Changes of what stands in Discord: beside the words, each message by itself.

Of messages older than an hour Discord allows only so many edits, and tells no number (error
30046). However long one of them has to wait, nothing waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import (
    ChannelGone,
    DiscordError,
    DiscordUnavailable,
    EditLimited,
    MessageGone,
    WordsRefused,
)
from bot.faults import fault
from bot.mirror.plan import Edit
from bot.mirror.room import THREAD_DELETED
from bot.store.discord.parts import STANDS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.languages.phrase import Phrase
    from bot.mirror.announce import Announcer
    from bot.mirror.desired import Desired
    from bot.mirror.draft import Draft, Drafts, Thread
    from bot.mirror.ports import Publisher
    from bot.mirror.room import Room
    from bot.store.discord.mirror import MirrorRecord
    from bot.store.store import Store

    Change = Callable[[], Awaitable[None]]

log = logging.getLogger(__name__)

FIRST_PAUSE = 15
LONGEST_PAUSE = 3600
"""Seconds before a change that was put off is tried again; the first one is doubled each time."""

COUNT_PAUSE = 900
"""Seconds between two changes of an announcement's number of comments alone: each would take one
edit from the words. That there are none any more is shown at once."""

AT_ONCE = 8
"""Messages changed side by side, in all threads together."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """A message whose change was put off: until when, after which pause, and why."""

    until: int
    pause: int
    reason: Phrase


class Edits:
    """Changes messages, and remembers which of them have to wait."""

    def __init__(
        self,
        store: Store,
        publisher: Publisher,
        room: Room,
        clock: Callable[[], int],
        *,
        announcer: Announcer,
        drafts: Drafts,
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._drafts = drafts
        self._announcer = announcer
        self._room = room
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting: dict[int, _Wait] = {}

    async def change(self, mirror_id: int) -> None:
        """Change what shows something else than it should; what can't be changed now waits."""
        mirror = await self._store.mirrors.get(mirror_id)
        if mirror is None or mirror.thread_id is None:
            return
        draft = await self._drafts.draft(mirror, mirror.thread_id)
        changes = self._changes(mirror, draft)
        try:
            await self._carry_out(mirror, changes)
        except ChannelGone:
            await self._store.mirrors.pause(mirror.id, THREAD_DELETED)
            return
        except Exception as error:
            due = self._clock() + FIRST_PAUSE
            await self._store.mirrors.changed(
                mirror.id, due=due, failure=fault(error), wanted=mirror.wanted
            )
            raise
        waiting = [self._waiting[message] for message in changes if message in self._waiting]
        times = [each.until for each in waiting]
        later = announcement_due(mirror, draft.wish) or 0
        if later > self._clock():
            times.append(later)
        await self._store.mirrors.changed(
            mirror.id,
            due=min(times, default=None),
            failure=waiting[0].reason if waiting else None,
            wanted=mirror.wanted,
        )

    def _changes(self, mirror: MirrorRecord, draft: Draft) -> dict[int, Change]:
        """What there is to change now, by message."""
        changes: dict[int, Change] = {
            step.message_id: partial(self._message, step, draft.thread)
            for step in draft.steps
            if isinstance(step, Edit)
        }
        due = announcement_due(mirror, draft.wish)
        if due is not None and due <= self._clock():
            # One that was removed has nothing to show, which is noted too.
            changes[mirror.announcement_id or 0] = partial(self._announcer.show, mirror, draft.wish)
        return changes

    async def _carry_out(self, mirror: MirrorRecord, changes: dict[int, Change]) -> None:
        """Make each change whose time has come. Raises ChannelGone."""
        for message, change in changes.items():
            if await self._store.mirrors.wanted(mirror.id) != mirror.wanted:
                return
            wait = self._waiting.get(message)
            if wait is not None and self._clock() < wait.until:
                continue
            try:
                async with self._turns:
                    await change()
            except ChannelGone:
                raise
            except DiscordError as error:
                pause = min(2 * wait.pause, LONGEST_PAUSE) if wait is not None else FIRST_PAUSE
                self._waiting[message] = _Wait(self._clock() + pause, pause, error.phrase)
                log.info("A change in channel %s is put off: %s", mirror.channel, error)
                if isinstance(error, DiscordUnavailable) and not isinstance(error, EditLimited):
                    return  # nor could any other be made now
            else:
                self._waiting.pop(message, None)

    async def _message(self, step: Edit, thread: Thread) -> None:
        part, mirror = step.part, thread.mirror
        try:
            await self._room.for_(
                mirror.guild, lambda: self._publisher.edit(thread.id, step.message_id, part.content)
            )
        except MessageGone:
            await self._store.parts.removed_by_people(step.message_id)
        except WordsRefused as error:
            log.warning(
                "Discord refused part %s of comment %s: %s", part.number, part.comment, error
            )
            await self._store.parts.refused(mirror.id, part.comment, part.number, part.hash)
        else:
            await self._store.parts.edited(
                mirror.id, part.comment, part.number, part.hash, part.words
            )


def announcement_due(mirror: MirrorRecord, wish: Desired) -> int | None:
    """When the announcement is to be changed: at once (0), or for its number of comments later.

    None if it looks as it should.
    """
    if mirror.announcement_hash is None:
        return 0
    says_the_same = mirror.announcement_words in {STANDS, wish.words}
    if not says_the_same and mirror.announcement_hash != wish.announcement.hash:
        return 0
    if mirror.counted == wish.comments:
        return None
    # Whoever follows a number to the thread finds comments there, if not so many.
    return mirror.counted_at + COUNT_PAUSE if wish.comments else 0
