"""The option of a command that names a channel to follow a blog in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.followable import Followable, is_followable
from bot.errors import ChannelUnsuitable

if TYPE_CHECKING:
    from bot.discord.client import Client


def followable(channel: object) -> Followable:
    """The channel, if a blog can be followed in it. Raises ChannelUnsuitable."""
    if is_followable(channel):
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
