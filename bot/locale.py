"""Which language a member speaks, and which one a channel begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import discord

    from bot.client import Client
    from bot.language import Language


def language_of(interaction: discord.Interaction[Any]) -> Language:
    """The language in which the one who asked uses Discord; English where we don't speak it."""
    client: Client = interaction.client
    return client.services.languages.of(interaction.locale.value)


def language_for_all(interaction: discord.Interaction[Any]) -> Language:
    """The language for what everyone sees, as long as nobody chose one.

    A community's own; elsewhere that of the one who sets the bot up.
    """
    client: Client = interaction.client
    guild = interaction.guild
    if guild is None or "COMMUNITY" not in guild.features:
        return language_of(interaction)
    return client.services.languages.of(guild.preferred_locale.value)
