"""The forms of /blog settings: filters and quiet hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import discord

from bot.choices import Filters, read_hours, read_list
from bot.discord.trouble import told
from bot.languages.phrase import Phrase
from bot.text.to_discord import shorten
from cogs.forms import Form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.care.wanted import Names
    from bot.languages.language import Language
    from bot.store.discord.follows import FollowRecord

    Keep: TypeAlias = Callable[..., Awaitable[None]]

PLACEHOLDER_LIMIT = 100
"""Characters; Discord's limit."""

LISTS = {
    "terms": (Phrase("Categories and tags"), Phrase("News, -Sport")),
    "authors": (Phrase("Authors"), Phrase("Orla Venn")),
    "words": (Phrase("Words"), Phrase("sourdough, -recipe")),
}
"""By what an article may be chosen, each with an example."""


class FiltersModal(Form):
    """Asks which articles a channel wants, with the blog's own names as examples.

    `keep` keeps the answer, and shows it.
    """

    def __init__(self, follow: FollowRecord, names: Names, say: Language, keep: Keep) -> None:
        super().__init__(title=say("Which articles to announce"))
        self._keep = keep
        self._fields = {
            name: _field(
                name,
                ", ".join(getattr(follow.filters, name)),
                ", ".join(getattr(names, name, ())) or say(example),
            )
            for name, (_, example) in LISTS.items()
        }
        for name, field in self._fields.items():
            self.add_item(
                discord.ui.Label(
                    text=say(LISTS[name][0]),
                    description=say("With commas between them; a minus in front means: not these."),
                    component=field,
                )
            )

    @told
    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Keep them; what is announced already stays."""
        lists = {name: read_list(field.value) for name, field in self._fields.items()}
        await self._keep(interaction, Filters(**lists))


class QuietModal(Form):
    """Asks for the hours in which nothing is announced; `keep` keeps the answer, and shows it."""

    def __init__(self, follow: FollowRecord, zone: str, say: Language, keep: Keep) -> None:
        super().__init__(title=say("Quiet hours"))
        self._keep = keep
        self._zone = zone
        self._hours = _field("hours", str(follow.quiet or ""), f"22:00-07:00 {zone}")
        self.add_item(
            discord.ui.Label(
                text=say("From when to when"),
                description=say(
                    "Announcements wait then. Without a zone: {zone}. Empty: never quiet.",
                    zone=self._zone,
                ),
                component=self._hours,
            )
        )

    @told
    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Keep them, or say what is wrong with them."""
        text = self._hours.value.strip()
        await self._keep(interaction, quiet=read_hours(text, self._zone) if text else None)


def _field(name: str, value: str, example: str) -> discord.ui.TextInput[Any]:
    return discord.ui.TextInput(
        custom_id=name,
        default=value,
        placeholder=shorten(example, PLACEHOLDER_LIMIT),
        required=False,
        max_length=400,
    )
