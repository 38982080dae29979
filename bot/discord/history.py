"""What the bot wrote itself in a channel, looked for where it is not recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CLOCK_DOUBT = timedelta(minutes=10)
"""How far our clock is thought to be off from Discord's, as a rule."""


def begun(since: int) -> datetime:
    """When Discord may have made at the earliest what we began then, in seconds since 1970."""
    return datetime.fromtimestamp(since, UTC) - CLOCK_DOUBT


async def own_messages(
    place: discord.abc.Messageable,
    me: discord.abc.User | None,
    *,
    first: datetime | discord.Object,
    limit: int,
) -> AsyncIterator[discord.Message]:
    """Ours among so many after that, the oldest first; then among as many of the newest.

    A time is by our clock: where that is far ahead of Discord's, nothing is after it.
    """
    async for message in place.history(after=first, oldest_first=True, limit=limit):
        if message.author == me:
            yield message
    if isinstance(first, discord.Object):
        return
    async for message in place.history(limit=limit):
        if message.author == me:
            yield message
