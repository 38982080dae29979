"""What every call to Discord has in common: our errors for its, and threads that sleep."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.errors import (
    ChannelGone,
    DiscordRejected,
    DiscordUnavailable,
    MessageGone,
    PermissionMissing,
    ThreadsFull,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

UNKNOWN_MESSAGE = 10008
THREADS_FULL = {160006, 160007}
THREAD_ARCHIVED = 50083
THREAD_LOCKED = 160005

CLOCK_DOUBT = timedelta(minutes=10)
"""How far our clock may be off from Discord's."""

NOBODY = discord.AllowedMentions.none()


class Awake:
    """Wakes threads in which Discord turns edits, deletions and reactions down."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def act(
        self, thread: int, act: Callable[[], Awaitable[object]], *, even_locked: bool = True
    ) -> None:
        """Act; where the thread turns out to be archived or locked, open it first.

        Unless `even_locked`, PermissionMissing is raised for one that someone locked.
        """
        try:
            await act()
        except discord.HTTPException as error:
            if error.code not in {THREAD_ARCHIVED, THREAD_LOCKED}:
                raise
            if not even_locked and (await self.thread(thread)).locked:
                raise PermissionMissing("The thread is locked.") from error
            await self.wake(thread)
            await act()

    async def wake(self, thread: int) -> None:
        """Unlock and unarchive."""
        await (await self.thread(thread)).edit(locked=False, archived=False)

    async def thread(self, thread: int) -> discord.Thread:
        """The thread itself, archived or not."""
        found = self._client.get_channel(thread) or await self._client.fetch_channel(thread)
        if not isinstance(found, discord.Thread):
            raise ChannelGone("The thread is not there any more.")
        return found


@contextmanager
def translated() -> Iterator[None]:
    """Turn what discord.py and its connection raise into our errors."""
    try:
        yield
    except discord.NotFound as error:
        if error.code == UNKNOWN_MESSAGE:
            raise MessageGone("The message is not there any more.") from error
        raise ChannelGone("The channel or thread is not there any more.") from error
    except discord.Forbidden as error:
        raise PermissionMissing(
            "The bot lacks a permission in this channel ({answer}).",
            answer=error.text or error.code,
        ) from error
    except discord.HTTPException as error:
        if error.code in THREADS_FULL:
            raise ThreadsFull("The server has as many active threads as Discord allows.") from error
        if error.status == 429 or error.status >= 500:
            raise DiscordUnavailable(
                "Discord answers with error {status}.", status=error.status
            ) from error
        raise DiscordRejected("Discord said: {answer}", answer=error.text or error.code) from error
    except discord.RateLimited as error:
        raise DiscordUnavailable("Discord asks the bot to slow down.") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise DiscordUnavailable("The connection to Discord was lost.") from error
