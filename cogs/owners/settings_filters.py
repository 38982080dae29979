"""Filters that name what the blog does not know: asked about before they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.care.wanted import describe_unknown, mended
from bot.discord.cards import ACCENT
from bot.discord.trouble import told
from cogs.forms import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.care.wanted import Unknown
    from bot.choices import Filters
    from bot.languages.language import Language

    Answer = Callable[[discord.Interaction[Any], Filters], Awaitable[None]]


class FiltersQuestion(discord.ui.LayoutView):
    """Takes the panel's place until it is answered; `answered` hears the filters to keep."""

    def __init__(
        self,
        before: Filters,
        typed: Filters,
        found: Sequence[Unknown],
        say: Language,
        answered: Answer,
    ) -> None:
        super().__init__(timeout=PATIENCE)
        row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
        if any(each.nearest is not None for each in found):
            row.add_item(_Choice(say("Take the nearest"), mended(typed, found), answered))
        row.add_item(_Choice(say("Keep as typed"), typed, answered))
        row.add_item(_Choice(say("Change nothing"), before, answered))
        words = say(
            "This blog has nothing of that name, as far as the bot has read it. Nothing is kept "
            "yet."
        )
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay("\n".join([words, *describe_unknown(found, say)])[:3500]),
                row,
                accent_colour=ACCENT,
            )
        )


class _Choice(discord.ui.Button[Any]):
    def __init__(self, label: str, filters: Filters, answered: Answer) -> None:
        super().__init__(label=label)
        self._filters = filters
        self._answered = answered

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep these."""
        await self._answered(interaction, self._filters)
