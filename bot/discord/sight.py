"""Which channels the bot can read in, and what Discord's lists tell of their threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.calls import translated
from bot.errors import ChannelGone, DiscordUnavailable, PermissionMissing
from bot.replies.ports import Activity

if TYPE_CHECKING:
    from collections.abc import Collection

PAGE = 100
"""Threads listed at once, Discord's limit."""


class Sight:
    """Remembers in which channels the bot could read, and sees where that changed."""

    def __init__(self) -> None:
        self._readable: dict[int, set[int]] = {}

    def changed(self, guild: discord.Guild) -> set[int]:
        """The guild's channels in which the bot can read since the last look, or no longer."""
        now = {channel.id for channel in guild.channels if _can_read(channel)}
        before = self._readable.get(guild.id, now)
        self._readable[guild.id] = now
        return now ^ before


def require_reading(client: discord.Client, guild: int, channel: int) -> None:
    """Raise what keeps us from reading this channel's threads, as discord.py knows its roles."""
    found, place = client.get_guild(guild), client.get_channel(channel)
    if found is not None and found.unavailable:
        raise DiscordUnavailable("The server is not available at the moment.")
    if found is None or not isinstance(place, discord.abc.GuildChannel):
        raise ChannelGone("The channel or thread is not there any more.")
    if not _can_read(place):
        raise PermissionMissing("The bot can't see the channel, or not its history.")


def joined(client: discord.Client, guild: int) -> int:
    """The id that a message would have that was written as the bot joined; 0 if that is unknown."""
    found = client.get_guild(guild)
    since = found.me.joined_at if found is not None else None
    return discord.utils.time_snowflake(since) if since is not None else 0


async def active(client: discord.Client, guild: int) -> dict[int, Activity]:
    """Every open thread of the guild, asked of Discord.

    What discord.py remembers of threads is not renewed by everything that tells of them, such as a
    server that was out of reach or a channel that can be seen again.
    """
    found = client.get_guild(guild)
    if found is None:
        raise ChannelGone("The bot is not in this server any more.")
    with translated():
        return {thread.id: _activity(thread) for thread in await found.active_threads()}


async def archived(
    client: discord.Client, channel: int, wanted: Collection[int]
) -> dict[int, Activity]:
    """Page through the channel's archive, until all are found or twice as many were looked at."""
    place = client.get_channel(channel)
    if not isinstance(place, discord.TextChannel | discord.ForumChannel):
        raise ChannelGone("The channel or thread is not there any more.")
    found: dict[int, Activity] = {}
    with translated():
        async for thread in place.archived_threads(limit=max(PAGE, 2 * len(wanted))):
            if thread.id in wanted:
                found[thread.id] = _activity(thread)
            if len(found) == len(wanted):
                break
    return found


def _can_read(channel: discord.abc.GuildChannel) -> bool:
    may = channel.permissions_for(channel.guild.me)
    return may.view_channel and may.read_message_history


def _activity(thread: discord.Thread) -> Activity:
    # Discord counts out what is deleted, so that a deletion in an archive leaves a trace, too.
    lies = f"{thread.archive_timestamp.isoformat()} {thread.message_count}"
    return Activity(thread.last_message_id or thread.id, lies if thread.archived else None)
