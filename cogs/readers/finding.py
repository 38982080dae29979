"""What the commands for members have in common: which article is meant, and how pages turn."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord.cards import ACCENT
from bot.discord.locale import language_of
from bot.errors import TooOften
from bot.finding.lookup import key
from bot.languages.phrase import Phrase
from bot.text.to_discord import shorten

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.services import Services

CHOICES = 25
"""Suggestions; Discord's limit."""

CHOICE_LIMIT = 100
"""Characters of a suggestion, Discord's limit as well."""

UNKNOWN = Phrase(
    "No article of that title is known here. Choose one of those that appear while you type."
)
NO_TERM = Phrase("No article here has that category or tag.")


ANSWERS, ANSWERS_IN = 3, 60
"""How many messages of a member are answered without a command, and in how many seconds."""


def too_often(wait: float) -> TooOften:
    """Say when a member can ask again."""
    again = f"<t:{int(time.time() + wait) + 1}:R>"
    return TooOften("That was a lot at once. It works again {time}.", time=again)


async def answer(message: discord.Message, **shown: Any) -> None:
    """Answer a message quietly, even if it was deleted meanwhile; silent where we may not speak."""
    with contextlib.suppress(discord.Forbidden, discord.NotFound):
        await message.channel.send(
            **shown,
            reference=message.to_reference(fail_if_not_exists=False),
            mention_author=False,
            silent=True,
        )


async def public_language(services: Services, guild: int) -> Language:
    """The language of answers in a channel to what nobody asked with a command."""
    return services.languages.of(await services.store.follows.language_of(guild))


async def suggest_titles(
    interaction: discord.Interaction[Client], typed: str
) -> list[app_commands.Choice[str]]:
    """Articles of the guild's blogs, the likeliest first."""
    found = await interaction.client.services.lookup.suggest(
        interaction.guild_id or 0, typed, CHOICES
    )
    untitled = language_of(interaction)("Untitled article")
    return [
        app_commands.Choice(
            name=shorten(each.title, CHOICE_LIMIT) or untitled, value=key(each.article)
        )
        for each in found
    ]


async def suggest_terms(
    interaction: discord.Interaction[Client], typed: str
) -> list[app_commands.Choice[str]]:
    """Categories and tags of the guild's articles, the most used first."""
    terms = await interaction.client.services.store.library.terms(interaction.guild_id or 0)
    fitting = [term for term in terms if 0 < len(term) <= CHOICE_LIMIT]
    return [
        app_commands.Choice(name=term, value=term)
        for term in fitting
        if typed.casefold() in term.casefold()
    ][:CHOICES]


def listing(title: str, text: str) -> discord.Embed:
    """A list as a card."""
    return discord.Embed(title=title, description=text, colour=ACCENT)


async def turn(
    interaction: discord.Interaction[Client], embed: discord.Embed, view: discord.ui.View
) -> None:
    """Show another page: in place to the one who asked for the list, to others on their own."""
    message = interaction.message
    asked = message.interaction_metadata if message is not None else None
    if asked is not None and asked.user.id == interaction.user.id:
        await interaction.response.edit_message(embed=embed, view=view)
    else:
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)
