"""Discord, asked over its REST API alone: a running bot keeps its place at the gateway."""

from __future__ import annotations

import asyncio
from itertools import groupby
from typing import TYPE_CHECKING

import discord

from bot.console.check.findings import Finding
from bot.discord.application import asking, gives_words, logged_in
from bot.discord.followable import is_followable
from bot.discord.permissions import (
    HOW_TO_READ_ALL,
    NAMES,
    ROLE_UNHEARD,
    WORDS_WITHHELD,
    invite_link,
    lacking,
    pings,
)
from bot.env.settings import no_token
from bot.errors import DiscordError
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from bot.console.check.known import Place

SETTING = "DISCORD_TOKEN"
NOT_ASKED = "not looked at: for that, Discord has to accept the bot first."


async def discord_side(token: str | None, places: list[Place]) -> list[Finding]:
    """The token, the intent, and every place."""
    if token is None:
        _, _, words = no_token().partition(": ")
        return [Finding(False, SETTING, words), *_not_asked(places)]
    try:
        async with logged_in(token) as client:
            accepted = Finding(True, SETTING, f"accepted; the bot is {client.user}.")
            return [accepted, _intent(client.application_flags), *await _places(client, places)]
    except DiscordError as error:
        return [Finding(False, SETTING, str(error)), *_not_asked(places)]


async def _places(client: discord.Client, places: list[Place]) -> list[Finding]:
    """Look at them, server by server."""
    places = [await _with_guild(client, place) for place in places]
    places.sort(key=lambda place: place.guild or 0)
    servers = [list(group) for _, group in groupby(places, key=lambda place: place.guild)]
    answers = await asyncio.gather(*(_server(client, each) for each in servers))
    return [found for each in answers for found in each]


def _not_asked(places: list[Place]) -> list[Finding]:
    return [Finding(None, f"Channel {place.channel}", NOT_ASKED) for place in places]


def _intent(flags: discord.ApplicationFlags) -> Finding:
    """Which of members' words Discord tells the bot."""
    if gives_words(flags):
        return Finding(True, "Message Content", "the intent is switched on.")
    return Finding(None, "Message Content", f"{WORDS_WITHHELD} {HOW_TO_READ_ALL}")


async def _with_guild(client: discord.Client, place: Place) -> Place:
    """Find the server of a channel that only the settings name; left as it is if it hides."""
    if place.guild is not None:
        return place
    try:
        async with asking():
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
        async with asking():
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
        async with asking():
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
