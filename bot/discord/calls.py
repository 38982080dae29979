"""What every call to Discord has in common: our errors for its, and threads that sleep."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp
import discord

from bot.errors import (
    ChannelGone,
    DiscordError,
    DiscordRejected,
    DiscordUnavailable,
    EditLimited,
    MessageGone,
    PermissionMissing,
    ThreadClosed,
    ThreadsFull,
    WordsRefused,
)
from bot.languages.phrase import Phrase
from bot.machine.shortage import shortage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

_T = TypeVar("_T")

UNKNOWN_MESSAGE = 10008
THREADS_FULL = {160006, 160007}
THREAD_ARCHIVED = 50083
THREAD_LOCKED = 160005
ASLEEP = {THREAD_ARCHIVED, THREAD_LOCKED}
FORUM = 40058
"""A message sent into a forum itself."""

EDITS_SPENT = {30046, 20022}
"""Of messages older than an hour, and of published ones."""

WORDS = {50035, 50006, 20009, 200000, 200001, 240000}
"""Malformed, empty, explicit, and what a server's or Discord's own filters block."""

PATIENCE = 30
"""Seconds for a change: it can be made again, and discord.py would wait for as long as Discord
says, five times over."""

NOBODY = discord.AllowedMentions.none()


class Awake:
    """Wakes threads in which Discord turns edits, deletions and reactions down.

    What moderators closed and locked stays locked meanwhile, and is closed again afterwards.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def act(
        self, thread: int, act: Callable[[], Awaitable[_T]], *, even_locked: bool = True
    ) -> _T:
        """Act; where the thread turns out to be archived, open it first.

        Unless `even_locked`, ThreadClosed is raised for one that someone locked.
        """
        try:
            return await act()
        except discord.HTTPException as error:
            if error.code not in ASLEEP:
                raise
            found = await self.fetch(thread)
            if found.locked and not even_locked:
                raise _closed() from error
        found = await found.edit(archived=False)
        try:
            return await act()
        finally:
            if found.locked:
                await found.edit(archived=True)

    async def change(self, thread: int, **changes: Any) -> bool:
        """Change the thread itself; answers whether it was archived, which it is no longer.

        Discord changes an archived thread only by the request that wakes it.
        """
        found = await self.thread(thread)
        if not found.archived:
            try:
                await found.edit(**changes)
            except discord.HTTPException as error:
                if error.code not in ASLEEP:
                    raise
            else:
                return False
        await found.edit(**{**changes, "archived": False})
        return True

    async def thread(self, thread: int) -> discord.Thread:
        """The thread itself, archived or not, as we know it."""
        found = self._client.get_channel(thread)
        return _as_thread(found) if found is not None else await self.fetch(thread)

    async def fetch(self, thread: int) -> discord.Thread:
        """The thread as it is now, whatever the cache heard of it."""
        return _as_thread(await self._client.fetch_channel(thread))


@asynccontextmanager
async def changing() -> AsyncIterator[None]:
    """As `translated`, for a change that is given up after a while, to be made later."""
    with translated():
        try:
            async with asyncio.timeout(PATIENCE) as limit:
                yield
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise _limited() from error


@contextmanager
def translated() -> Iterator[None]:
    """Turn what discord.py and its connection raise into our errors."""
    try:
        yield
    except discord.NotFound as error:
        if error.code == UNKNOWN_MESSAGE:
            raise MessageGone("The message is not there any more.") from error
        raise ChannelGone("The channel or thread is not there any more.") from error
    except discord.HTTPException as error:
        raise _ours(error) from error
    except discord.RateLimited as error:
        raise DiscordUnavailable("Discord asks the bot to slow down.") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        lost = shortage(error) or Phrase("The connection to Discord was lost.")
        raise DiscordUnavailable(lost) from error


def _ours(error: discord.HTTPException) -> DiscordError:
    if error.code in {*ASLEEP, FORUM}:
        return _closed()
    if error.code in THREADS_FULL:
        return ThreadsFull("The server has as many active threads as Discord allows.")
    if error.code in EDITS_SPENT:
        return _limited()
    if isinstance(error, discord.Forbidden):
        return PermissionMissing(
            "The bot lacks a permission in this channel ({answer}).",
            answer=error.text or error.code,
        )
    if error.status == 429 or error.status >= 500:
        return DiscordUnavailable("Discord answers with error {status}.", status=error.status)
    said = Phrase("Discord said: {answer}", answer=error.text or error.code)
    return WordsRefused(said) if error.code in WORDS else DiscordRejected(said)


def _closed() -> ThreadClosed:
    return ThreadClosed(
        "The thread is closed and locked: new comments wait until someone opens it."
    )


def _limited() -> EditLimited:
    return EditLimited("Discord lets an older message be changed only later.")


def _as_thread(found: object) -> discord.Thread:
    if not isinstance(found, discord.Thread):
        raise ChannelGone("The thread is not there any more.")
    return found
