"""The guided set-up behind /blog follow: what was found, how it will look, and then "Start"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.cards import announcement_embed
from bot.mirror.desired import desire
from bot.permissions import missing_permissions
from bot.text.to_discord import escape
from bot.trouble import told

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.app import Services
    from bot.survey import Survey

PATIENCE = 840
"""Seconds for which the buttons work; Discord lets an answer be changed for 15 minutes."""

Followable = discord.TextChannel | discord.ForumChannel


class Guide(discord.ui.View):
    """Shows what a channel would follow, and begins when it is told to."""

    def __init__(self, services: Services, channel: Followable, found: Survey) -> None:
        super().__init__(timeout=PATIENCE)
        self._services = services
        self._channel = channel
        self._found = found

    def draw(self) -> tuple[str, list[discord.Embed]]:
        """Make the buttons fit, and answer the words and the preview above them."""
        missing = missing_permissions(self._channel)
        self.clear_items()
        self.add_item(_Button("Start", self._start, first=True) if not missing else self._again())
        self.add_item(_Button("Not now", self._leave))
        lines = [f"## {escape(self._found.address.title) or self._found.address.url}"]
        lines.append(f"<{self._found.address.url}> · {_facts(self._found)}")
        if missing:
            lines.append(
                f"In {self._channel.mention} I still need: **{', '.join(map(str, missing))}**. Grant "
                "me these in the channel's settings."
            )
        elif self._found.latest is not None:
            lines.append(f"This is how its latest article will look in {self._channel.mention}:")
        return "\n".join(lines), self._preview() if not missing else []

    def _preview(self) -> list[discord.Embed]:
        if self._found.latest is None:
            return []
        announcement = desire(self._found.latest, [], shown=set()).announcement
        return [announcement_embed(announcement, 0)]

    def _again(self) -> _Button:
        return _Button("Check again", self._redraw, first=True)

    async def _redraw(self, interaction: discord.Interaction[Any]) -> None:
        words, embeds = self.draw()
        await interaction.response.edit_message(content=words, embeds=embeds, view=self)

    async def _start(self, interaction: discord.Interaction[Any]) -> None:
        if missing_permissions(self._channel):
            await self._redraw(interaction)
            return
        await self._services.following.begin(
            self._found.address, guild=self._channel.guild.id, channel=self._channel.id
        )
        await self._services.engine.beat()
        await interaction.response.edit_message(
            content=f"{self._channel.mention} now follows "
            f"**{escape(self._found.address.title)}**. The newest articles come first, then their "
            "discussions, then whatever is new. `/blog status` shows how far it is, `/blog "
            "settings` has the choices, and `/blog connect` lets replies go to the blog.",
            embeds=[],
            view=None,
        )

    async def _leave(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(
            content="Nothing was changed.", embeds=[], view=None
        )


class _Button(discord.ui.Button[Guide]):
    def __init__(
        self,
        label: str,
        pressed: Callable[[discord.Interaction[Any]], Awaitable[None]],
        *,
        first: bool = False,
    ) -> None:
        style = discord.ButtonStyle.primary if first else discord.ButtonStyle.secondary
        super().__init__(label=label, style=style)
        self._pressed = pressed

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._pressed(interaction)


def _facts(found: Survey) -> str:
    counts = [(found.articles, "article"), (found.comments, "comment")]
    said = [f"{count:,} {name}{'' if count == 1 else 's'}" for count, name in counts if count]
    return " · ".join(said) or "nothing there yet"
