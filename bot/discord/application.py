"""The application behind the bot, asked over Discord's REST API alone.

A running bot keeps its place at the gateway. Which of people's words it gets there depends on the
application's flags, and Discord refuses whoever asks for more.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.discord.permissions import LOGIN_REFUSED
from bot.errors import DiscordError, DiscordUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LIMIT = 15
"""Seconds that each question to Discord may take, discord.py's own attempts included."""

UNREACHABLE = (
    "Discord can't be reached. Is this computer online, and may it connect to discord.com (443)?"
)


@asynccontextmanager
async def logged_in(token: str) -> AsyncIterator[discord.Client]:
    """A client that asks, and connects to no gateway.

    Raises DiscordError where the token is refused, DiscordUnavailable where nobody answers.
    """
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        try:
            async with asking():
                await client.login(token)
        except (discord.LoginFailure, ValueError) as error:
            raise DiscordError(LOGIN_REFUSED) from error
        yield client


async def reads_all(token: str) -> bool:
    """Whether Discord would tell this bot everybody's words. Raises as `logged_in` does."""
    async with logged_in(token) as client:
        return gives_words(client.application_flags)


def gives_words(flags: discord.ApplicationFlags) -> bool:
    """Whether an application with these flags may ask for the Message Content intent."""
    return flags.gateway_message_content or flags.gateway_message_content_limited


@asynccontextmanager
async def asking() -> AsyncIterator[None]:
    """Say in our words that no answer came; refusals pass, whoever asked knows what they mean.

    Raises DiscordUnavailable, after `LIMIT` seconds at the latest.
    """
    try:
        async with asyncio.timeout(LIMIT):
            yield
    except (discord.NotFound, discord.Forbidden, discord.LoginFailure, discord.InvalidData):
        raise
    except discord.HTTPException as error:
        words = f"Discord answers with error {error.status}. Try again in a few minutes."
        raise DiscordUnavailable(words) from error
    except discord.RateLimited as error:
        words = "Discord asks the bot to slow down. Try again in a few minutes."
        raise DiscordUnavailable(words) from error
    except TimeoutError as error:
        words = f"Discord did not answer within {LIMIT} seconds. Try again in a few minutes."
        raise DiscordUnavailable(words) from error
    except (aiohttp.ClientError, OSError) as error:
        raise DiscordUnavailable(UNREACHABLE) from error
