"""Which language a member speaks, and which one a channel begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import discord

    from bot.languages.catalogues import Languages
    from bot.languages.language import Language
    from bot.services import Services


class Serving(Protocol):
    """The client, as far as languages go."""

    services: Services


def language_of(interaction: discord.Interaction[Any]) -> Language:
    """The language in which the one who asked uses Discord; English where we don't speak it."""
    client: Serving = interaction.client
    return client.services.languages.of(interaction.locale.value)


def language_for_all(interaction: discord.Interaction[Any]) -> Language:
    """The language for what everyone sees, as long as nobody chose one.

    A community's own; elsewhere that of the one who sets the bot up.
    """
    client: Serving = interaction.client
    guild = interaction.guild
    chosen = community_language(guild, client.services.languages) if guild else None
    return chosen or language_of(interaction)


def community_language(guild: discord.Guild, languages: Languages) -> Language | None:
    """What a community says that it speaks; None elsewhere: there, nobody chose the locale."""
    chosen = "COMMUNITY" in guild.features
    return languages.of(guild.preferred_locale.value) if chosen else None
