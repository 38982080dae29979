"""What Discord allows only now and then, beside the words.

Changing what stands, renaming threads, publishing.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import DiscordError, MessageGone
from bot.faults import fault
from bot.mirror.urgency import Urgency, urgency

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.mirror.edits import Edits
    from bot.mirror.ports import Publisher
    from bot.mirror.room import Room
    from bot.store.discord.mirror import MirrorRecord
    from bot.store.store import Store
    from bot.tasks import Tasks

log = logging.getLogger(__name__)

PAUSE = 600
"""Seconds before what failed is tried again: Discord allows two renamings in ten minutes, and ten
publications in an hour."""


class SlowLanes:
    """Starts what is due in tasks of its own: however long one waits, nothing waits for it."""

    def __init__(
        self,
        store: Store,
        publisher: Publisher,
        edits: Edits,
        room: Room,
        clock: Callable[[], int],
        *,
        tasks: Tasks,
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._edits = edits
        self._room = room
        self._clock = clock
        self._tasks = tasks
        self._not_before: dict[tuple[str, int], int] = {}

    async def start(self) -> None:
        """Start what there is to change, to rename and to publish; returns at once."""
        with urgency(Urgency.BULK):
            await self._start()

    async def _start(self) -> None:
        for outdated in await self._store.mirrors.to_be_changed(now=self._clock()):
            self._tasks.start("edit", outdated, partial(self._edits.change, outdated))
        for mirror in await self._store.mirrors.misnamed():
            if self._is_due("rename", mirror):
                self._tasks.start("rename", mirror.id, partial(self._rename, mirror))
        for mirror in await self._store.announcements.to_publish():
            if self._is_due("publish", mirror):
                # One after the other in each channel: they share its limit.
                self._tasks.start("publish", mirror.channel, partial(self._publish, mirror))

    async def _rename(self, mirror: MirrorRecord) -> None:
        thread, name = mirror.thread_id, mirror.name_wanted
        assert thread is not None and name is not None  # noqa: S101, PT018 - misnamed ones have both
        try:
            await self._room.for_(
                mirror.guild, lambda: self._publisher.rename(thread, name, closed=mirror.closed)
            )
            await self._store.mirrors.threaded(mirror.id, thread, name)
        except DiscordError as error:
            self._wait("rename", mirror)
            await self._store.mirrors.failed(mirror.id, error.phrase)
            log.warning("Renaming thread %s failed: %s Trying again.", thread, error)
        except Exception as error:
            self._wait("rename", mirror)
            await self._store.mirrors.failed(mirror.id, fault(error))
            raise

    async def _publish(self, mirror: MirrorRecord) -> None:
        message = mirror.announcement_id
        assert message is not None  # noqa: S101 - an announcement that was sent has its id
        try:
            await self._publisher.publish(mirror.channel, message)
            await self._store.announcements.published(mirror.id)
        except MessageGone:
            await self._store.announcements.removed(message)
        except DiscordError as error:
            self._wait("publish", mirror)
            await self._store.announcements.not_published(mirror.id, error.phrase)
            log.warning("Publishing in %s failed: %s Trying again.", mirror.channel, error)
        except Exception as error:
            self._wait("publish", mirror)
            await self._store.announcements.not_published(mirror.id, fault(error))
            raise

    def _is_due(self, kind: str, mirror: MirrorRecord) -> bool:
        return self._clock() >= self._not_before.get((kind, mirror.id), 0)

    def _wait(self, kind: str, mirror: MirrorRecord) -> None:
        self._not_before[kind, mirror.id] = self._clock() + PAUSE
