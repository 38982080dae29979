"""A real discord.py client inside the test's process, connected to a stand-in."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import discord
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.wire.launch import point_discord_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wire.wire import Wire


class Witness(discord.Client):
    """Remembers what reached its listeners, in order."""

    def __init__(self, **options: Any) -> None:
        intents = options.pop("intents", discord.Intents.default())
        super().__init__(intents=intents, guild_ready_timeout=0.01, **options)
        self.heard: list[str] = []
        self.resumed = asyncio.Event()
        self.gone = asyncio.Event()

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message.content)

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def on_disconnect(self) -> None:
        self.gone.set()

    def text_channel(self, channel_id: int) -> discord.TextChannel:
        channel = self.get_channel(channel_id)
        assert isinstance(channel, discord.TextChannel)
        return channel


@asynccontextmanager
async def connected(wire: Wire, token: str | None = None, **options: Any) -> AsyncIterator[Witness]:
    """A client that is logged in and ready; an error that ends it is raised at the end."""
    saved = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    point_discord_at(wire.address)
    try:
        async with Witness(**options) as client:
            running = asyncio.create_task(client.start(token or wire.token))
            ready = asyncio.create_task(client.wait_until_ready())
            await asyncio.wait((running, ready), timeout=10, return_when=asyncio.FIRST_COMPLETED)
            if ready.done():
                yield client
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = saved
    ready.cancel()
    await running
