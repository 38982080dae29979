"""Somebody's place in simcord's Discord, and how one hears that something happened there."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simcord import Env, GuildHandle, MemberActor


class Changes:
    """Counts what happened, and wakes those who wait for more."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()

    def note(self) -> None:
        """Something happened."""
        self.count += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, count: int, seconds: float) -> int:
        """The count, as soon as it is not this one any more; after so many seconds, whatever."""
        if self.count == count:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._next.wait()
        return self.count


@dataclass(frozen=True, slots=True)
class Seat:
    """Which server, and as whom one is there; a page shows it, and acts from it."""

    env: Env
    guild: GuildHandle
    person: MemberActor
    changes: Changes = field(default_factory=Changes)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """simcord does one thing at a time: whoever acts, or moves its clock, holds this meanwhile."""
