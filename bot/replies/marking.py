"""Puts the reactions under members' messages that say how far each is."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.errors import (
    ChannelGone,
    DiscordError,
    DiscordRejected,
    MessageGone,
    PermissionMissing,
)
from bot.replies.marks import marks
from bot.replies.pauses import Pauses

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.faults import Faults
    from bot.replies.ports import Talk
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

DOUBT = "?"
"""Stands before reactions that may or may not be there."""


class Marking:
    """Puts what is missing, and takes away what is wrong, thread by thread.

    `pauses` holds the threads, by their ids, in which that is not possible at the moment.
    """

    def __init__(self, store: Store, talk: Talk, clock: Callable[[], int], faults: Faults) -> None:
        self._store = store
        self._faults = faults
        self._talk = talk
        self.pauses = Pauses(clock)

    async def look(self) -> None:
        """Put those that are due."""
        waiting = {key for key in self.pauses.waiting() if isinstance(key, int)}
        for reply in await self._store.replies.unmarked(besides=waiting):
            key = ("mark", reply.message_id)
            if reply.thread_id in waiting or not self._faults.is_due(key):
                continue
            try:
                with self._faults.contained(key, f"marking a reply in thread {reply.thread_id}"):
                    await self._mark(reply)
            except PermissionMissing:
                # Not now; in other threads it may go.
                waiting.add(reply.thread_id)
                self.pauses.failed(reply.thread_id)
            except DiscordError as error:
                log.warning("A reaction has to wait: %s", error)
                break
            else:
                self.pauses.over(reply.thread_id)

    async def appeared(self, message: int, mark: str) -> None:
        """Discord shows this reaction of ours under a message; if it should not, look again."""
        try:
            await self._store.replies.marks_too(message, mark, doubt=DOUBT)
        except Exception as error:  # noqa: BLE001 - whatever it is, one sign too many stays
            self._faults.met("appeared", "taking in a reaction", error)

    async def _mark(self, reply: ReplyRecord) -> None:
        wanted, there = marks(reply), tuple(reply.marks.split())
        if wanted != there:
            # If this is cut off, each of them may or may not be there.
            doubtful = dict.fromkeys((DOUBT, *there, *wanted))
            await self._store.replies.marking(reply.message_id, " ".join(doubtful))
            try:
                await self._talk.mark(
                    reply.thread_id,
                    reply.message_id,
                    add=[mark for mark in wanted if DOUBT in there or mark not in there],
                    remove=[mark for mark in there if mark not in {DOUBT, *wanted}],
                )
            except (MessageGone, ChannelGone, DiscordRejected):
                # There is nobody to tell, or no way to: "Why?" tells all the same.
                log.debug("A reaction could not be shown in thread %s.", reply.thread_id)
            except PermissionMissing:
                if not reply.forget:  # which waits for nothing
                    raise
        await self._store.replies.mark(reply, " ".join(wanted))
