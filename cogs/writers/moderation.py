"""The buttons under held comments, in the moderators' channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.held_card import CUSTOM_ID
from bot.discord.lasting import Lasting
from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.model import Verdict

if TYPE_CHECKING:
    from bot.discord.client import Client


class HeldButton(Lasting[discord.ui.Button[discord.ui.View]], template=CUSTOM_ID):
    """A moderator's decision."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Carry the decision to the blog, for those who may decide about messages here."""
        say = language_of(interaction)
        if not interaction.permissions.manage_messages:
            await interaction.response.send_message(
                say("You need the Manage Messages permission in this channel for this."),
                ephemeral=True,
            )
            return
        assert interaction.guild_id is not None  # noqa: S101 - cards stand in channels
        await interaction.response.defer(ephemeral=True, thinking=True)
        done = await interaction.client.services.replies.moderation.decide(
            interaction.guild_id,
            int(self.meaning["blog"]),
            self.meaning["comment"],
            Verdict(self.meaning["verdict"]),
            version=self.meaning["version"],
            by=f"{interaction.user.mention} <t:{int(interaction.created_at.timestamp())}:R>",
        )
        await interaction.followup.send(say(done), ephemeral=True)


async def setup(client: Client) -> None:
    """Know the buttons, whenever they were made."""
    client.add_dynamic_items(HeldButton)
