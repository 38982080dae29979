"""Discord, asked over its REST API alone: a running bot keeps its place at the gateway."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.console.check.findings import Finding
from bot.discord.followable import is_followable
from bot.discord.permissions import (
    CONTENT_REFUSED,
    LOGIN_REFUSED,
    NAMES,
    ROLE_UNHEARD,
    invite_link,
    lacking,
    pings,
)
from bot.errors import DiscordError
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.console.check.known import Place

LIMIT = 15
"""Seconds that each question to Discord may take, discord.py's own attempts included."""

SETTING = "DISCORD_TOKEN"
NOT_SET = (
    "not set. Copy it from the Discord developer portal (your application, Bot, Reset Token) into "
    ".env; without one there is only the demo."
)
UNREACHABLE = (
    "Discord can't be reached. Is this computer online, and may it connect to discord.com (443)?"
)
NOT_ASKED = "not looked at: for that, Discord has to accept the bot first."


async def discord_side(token: str | None, places: list[Place]) -> list[Finding]:
    """The token, the intent, and every place."""
    if token is None:
        return [Finding(False, SETTING, NOT_SET), *_not_asked(places)]
    async with discord.Client(intents=discord.Intents.none()) as client:
        accepted = await _login(client, token)
        if not accepted.ok:
            return [accepted, *_not_asked(places)]
        found = [accepted, _intent(client.application_flags)]
        places = [await _with_guild(client, place) for place in places]
        places.sort(key=lambda place: place.guild or 0)
        servers = [list(group) for _, group in groupby(places, key=lambda place: place.guild)]
        for answers in await asyncio.gather(*(_server(client, each) for each in servers)):
            found += answers
        return found


def _not_asked(places: list[Place]) -> list[Finding]:
    return [Finding(None, f"Channel {place.channel}", NOT_ASKED) for place in places]


async def _login(client: discord.Client, token: str) -> Finding:
    try:
        with _asking():
            async with asyncio.timeout(LIMIT):
                await client.login(token)
    except (discord.LoginFailure, ValueError):
        return Finding(False, SETTING, LOGIN_REFUSED)
    except DiscordError as error:
        return Finding(False, SETTING, str(error))
    return Finding(True, SETTING, f"accepted; the bot is {client.user}.")


def _intent(flags: discord.ApplicationFlags) -> Finding:
    """Whether the developer portal grants what the gateway would refuse us without."""
    on = flags.gateway_message_content or flags.gateway_message_content_limited
    return Finding(on, "Message Content", "the intent is switched on." if on else CONTENT_REFUSED)


async def _with_guild(client: discord.Client, place: Place) -> Place:
    """Find the server of a channel that only the settings name; left as it is if it hides."""
    if place.guild is not None:
        return place
    try:
        with _asking():
            async with asyncio.timeout(LIMIT):
                channel = await client.fetch_channel(place.channel)
    except (discord.NotFound, discord.Forbidden, discord.InvalidData, DiscordError):
        return place
    guild = channel.guild.id if isinstance(channel, discord.abc.GuildChannel) else None
    return type(place)(place.channel, guild, place.purpose, place.needs)


async def _server(client: discord.Client, places: list[Place]) -> list[Finding]:
    """Look at places of one server."""
    number = places[0].guild
    if number is None:
        words = "There is no such channel, or the bot is not in its server, or can't see it. "
        return [
            Finding(False, f"Channel {place.channel}", words + _invitation(client))
            for place in places
        ]
    try:
        with _asking():
            async with asyncio.timeout(LIMIT):
                guild = await client.fetch_guild(number, with_counts=False)
                assert client.user is not None  # noqa: S101 - logged in
                me = await guild.fetch_member(client.user.id)
    except (discord.NotFound, discord.Forbidden):
        return [Finding(False, f"Server {number}", f"not there. {_invitation(client)}")]
    except DiscordError as error:
        return [Finding(False, f"Server {number}", str(error))]
    return [await _place(guild, me, place) for place in places]


def _invitation(client: discord.Client) -> str:
    assert client.application_id is not None  # noqa: S101 - logged in
    return f"Invite the bot, or unfollow: {invite_link(client.application_id)}"


async def _place(guild: discord.Guild, me: discord.Member, place: Place) -> Finding:
    subject = f"Channel {place.channel} in {guild.name}"
    try:
        with _asking():
            async with asyncio.timeout(LIMIT):
                channel = await guild.fetch_channel(place.channel)
    except discord.Forbidden:
        words = f"for {place.purpose}: hidden from the bot. Allow it {NAMES['view_channel']} there."
        return Finding(False, subject, words)
    except (discord.NotFound, discord.InvalidData):
        words = f"for {place.purpose}: not there any more. Choose another with /blog in Discord."
        return Finding(False, subject, words)
    except DiscordError as error:
        return Finding(False, subject, str(error))
    subject = f"#{channel.name} in {guild.name}"
    if not is_followable(channel):
        return Finding(False, subject, f"for {place.purpose}: take a text or forum channel.")
    short = _shortcoming(guild, channel.permissions_for(me), place)
    if short is not None:
        return Finding(False, subject, f"for {place.purpose}: {short}")
    return Finding(True, subject, f"for {place.purpose}: all permissions are there.")


def _shortcoming(guild: discord.Guild, have: discord.Permissions, place: Place) -> str | None:
    """What does not work in a place with these permissions."""
    if missing := lacking(have, place.needs):
        return (
            f"the bot lacks {', '.join(map(str, missing))}. Allow it in the channel's settings, "
            "under Permissions."
        )
    if place.role is None:
        return None
    role = guild.get_role(place.role)
    if role is None:
        return "the role that announcements mention is not there any more: see /blog settings."
    if pings(role, have):
        return None
    return f"its role is not pinged. {Phrase(ROLE_UNHEARD.text, role=f'@{role.name}')}"


@contextmanager
def _asking() -> Iterator[None]:
    """Say in our words that no answer came; refusals pass, whoever asked knows what they mean."""
    try:
        yield
    except (discord.NotFound, discord.Forbidden, discord.LoginFailure, discord.InvalidData):
        raise
    except discord.HTTPException as error:
        words = f"Discord answers with error {error.status}. Try again in a few minutes."
        raise DiscordError(words) from error
    except discord.RateLimited as error:
        words = "Discord asks the bot to slow down. Try again in a few minutes."
        raise DiscordError(words) from error
    except TimeoutError as error:
        words = f"Discord did not answer within {LIMIT} seconds. Try again in a few minutes."
        raise DiscordError(words) from error
    except (aiohttp.ClientError, OSError) as error:
        raise DiscordError(UNREACHABLE) from error
