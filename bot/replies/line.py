"""One guild's replies to one blog: one at a time, oldest first, and what goes wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import (
    AfterwordError,
    BlogError,
    BlogRefused,
    BlogUnusable,
    ChannelGone,
    CommentRefused,
    PermissionMissing,
)
from bot.faults import OUR_FAULT
from bot.machine.shortage import shortage
from bot.replies.intake import DELETED
from bot.store.people.reply import ReplyState

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from bot.blogs.base import Desk
    from bot.faults import Faults
    from bot.languages.phrase import Phrase
    from bot.replies.courier import Courier
    from bot.store.people.exchanges import ExchangeRecord
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

PATIENCE = 3
"""Failures after which a reply lets others pass, if the blog is well otherwise."""

LONGEST_PAUSE = 3600
PAUSE = 60
"""Seconds for which it does; doubled each time."""

UNREADABLE_PAUSE = 300
"""Seconds before a message in a thread that can't be read is looked for again."""


class Line:
    """One guild's line to one blog."""

    def __init__(
        self,
        store: Store,
        courier: Courier,
        desk: Desk,
        exchange: ExchangeRecord,
        *,
        faults: Faults,
        clock: Callable[[], int],
        stop: asyncio.Event,
    ) -> None:
        self._store = store
        self._courier = courier
        self._desk = desk
        self._exchange = exchange
        self._faults = faults
        self._clock = clock
        self._stop = stop

    async def run(self) -> None:
        """Carry on until nothing is due. Raises BlogError and DiscordError: then the line waits."""
        before = None
        while not self._stop.is_set():
            reply = await self._store.replies.next_due(
                self._exchange.guild, self._exchange.blog, now=self._clock()
            )
            if reply is None:
                return
            if reply == before:
                raise RuntimeError("a reply was carried, and is due as before")
            before = reply
            await self._carry(reply)

    async def _carry(self, reply: ReplyRecord) -> None:
        try:
            await self._courier.carry(reply)
        except CommentRefused as error:
            await self._store.replies.refused(reply.message_id, error.phrase, edits=reply.edits)
        except ChannelGone:
            await self._thread_gone(reply)
        except PermissionMissing as error:
            # Only this thread can't be read; what waits in others goes on.
            await self._trouble_with(reply, error.phrase)
            await self._store.replies.later(
                reply.message_id, not_before=self._clock() + UNREADABLE_PAUSE
            )
        except BlogError as error:
            await self._failed(reply, error)
        except AfterwordError:
            raise
        except Exception as error:
            if shortage(error) is not None:
                raise  # nor can the others go on
            what = f"a reply in thread {reply.thread_id}"
            self._faults.met(("reply", reply.message_id), what, error)
            await self._trouble_with(reply, OUR_FAULT)
            await self._let_pass(reply, failures=reply.attempts)
        else:
            self._faults.over(("reply", reply.message_id))

    async def _thread_gone(self, reply: ReplyRecord) -> None:
        """With a thread its messages go; what stands on the blog stays there."""
        if reply.state in {ReplyState.QUEUED, ReplyState.POSTING}:
            await self._store.replies.withdraw(reply.message_id, reason=DELETED)
        else:
            await self._store.replies.carried(reply.message_id, edits=reply.edits)

    async def _trouble_with(self, reply: ReplyRecord, reason: Phrase) -> None:
        """Count a failure, and keep why, if it kept words of theirs from the blog."""
        stands = reply.state not in {ReplyState.QUEUED, ReplyState.POSTING}
        carried = stands and reply.edits == reply.carried
        about = None if reply.withdraw or carried else reason
        await self._store.replies.failed(reply.message_id, about)

    async def _failed(self, reply: ReplyRecord, error: BlogError) -> None:
        """Keep the order while the blog as such is in trouble; else let the others pass.

        A definite no to one comment, again and again, is an answer to its writer.
        """
        await self._trouble_with(reply, error.phrase)
        if reply.attempts + 1 < PATIENCE:
            raise error
        await self._desk.check()
        if isinstance(error, BlogRefused | BlogUnusable) and not reply.withdraw:
            await self._store.replies.refused(reply.message_id, error.phrase, edits=reply.edits)
            return
        await self._let_pass(reply, failures=reply.attempts + 1 - PATIENCE)

    async def _let_pass(self, reply: ReplyRecord, *, failures: int) -> None:
        """Let others go first for a while, longer with each failure."""
        pause = min(PAUSE * 2**failures, LONGEST_PAUSE)
        await self._store.replies.later(reply.message_id, not_before=self._clock() + pause)
