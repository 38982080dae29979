"""The demo's Discord: simcord's simulation, kept moving, with a page for each channel and thread.

simcord is made for tests: its clock stands still, it does one thing at a time, and it shows one
channel in the browser. A demo needs the three otherwise, and all of that is here.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord
import simcord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from simcord import ChannelHandle, Env, Preview

    from bot.client import Client

log = logging.getLogger(__name__)

SERVER = "The Potting Shed"
CHANNEL = "articles"
VISITOR = "you"

PAUSE = 0.3
"""Seconds between two steps of the clock."""


class NoSuchRoom(Exception):
    """The simulated Discord has no channel or thread with this id."""


@asynccontextmanager
async def staged(client: Client, pictures: Mapping[str, tuple[str, bytes]]) -> AsyncIterator[Stage]:
    """Connect the bot to a simulated Discord; disconnect it at the end.

    `pictures` maps addresses to (file name, content): the pages load nothing from elsewhere.
    """
    env = simcord.Env(client, check_errors=False)
    # simcord begins in January 2026; members are to see today's dates.
    env.backend.advance_clock((datetime.now(UTC) - env.now()).total_seconds())
    await env.start()
    try:
        with env.time_context():
            async with AsyncExitStack() as previews:
                stage = Stage(env, pictures, previews)
                clock = asyncio.create_task(stage.run(), name="clock of the demo")
                try:
                    yield stage
                finally:
                    clock.cancel()
                    await asyncio.wait([clock])
                    await client.close()
    finally:
        await env.shutdown()


class Stage:
    """One server with one channel, the bot, and a visitor who may do everything."""

    def __init__(
        self, env: Env, pictures: Mapping[str, tuple[str, bytes]], previews: AsyncExitStack
    ) -> None:
        self._env = env
        self._pictures = pictures
        self._closing = previews
        guild = env.create_guild(SERVER)
        self._channel = guild.create_text_channel(CHANNEL)
        keeper = guild.create_role("Keeper", permissions=discord.Permissions.all())
        self._visitor = guild.add_member(env.create_user(VISITOR), roles=[keeper])
        self.guild_id = guild.id
        self.channel_id = self._channel.id
        self._open: dict[int, Preview] = {}
        self._turn = asyncio.Lock()
        self._requests = 0

    async def page(self, channel_id: int) -> str:
        """The address of the page that shows this channel or thread, opened if it isn't yet.

        Raises NoSuchRoom. The address carries a key: whoever has it acts as the visitor.
        """
        rooms = {room.id: room for room in (self._channel, *self._channel.threads)}
        if channel_id not in rooms:
            raise NoSuchRoom
        async with self._turn:
            try:
                return self._open[channel_id].url
            except (KeyError, simcord.SetupError):  # never opened, or ended by the visitor
                return (await self._show(rooms[channel_id])).url

    async def run(self) -> None:
        """Move simcord's clock along with the real one, until cancelled."""
        while True:
            async with self._turn:
                try:
                    await self._step()
                except TimeoutError:
                    log.debug("The bot is still at work; simcord goes on with the next step.")
            await asyncio.sleep(PAUSE)

    async def _step(self) -> None:
        behind = (datetime.now(UTC) - self._env.now()).total_seconds()
        await self._env.advance_time(max(behind, 0.0))
        if len(self._env.http_requests) == self._requests:
            return
        self._requests = len(self._env.http_requests)
        for preview in self._open.values():
            try:
                await preview.refresh()
            except simcord.SetupError:
                log.debug("A page was ended by the visitor.")

    async def _show(self, room: ChannelHandle) -> Preview:
        """Open a page of its own for this channel or thread.

        Two things here reach into simcord 3.2. It allows one Preview at a time, for the sake of
        the one place that is told when a page's action begins: `_AllPages` takes that place and
        tells all of them. And it refuses an action while the clock moves: actions take turns with
        the clock instead.
        """
        preview = self._env.preview(
            room, viewers=[self._visitor], layout="channel", assets=self._pictures
        )
        await self._closing.enter_async_context(preview)
        preview._action = self._in_turn(preview._action)  # type: ignore[method-assign, assignment]  # noqa: SLF001
        self._open[room.id] = preview
        self._env._preview = _AllPages(self._open)  # type: ignore[assignment]  # noqa: SLF001
        return preview

    def _in_turn(
        self, act: Callable[..., Awaitable[dict[str, Any]]]
    ) -> Callable[..., Awaitable[dict[str, Any]]]:
        async def wait_and_act(*given: Any) -> dict[str, Any]:
            async with self._turn:
                return await act(*given)

        return wait_and_act


class _AllPages:
    """Stands where simcord keeps its one Preview."""

    _closed = True
    """What simcord looks at before it opens another."""

    def __init__(self, pages: Mapping[int, Preview]) -> None:
        self._pages = pages

    def _mark_action_dispatched(self) -> None:
        for preview in self._pages.values():
            preview._mark_action_dispatched()  # noqa: SLF001 - each knows whether it was its own
