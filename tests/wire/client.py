"""A real discord.py client inside the test's process, connected to a stand-in."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.wire.launch import point_discord_at
from tests.wire.wire import PATIENCE, Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


class Witness(discord.Client):
    """Remembers what reached its listeners, in order."""

    def __init__(self, intents: discord.Intents) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0.01)
        self.heard: list[str] = []
        self.resumed = asyncio.Event()
        self.gone = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits five seconds here before identifying anew."""

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


@contextmanager
def pointed(wire: Wire) -> Iterator[None]:
    """Clients made here go to the stand-in."""
    saved = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    point_discord_at(wire.address)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = saved


@asynccontextmanager
async def connected(
    wire: Wire, token: str | None = None, intents: discord.Intents | None = None
) -> AsyncIterator[Witness]:
    """A client that is logged in and ready; an error that ends it is raised at the end."""
    with pointed(wire):
        async with Witness(intents or discord.Intents.default()) as client:
            running = asyncio.create_task(client.start(token or wire.token))
            ready = asyncio.create_task(client.wait_until_ready())
            await asyncio.wait(
                (running, ready), timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED
            )
            if ready.done():
                yield client
    ready.cancel()
    await running


@dataclass(frozen=True, slots=True)
class Harbour:
    """A guild with one text channel, and a client that is in it."""

    wire: Wire
    client: Witness
    guild_id: int
    channel: discord.TextChannel

    @property
    def guild(self) -> discord.Guild:
        guild = self.client.get_guild(self.guild_id)
        assert guild is not None
        return guild


@asynccontextmanager
async def harbour(
    intents: discord.Intents | None = None, **settings: Any
) -> AsyncIterator[Harbour]:
    """The usual beginning of a check: a stand-in with these settings, and a client on it."""
    async with Wire(**settings) as wire:
        guild_id = wire.world.create_guild("Harbour")
        channel_id = wire.world.create_channel(guild_id, "articles")
        async with connected(wire, intents=intents) as client:
            yield Harbour(wire, client, guild_id, client.text_channel(channel_id))
