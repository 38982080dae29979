"""The application in the developer portal: what is to be known of it, and what it may change."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.discord.application import asking, gives_words, logged_in
from bot.discord.permissions import NEEDED, invite_link
from bot.errors import DiscordError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

SCOPES = ["bot", "applications.commands"]
PAUSE = 2.0
"""Seconds between two looks for a server."""

CODE_GRANT = (
    "“Requires OAuth2 Code Grant” is on, and so nobody can invite the bot. Switch it off in the "
    "portal: your application, Bot, Authorization Flow."
)
ENDPOINT = (
    "An Interactions Endpoint URL is set, and so the bot would never hear of a command. Empty it "
    "in the portal: your application, General Information."
)


@dataclass(frozen=True, slots=True)
class Application:
    """An application as its bot sees it."""

    bot: str
    invitation: str
    reads_all: bool
    """Whether Discord tells it everybody's words."""
    asks_enough: bool
    """Whether its profile's button invites it with the permissions that it needs."""
    obstacles: tuple[str, ...]
    """What only its owner can change, and how."""


async def look(token: str) -> Application:
    """Ask Discord. Raises DiscordError as `logged_in` does."""
    async with logged_in(token) as client:
        info = await _about(client)
        return Application(
            bot=str(client.user),
            invitation=invite_link(info.id),
            reads_all=gives_words(info.flags),
            asks_enough=_asks_enough(info),
            obstacles=tuple(_obstacles(info)),
        )


async def let_read_all(token: str) -> bool:
    """Switch the Message Content intent on; False where Discord leaves that to the owner."""
    async with logged_in(token) as client:
        flags = (await _about(client)).flags
        flags.gateway_message_content_limited = True
        changed = await _changed(client, flags=flags)
        return changed is not None and gives_words(changed.flags)


async def ask_enough(token: str) -> bool:
    """Let the profile's button ask for what the bot needs; False where Discord refuses."""
    async with logged_in(token) as client:
        changed = await _changed(
            client, install_params_scopes=SCOPES, install_params_permissions=NEEDED
        )
        return changed is not None and _asks_enough(changed)


async def servers(token: str) -> list[str]:
    """The names of the servers that the bot is in; at most ten."""
    async with logged_in(token) as client:
        return await _servers(client)


async def first_server(token: str, seconds: float) -> str | None:
    """Wait until it is in one, and say in which; None if it is in none by then."""
    async with logged_in(token) as client:
        for _ in range(round(seconds / PAUSE)):
            if names := await _servers(client):
                return names[0]
            await asyncio.sleep(PAUSE)
    return None


@asynccontextmanager
async def _asking() -> AsyncIterator[None]:
    """Also what Discord forbids is said in words."""
    try:
        async with asking():
            yield
    except (discord.Forbidden, discord.NotFound) as error:
        raise DiscordError(f"Discord answers with error {error.status}.") from error


async def _servers(client: discord.Client) -> list[str]:
    async with _asking():
        return [guild.name async for guild in client.fetch_guilds(limit=10, with_counts=False)]


async def _about(client: discord.Client) -> discord.AppInfo:
    async with _asking():
        return await client.application_info()


async def _changed(client: discord.Client, **changes: Any) -> discord.AppInfo | None:
    """Change the application; None where Discord says no."""
    info = await _about(client)
    async with _asking():
        try:
            return await info.edit(**changes)
        except discord.HTTPException as error:
            if 400 <= error.status < 500 and error.status != 429:
                return None
            raise


def _asks_enough(info: discord.AppInfo) -> bool:
    params = info.install_params
    if params is None:
        return False
    return params.permissions >= NEEDED and set(SCOPES) <= set(params.scopes)


def _obstacles(info: discord.AppInfo) -> Iterator[str]:
    if info.bot_require_code_grant:
        yield CODE_GRANT
    if info.interactions_endpoint_url:
        yield ENDPOINT
