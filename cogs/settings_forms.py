"""The forms of /blog settings: filters and quiet hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.choices import Filters, QuietHours, read_hours, read_list
from bot.trouble import told

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class FiltersModal(discord.ui.Modal):
    """Asks which articles a channel wants."""

    def __init__(self, change: Callable[..., Awaitable[None]], now: Filters) -> None:
        super().__init__(title="Which articles to announce")
        self._change = change
        self._fields = {
            name: _field(name, ", ".join(words), example)
            for name, words, example in (
                ("terms", now.terms, "News, -Sport"),
                ("authors", now.authors, "Orla Venn"),
                ("words", now.words, "sourdough, -recipe"),
            )
        }
        for name, field in self._fields.items():
            self.add_item(
                discord.ui.Label(
                    text=name.capitalize(),
                    description="With commas between them; a minus in front means: not these.",
                    component=field,
                )
            )

    @told
    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Keep them; what is announced already stays."""
        lists = {name: read_list(field.value) for name, field in self._fields.items()}
        await self._change(interaction, filters=Filters(**lists))


class QuietModal(discord.ui.Modal):
    """Asks for the hours in which nothing is announced."""

    def __init__(self, change: Callable[..., Awaitable[None]], now: QuietHours | None) -> None:
        super().__init__(title="Quiet hours")
        self._change = change
        self._hours = _field("hours", str(now or ""), "22:00-07:00 Europe/Berlin")
        self.add_item(
            discord.ui.Label(
                text="Hours",
                description="Announcements wait until they are over. Nothing here: no quiet hours.",
                component=self._hours,
            )
        )

    @told
    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Keep them, or say what is wrong with them."""
        text = self._hours.value.strip()
        try:
            quiet = read_hours(text) if text else None
        except ValueError as error:
            await interaction.response.send_message(str(error), ephemeral=True)
            return
        await self._change(interaction, quiet=quiet)


def _field(name: str, value: str, example: str) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=name, default=value, placeholder=example, required=False, max_length=400
    )
