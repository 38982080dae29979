"""Slash commands in each member's language: what discord.py sends along to Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

if TYPE_CHECKING:
    import discord

    from bot.languages.catalogues import Languages

_Location = app_commands.TranslationContextLocation


class Translator(app_commands.Translator):
    """Translates descriptions, options, choices and menus.

    A slash command's own name stays: it is what members tell each other, and what our texts name.
    """

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Translate one of them; None where the language has nothing else to say."""
        say, text = self._languages.of(locale.value), string.message
        match context.location:
            case _Location.command_name | _Location.group_name:
                said = say(text) if isinstance(context.data, app_commands.ContextMenu) else text
            case _Location.parameter_name:
                said = say.option(text)
            case _:
                said = say(text)
        return said if said != text else None
