"""/author: what someone has written on the blogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.locale import language_of
from bot.finding import lists
from bot.languages.phrase import Phrase
from bot.text.to_discord import escape, shorten
from bot.text.visible import shows
from cogs.readers.finding import CHOICE_LIMIT, CHOICES, listing

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.services import Services

SHOWN = 5
"""Articles, and comments, that are named."""

NAME_LIMIT = 100

NAMED = 10
"""Names, where several people could be meant."""

NOBODY = Phrase("Nobody of that name has written on the blogs followed here.")


class AuthorsCog(commands.Cog):
    """Shows people by what they publish."""

    def __init__(self, services: Services) -> None:
        self._library = services.store.library
        self._lookup = services.lookup

    @app_commands.command(description="What someone has written on the blogs followed here.")
    @app_commands.guild_only()
    @app_commands.describe(
        name="The name on the blog, or a part of it", share="Show it to everyone in the channel"
    )
    async def author(
        self,
        interaction: discord.Interaction[Client],
        name: app_commands.Range[str, 1, 100],
        share: bool = False,
    ) -> None:
        """Count it, and show the latest."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        say = language_of(interaction)
        found = await self._library.author(interaction.guild_id, name.strip(), SHOWN)
        others = [] if found else await self._lookup.called(interaction.guild_id, name)
        if len(others) == 1:
            found = await self._library.author(interaction.guild_id, others[0], SHOWN)
        if found is None:
            words = say(NOBODY)
            if others:
                names = _listed(others)
                words = say("Several people could be meant: {names}. Which one?", names=names)
            await interaction.response.send_message(
                words, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
            )
            return
        shown = lists.author(found, say, guild=interaction.guild_id)
        await interaction.response.send_message(
            embed=listing(escape(shorten(found.name, NAME_LIMIT)), shown), ephemeral=not share
        )

    @author.autocomplete("name")
    async def _names(
        self, interaction: discord.Interaction[Client], typed: str
    ) -> list[app_commands.Choice[str]]:
        names = await self._library.names(interaction.guild_id or 0, typed, CHOICES)
        return [
            app_commands.Choice(name=name, value=name)
            for name in names
            if shows(name) and len(name) <= CHOICE_LIMIT
        ]


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"**{escape(shorten(name, NAME_LIMIT))}**" for name in names[:NAMED])
    return f"{shown}, …" if len(names) > NAMED else shown


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    await client.add_cog(AuthorsCog(client.services))
