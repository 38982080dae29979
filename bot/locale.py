"""Which language a member speaks."""

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
