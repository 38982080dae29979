"""The demo's Discord: a server in simcord's simulation, with its clock kept moving.

simcord is made for tests, and its clock moves only when it is told to.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord
import simcord

from bot.demo.stage_page import AllPages, RoomPage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.demo.stage_page import Pictures
    from bot.discord.client import Client

log = logging.getLogger(__name__)

SERVER = "The Potting Shed"
CHANNEL = "articles"
MODERATION = "moderation"
VISITOR = "you"
BOT = "Afterword"

PAUSE = 0.3
"""Seconds between two steps of the clock."""


@asynccontextmanager
async def staged(client: Client, pictures: Pictures, rooms: str) -> AsyncIterator[Stage]:
    """Connect the bot to a simulated Discord; stop and disconnect it at the end.

    `rooms` and the id of a channel or thread make the address at which links to it lead.
    """
    env = simcord.Env(client, check_errors=False)
    # It begins in January 2026; today's comments are to look like today's.
    env.backend.advance_clock((datetime.now(UTC) - env.now()).total_seconds())
    await env.start()
    try:
        with env.time_context():
            async with AsyncExitStack() as closing:
                stage = Stage(env, pictures, rooms, closing)
                if client.user is not None:
                    await client.user.edit(username=BOT)
                try:
                    yield stage
                finally:
                    await client.close()
    finally:
        await env.shutdown()


class Stage:
    """One server with two channels, the bot, and a visitor who may do everything."""

    def __init__(
        self, env: simcord.Env, pictures: Pictures, rooms: str, closing: AsyncExitStack
    ) -> None:
        self._env = env
        self._pictures = pictures
        self._rooms = rooms
        self._closing = closing
        guild = env.create_guild(SERVER)
        self._channel = guild.create_text_channel(CHANNEL)
        assert env.bot.user is not None  # noqa: S101 - it is connected
        self._moderation = guild.create_text_channel(
            MODERATION,
            overwrites={
                guild.default_role: discord.PermissionOverwrite(view_channel=False),
                env.bot.user: discord.PermissionOverwrite(view_channel=True),
            },
        )
        keeper = guild.create_role("Keeper", permissions=discord.Permissions.all())
        self._visitor = guild.add_member(env.create_user(VISITOR), roles=[keeper])
        self.guild_id = guild.id
        self.channel_id = self._channel.id
        self.moderation_id = self._moderation.id
        self._open: dict[int, RoomPage] = {}
        self._together = AllPages()
        self._turn = asyncio.Lock()
        self._requests = 0

    async def page(self, room_id: int) -> str | None:
        """The address of the page that shows this channel or thread, opened if it isn't yet.

        None if there is no such channel or thread. The address carries a key: whoever has it acts
        as the visitor.
        """
        found = {room.id: room for room in self._rooms_there()}
        if room_id not in found:
            return None
        async with self._turn:
            if room_id in self._open and not self._open[room_id].ended:
                return self._open[room_id].url
            page = RoomPage(
                self._env,
                found[room_id],
                self._visitor,
                pictures=self._pictures,
                rooms=self._rooms,
                turn=self._turn,
                pages=self._together,
            )
            self._open[room_id] = await self._closing.enter_async_context(page)
            return page.url

    def _rooms_there(self) -> list[simcord.ChannelHandle]:
        return [self._channel, self._moderation, *self._channel.threads]

    async def keep_time(self, stop: asyncio.Event) -> None:
        """Move simcord's clock along with the real one until `stop` is set."""
        while not stop.is_set():
            async with self._turn:
                try:
                    await self._step()
                except TimeoutError:
                    log.debug("The bot is still at work; simcord goes on with the next step.")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)

    async def _step(self) -> None:
        behind = (datetime.now(UTC) - self._env.now()).total_seconds()
        await self._env.advance_time(max(behind, 0.0))
        requests = len(self._env.http_requests)
        if requests != self._requests:
            self._requests = requests
            for page in self._open.values():
                if not page.ended:
                    await page.refresh()
