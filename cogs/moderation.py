"""The buttons under held comments, in the moderators' channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import discord
from discord.ext import commands

from bot.held_card import CUSTOM_ID
from bot.model import Verdict
from bot.trouble import told

if TYPE_CHECKING:
    import re

    from bot.client import Client


class HeldButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=CUSTOM_ID):
    """A moderator's decision."""

    def __init__(self, verdict: str, blog: int, comment: str) -> None:
        custom_id = f"held:{verdict}:{blog}:{comment}"
        super().__init__(discord.ui.Button(label="…", custom_id=custom_id))
        self._verdict = Verdict(verdict)
        self._blog = blog
        self._comment = comment

    @classmethod
    async def from_custom_id(  # type: ignore[override]  # the client is ours
        cls,
        interaction: discord.Interaction[Client],
        item: discord.ui.Item[discord.ui.View],
        match: re.Match[str],
    ) -> Self:
        """Read everything from the button's id: the bot may have been restarted since."""
        return cls(match["verdict"], int(match["blog"]), match["comment"])

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Carry the decision to the blog, for those who may decide about messages here."""
        if not interaction.permissions.manage_messages:
            await interaction.response.send_message(
                "You need the Manage Messages permission in this channel for this.", ephemeral=True
            )
            return
        assert interaction.guild_id is not None  # noqa: S101 - cards stand in channels
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = await interaction.client.services.replies.moderation.decide(
            interaction.guild_id,
            self._blog,
            self._comment,
            self._verdict,
            f"by {interaction.user.mention} <t:{int(interaction.created_at.timestamp())}:R>",
        )
        await interaction.followup.send(words, ephemeral=True)


class ModerationCog(commands.Cog):
    """Keeps the buttons working."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def cog_load(self) -> None:
        """Know the buttons, whenever they were made."""
        self._client.add_dynamic_items(HeldButton)

    async def cog_unload(self) -> None:
        """Forget them."""
        self._client.remove_dynamic_items(HeldButton)


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    await client.add_cog(ModerationCog(client))
