"""The panel of /blog settings: every choice about replies, with its present value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.cards import ACCENT
from bot.permissions import CARD_NEEDS, missing_permissions
from bot.store.exchanges import Attachments, Moderated
from bot.text.to_discord import escape
from bot.trouble import told

if TYPE_CHECKING:
    from bot.client import Client
    from bot.connections import Connections
    from bot.store.blogs import BlogRecord
    from bot.store.exchanges import ExchangeRecord
    from bot.store.store import Store

PATIENCE = 840
"""Seconds for which the panel works; Discord lets an answer be changed for 15 minutes."""

REPLIES = {
    "rules": ("Replies follow the blog's rules", "A first comment may wait for approval there."),
    "at_once": ("Replies appear at once", "The account approves them; the blog's rules don't ask."),
    "off": ("Replies stay in Discord", "Nothing that members write goes to the blog."),
}
ATTACHMENTS = {
    Attachments.LINK: ("Attachments go as links", "Discord's links to files expire after a day."),
    Attachments.REFUSE: ("No attachments", "A message with one is marked ⚠️ and stays here."),
}
MODERATED = {
    Moderated.TRASH: ("A moderator's deletion counts", "The comment goes to the blog's trash."),
    Moderated.LEAVE: ("A moderator's deletion is Discord's", "The comment stays on the blog."),
}


class SettingsPanel(discord.ui.View):
    """One server and one blog."""

    def __init__(
        self, store: Store, connections: Connections, guild: discord.Guild, blog: BlogRecord
    ) -> None:
        super().__init__(timeout=PATIENCE)
        self._store = store
        self._connections = connections
        self._guild = guild
        self._blog = blog

    async def draw(self) -> discord.Embed:
        """Make the menus fit the present state, and describe what they don't show."""
        exchange = await self._store.exchanges.get(self._guild.id, self._blog.id)
        self.clear_items()
        self.add_item(_Menu(self, "replies", REPLIES, _replies(exchange)))
        self.add_item(_Menu(self, "attachments", ATTACHMENTS, exchange.attachments))
        self.add_item(_Menu(self, "moderated", MODERATED, exchange.moderated))
        self.add_item(_Moderators(self, exchange.moderators))
        embed = discord.Embed(
            title=escape(self._blog.address.title)[:256] or self._blog.address.url[:256],
            colour=ACCENT,
        )
        embed.add_field(name="Account", value=await self._account(exchange), inline=False)
        embed.add_field(name="Held comments", value=self._moderation(exchange), inline=False)
        if (
            exchange.moderated is Moderated.LEAVE
            and not self._guild.me.guild_permissions.view_audit_log
        ):
            embed.add_field(
                name="One thing is missing",
                value="To tell a moderator's deletion from the writer's own I need the **View "
                "Audit Log** permission. Until then every deletion counts as the writer's.",
                inline=False,
            )
        return embed

    async def choose(self, interaction: discord.Interaction[Any], name: str, value: str) -> None:
        """Keep a choice, and show it."""
        exchanges, guild, blog = self._store.exchanges, self._guild.id, self._blog.id
        match name:
            case "replies":
                await exchanges.choose(
                    guild, blog, replies=value != "off", at_once=value == "at_once"
                )
            case "attachments":
                await exchanges.choose(guild, blog, attachments=Attachments(value))
            case "moderated":
                await exchanges.choose(guild, blog, moderated=Moderated(value))
        await interaction.response.edit_message(embed=await self.draw(), view=self)

    async def moderate_in(
        self, interaction: discord.Interaction[Any], channel: discord.TextChannel | None
    ) -> None:
        """Take the moderators' channel, if the bot may write there."""
        if channel is not None and (missing := missing_permissions(channel, CARD_NEEDS)):
            await interaction.response.send_message(
                f"In {channel.mention} I still need: **{', '.join(missing)}**.", ephemeral=True
            )
            return
        await self._store.exchanges.moderate_in(
            self._guild.id, self._blog.id, channel.id if channel else None
        )
        interaction.client.services.replies.retry(self._guild.id, self._blog.id)
        await interaction.response.edit_message(embed=await self.draw(), view=self)

    async def _account(self, exchange: ExchangeRecord) -> str:
        if exchange.user is not None:
            return f"{escape(exchange.user)} (`/blog connect` changes it)"
        if await self._connections.has(self._guild.id, self._blog.id):
            return "The one in the bot's own settings"
        return "None: the blog is read only. `/blog connect` gives it one."

    def _moderation(self, exchange: ExchangeRecord) -> str:
        if exchange.moderators is None:
            return "Are decided on the blog. Choose a channel to decide about them here as well."
        words = f"Appear in <#{exchange.moderators}>, for those with Manage Messages there."
        channel = self._guild.get_channel(exchange.moderators)
        if channel and channel.permissions_for(self._guild.default_role).read_messages:
            words += "\n⚠️ Everyone can read that channel, and so what is held."
        return words


class _Menu(discord.ui.Select[SettingsPanel]):
    def __init__(
        self, panel: SettingsPanel, name: str, choices: dict[Any, tuple[str, str]], now: str
    ) -> None:
        super().__init__(
            options=[
                discord.SelectOption(
                    label=label, value=value, description=more, default=value == now
                )
                for value, (label, more) in choices.items()
            ]
        )
        self._panel = panel
        self._name = name

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        await self._panel.choose(interaction, self._name, self.values[0])


class _Moderators(discord.ui.ChannelSelect[SettingsPanel]):
    def __init__(self, panel: SettingsPanel, now: int | None) -> None:
        super().__init__(
            placeholder="The moderators' channel, for held comments",
            channel_types=[discord.ChannelType.text],
            min_values=0,
            default_values=[discord.Object(now)] if now else [],
        )
        self._panel = panel

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        chosen = self.values[0].resolve() if self.values else None
        channel = chosen if isinstance(chosen, discord.TextChannel) else None
        await self._panel.moderate_in(interaction, channel)


def _replies(exchange: ExchangeRecord) -> str:
    if not exchange.replies:
        return "off"
    return "at_once" if exchange.at_once else "rules"
