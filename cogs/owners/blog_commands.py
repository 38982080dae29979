"""What the parts of /blog have in common: what they use, and which blog is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import BlogUnusable
from bot.languages.phrase import Phrase
from bot.text.to_discord import escape

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.services import Services
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.follows import FollowRecord


def managed(interaction: discord.Interaction[Any]) -> discord.Guild:
    """The server, if whoever asks may manage it. Raises MissingPermissions."""
    if interaction.guild is None or not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
    return interaction.guild


class BlogCommands(commands.Cog):
    """Some of the commands below /blog; `cogs.owners.blogs` puts them together."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._store = services.store

    async def chosen(self, interaction: discord.Interaction[Client], blog: str) -> BlogRecord:
        """The blog that is meant: the one named, or the only one. Raises BlogUnusable."""
        blogs = await self._store.blogs.of_guild(interaction.guild_id or 0)
        meant = [each for each in blogs if blog in {str(each.id), each.address.title}]
        if not blogs:
            raise BlogUnusable("No blog is followed here yet. `/blog follow` begins.")
        if not meant and (blog or len(blogs) > 1):
            raise _which(blogs)
        return (meant or blogs)[0]

    async def chosen_follow(
        self,
        interaction: discord.Interaction[Client],
        channel: discord.abc.GuildChannel | None,
        blog: str,
    ) -> FollowRecord:
        """The follow that is meant: this channel's, this blog's, or the only one.

        Raises BlogUnusable.
        """
        follows = await self._store.follows.of_guild(interaction.guild_id or 0)
        if blog or not follows:
            record = await self.chosen(interaction, blog)
            follows = [each for each in follows if each.blog == record.id]
        meant = [each for each in follows if channel is None or each.channel == channel.id]
        if len(meant) == 1:
            return meant[0]
        if len({each.channel for each in meant}) == 1:
            raise _which([await self._store.blogs.get(each.blog) for each in meant])
        channels = tuple(dict.fromkeys(f"<#{each.channel}>" for each in follows))
        raise BlogUnusable("Which channel? These follow a blog: {channels}.", channels=channels)

    async def suggest(
        self, interaction: discord.Interaction[Client], typed: str
    ) -> list[app_commands.Choice[str]]:
        """The blogs followed here, by title."""
        blogs = await self._store.blogs.of_guild(interaction.guild_id or 0)
        return [
            app_commands.Choice(name=blog.address.title[:100] or "…", value=str(blog.id))
            for blog in blogs
            if typed.casefold() in blog.address.title.casefold()
        ][:25]


def _which(blogs: list[BlogRecord]) -> BlogUnusable:
    names = [Phrase("“{title}”", title=escape(each.address.title)) for each in blogs]
    return BlogUnusable("Which blog? Followed here: {names}.", names=tuple(names))
