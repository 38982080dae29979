"""The demo's Discord: a server in simcord's simulation, with its clock kept moving.

simcord is made for tests, and its clock moves only when it is told to.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord
import simcord

from bot.demo.seat import Seat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

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
async def staged(client: Client) -> AsyncIterator[Stage]:
    """Connect the bot to a simulated Discord; stop and disconnect it at the end."""
    env = simcord.Env(client, check_errors=False)
    # It begins in January 2026; today's comments are to look like today's.
    env.backend.advance_clock((datetime.now(UTC) - env.now()).total_seconds())
    await env.start()
    try:
        with env.time_context():
            if client.user is not None:
                await client.user.edit(username=BOT)
            try:
                yield _furnished(env)
            finally:
                await client.close()
    finally:
        await env.shutdown()


@dataclass(frozen=True, slots=True)
class Stage:
    """One server with two channels, the bot, and a visitor who may do everything."""

    seat: Seat
    channel_id: int
    moderation_id: int

    @property
    def guild_id(self) -> int:
        """The server."""
        return self.seat.guild.id

    async def keep_time(self, stop: asyncio.Event, look: Callable[[], bool]) -> None:
        """Move simcord's clock along with the real one until `stop` is set.

        After each step `look` says whether anything happened that is not simcord's.
        """
        env, changes = self.seat.env, self.seat.changes
        env.backend.subscribers.append(lambda *_: changes.note())
        requests = 0
        while not stop.is_set():
            async with self.seat.turn:
                behind = (datetime.now(UTC) - env.now()).total_seconds()
                try:
                    await env.advance_time(max(behind, 0.0))
                except TimeoutError:
                    log.debug("The bot is still at work; simcord goes on with the next step.")
            if look() or len(env.http_requests) != requests:
                requests = len(env.http_requests)
                changes.note()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)


def _furnished(env: simcord.Env) -> Stage:
    assert env.bot.user is not None  # noqa: S101 - it is connected
    guild = env.create_guild(SERVER)
    channel = guild.create_text_channel(CHANNEL)
    moderation = guild.create_text_channel(
        MODERATION,
        overwrites={
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            env.bot.user: discord.PermissionOverwrite(view_channel=True),
        },
    )
    keeper = guild.create_role("Keeper", permissions=discord.Permissions.all())
    visitor = guild.add_member(env.create_user(VISITOR), roles=[keeper])
    return Stage(Seat(env, guild, visitor), channel.id, moderation.id)
