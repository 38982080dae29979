"""The form for a pen name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.replies.asking import NameTaken
from bot.replies.names import NAME_LIMIT
from bot.text.to_discord import escape
from cogs.forms import Form

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.replies.asking import Asking


class NameModal(Form):
    """Asks under which name someone's words shall stand on the blog."""

    def __init__(self, asking: Asking, name: str, say: Language) -> None:
        super().__init__(title=say("Your name on the blog"))
        self._asking = asking
        self.name: discord.ui.TextInput[discord.ui.View] = discord.ui.TextInput(
            custom_id="name", default=name[:NAME_LIMIT], max_length=NAME_LIMIT, min_length=1
        )
        self.add_item(
            discord.ui.Label(
                text=say("Name"),
                description=say("Everyone can read it there. Your Discord name is not shown."),
                component=self.name,
            )
        )

    @told
    async def on_submit(self, interaction: discord.Interaction[Client]) -> None:
        """Keep it; a question that stands is still to be answered."""
        assert interaction.guild_id is not None  # noqa: S101 - only shown in guilds
        guild, user, say = interaction.guild_id, interaction.user.id, language_of(interaction)
        try:
            name = await self._asking.rename(guild, user, self.name.value)
        except NameTaken:
            words = say(
                "That name reads like one of the blog's own people or like the bot, or nothing of "
                "it shows. Choose another one."
            )
        else:
            words = say(
                "On the blog you are **{name}** from now on. What is there already keeps its name.",
                name=escape(name),
            )
            member = await interaction.client.services.store.members.get(guild, user)
            if member is not None and member.question is not None:
                words += " " + say("The question above still waits for your answer.")
        await interaction.response.send_message(words, ephemeral=True)
