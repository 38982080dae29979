"""Which channels can follow a blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.errors import ChannelUnsuitable

if TYPE_CHECKING:
    from bot.discord.client import Client

Followable = discord.TextChannel | discord.ForumChannel


def followable(channel: object) -> Followable:
    """The channel, if a blog can be followed in it. Raises ChannelUnsuitable.

    To discord.py a media channel is a forum; its posts are pictures, of which articles may have
    none.
    """
    if isinstance(channel, discord.ForumChannel) and not channel.is_media():
        return channel
    if isinstance(channel, discord.TextChannel):
        return channel
    raise ChannelUnsuitable("A blog can be followed in a text, announcement or forum channel.")


class FollowableOption(app_commands.Transformer):
    """A command's option that offers such channels only."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Every kind that a blog can be followed in."""
        return [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]

    async def transform(
        self,
        interaction: discord.Interaction[Client],  # type: ignore[override]  # our own client
        value: app_commands.AppCommandChannel,
        /,
    ) -> Followable:
        """Take what was chosen."""
        return followable(value.resolve())
