"""/blog: everything for those who manage the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from cogs.owners.account import AccountCommands
from cogs.owners.arrivals import ArrivalsButton
from cogs.owners.blog_commands import managed
from cogs.owners.consents import ConsentCommands
from cogs.owners.follow import FollowCommands
from cogs.owners.guide import GuideButton
from cogs.owners.look import LookCommands
from cogs.owners.settings import Setting
from cogs.owners.upkeep import UpkeepCommands

if TYPE_CHECKING:
    import discord

    from bot.discord.client import Client


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class BlogsCog(
    FollowCommands,
    LookCommands,
    AccountCommands,
    ConsentCommands,
    UpkeepCommands,
    commands.GroupCog,
    group_name="blog",
    group_description="The blogs you follow here",
):
    """Commands for the owner, from several files."""

    async def interaction_check(self, interaction: discord.Interaction[discord.Client]) -> bool:
        """Check again what `default_permissions` only suggests to Discord."""
        managed(interaction)
        return True


async def setup(client: Client) -> None:
    """Hand the cog what it uses, and know its buttons and menus again."""
    client.add_dynamic_items(GuideButton, Setting, ArrivalsButton)
    await client.add_cog(BlogsCog(client.services))
