"""The panel of /blog settings: everything that can be set, with its present value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.cards import ACCENT
from bot.permissions import CARD_NEEDS, missing_permissions
from bot.store.exchanges import Attachments, Moderated
from bot.store.follows import PAUSED_BY_OWNER, FollowState
from bot.text.to_discord import escape
from bot.trouble import told
from cogs.settings_forms import FiltersModal, QuietModal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.app import Services
    from bot.store.blogs import BlogRecord
    from bot.store.exchanges import ExchangeRecord
    from bot.store.follows import FollowRecord

PATIENCE = 840
"""Seconds for which the panel works; Discord lets an answer be changed for 15 minutes."""

STYLES = {
    "full": ("Full announcements", "With excerpt and picture."),
    "brief": ("Brief announcements", "Title, author and facts only."),
}
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


class SettingsPanel(discord.ui.LayoutView):
    """One channel and the blog that it follows."""

    def __init__(
        self, services: Services, guild: discord.Guild, follow: FollowRecord, blog: BlogRecord
    ) -> None:
        super().__init__(timeout=PATIENCE)
        self._services = services
        self._store = services.store
        self._guild = guild
        self._id = follow.id
        self._blog = blog

    async def draw(self) -> SettingsPanel:
        """Make everything fit the present state; answers itself."""
        follow = await self._store.follows.get(self._id)
        exchange = await self._store.exchanges.get(self._guild.id, self._blog.id)
        owners = (await self._store.alarms.channels()).get(self._guild.id)
        self.clear_items()
        panel: discord.ui.Container[SettingsPanel] = discord.ui.Container(accent_colour=ACCENT)
        title = escape(self._blog.address.title) or self._blog.address.url
        panel.add_item(_text(f"## {title} in <#{follow.channel}>", self._state(follow)))
        panel.add_item(_row(_Menu("style", STYLES, "brief" if follow.brief else "full", self._set)))
        panel.add_item(_row(_Role(follow.role, self._call)))
        panel.add_item(_text(*_describe(follow)))
        panel.add_item(
            _row(
                _Button("Filters …", self._ask_filters),
                _Button("Quiet hours …", self._ask_hours),
                _Button("Go on" if follow.state is FollowState.PAUSED else "Pause", self._pause),
            )
        )
        panel.add_item(discord.ui.Separator())
        panel.add_item(_text("**Replies**", await self._account(exchange)))
        panel.add_item(_row(_Menu("replies", REPLIES, _replies(exchange), self._set)))
        panel.add_item(_row(_Menu("attachments", ATTACHMENTS, exchange.attachments, self._set)))
        panel.add_item(_row(_Menu("moderated", MODERATED, exchange.moderated, self._set)))
        panel.add_item(_text(*self._moderation(exchange)))
        panel.add_item(_row(_Channel("Held comments", exchange.moderators, self._moderate_in)))
        panel.add_item(_text("**Trouble** is told in one channel of this server, kept up to date."))
        panel.add_item(_row(_Channel("Trouble", owners, self._tell_in)))
        self.add_item(panel)
        return self

    async def redraw(self, interaction: discord.Interaction[Any]) -> None:
        """Show the state after a choice."""
        await interaction.response.edit_message(view=await self.draw())

    async def change(self, interaction: discord.Interaction[Any], **changes: Any) -> None:
        """Keep other choices for the channel, and show them."""
        follow = await self._store.follows.get(self._id)
        now = {
            "brief": follow.brief, "role": follow.role, "filters": follow.filters,
            "quiet": follow.quiet, "language": follow.language,
        }  # fmt: skip
        await self._store.follows.choose(self._id, **(now | changes))
        await self._services.engine.soon()
        await self.redraw(interaction)

    async def _set(self, interaction: discord.Interaction[Any], name: str, value: str) -> None:
        exchanges, guild, blog = self._store.exchanges, self._guild.id, self._blog.id
        match name:
            case "style":
                await self.change(interaction, brief=value == "brief")
                return
            case "replies":
                await exchanges.choose(
                    guild, blog, replies=value != "off", at_once=value == "at_once"
                )
            case "attachments":
                await exchanges.choose(guild, blog, attachments=Attachments(value))
            case "moderated":
                await exchanges.choose(guild, blog, moderated=Moderated(value))
        await self.redraw(interaction)

    async def _call(self, interaction: discord.Interaction[Any], role: int | None) -> None:
        await self.change(interaction, role=role)

    async def _ask_filters(self, interaction: discord.Interaction[Any]) -> None:
        follow = await self._store.follows.get(self._id)
        await interaction.response.send_modal(FiltersModal(self.change, follow.filters))

    async def _ask_hours(self, interaction: discord.Interaction[Any]) -> None:
        follow = await self._store.follows.get(self._id)
        await interaction.response.send_modal(QuietModal(self.change, follow.quiet))

    async def _pause(self, interaction: discord.Interaction[Any]) -> None:
        follow = await self._store.follows.get(self._id)
        if follow.state is FollowState.PAUSED:
            await self._store.follows.resume(self._id)
            await self._services.engine.soon()
        else:
            await self._store.follows.pause(self._id, PAUSED_BY_OWNER)
        await self.redraw(interaction)

    async def _moderate_in(
        self, interaction: discord.Interaction[Any], channel: discord.TextChannel | None
    ) -> None:
        if await self._may_write(interaction, channel):
            await self._store.exchanges.moderate_in(
                self._guild.id, self._blog.id, channel.id if channel else None
            )
            self._services.replies.retry(self._guild.id, self._blog.id)
            await self.redraw(interaction)

    async def _tell_in(
        self, interaction: discord.Interaction[Any], channel: discord.TextChannel | None
    ) -> None:
        if await self._may_write(interaction, channel):
            await self._store.alarms.tell_in(self._guild.id, channel.id if channel else None)
            await self.redraw(interaction)

    async def _may_write(
        self, interaction: discord.Interaction[Any], channel: discord.TextChannel | None
    ) -> bool:
        missing = missing_permissions(channel, CARD_NEEDS) if channel else []
        if channel and missing:
            await interaction.response.send_message(
                f"In {channel.mention} I still need: **{', '.join(map(str, missing))}**.",
                ephemeral=True,
            )
        return not missing

    def _state(self, follow: FollowRecord) -> str:
        return f"⏸️ {follow.reason}" if follow.reason else f"<{self._blog.address.url}>"

    async def _account(self, exchange: ExchangeRecord) -> str:
        if exchange.user is not None:
            return f"As {escape(exchange.user)}; `/blog connect` changes the account."
        if await self._services.connections.has(self._guild.id, self._blog.id):
            return "With the account in the bot's own settings."
        return "The blog is read only: `/blog connect` gives the bot an account there."

    def _moderation(self, exchange: ExchangeRecord) -> list[str]:
        lines = [
            "**Held comments** are decided on the blog, and by whoever has Manage Messages in:"
        ]
        channel = self._guild.get_channel(exchange.moderators or 0)
        if channel and channel.permissions_for(self._guild.default_role).read_messages:
            lines.append("⚠️ Everyone can read that channel, and so what is held.")
        sees_log = self._guild.me.guild_permissions.view_audit_log
        if exchange.moderated is Moderated.LEAVE and not sees_log:
            lines.insert(
                0,
                "⚠️ To tell a moderator's deletion from the writer's own I need **View Audit Log**. "
                "Until then every deletion counts as the writer's.",
            )
        return lines


class _Menu(discord.ui.Select[SettingsPanel]):
    def __init__(
        self,
        name: str,
        choices: Mapping[Any, tuple[str, str]],
        now: str,
        chosen: Callable[[discord.Interaction[Any], str, str], Awaitable[None]],
    ) -> None:
        super().__init__(
            custom_id=f"settings:{name}",
            options=[
                discord.SelectOption(
                    label=label, value=value, description=more, default=value == now
                )
                for value, (label, more) in choices.items()
            ],
        )
        self._name = name
        self._chosen = chosen

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._chosen(interaction, self._name, self.values[0])


class _Role(discord.ui.RoleSelect[SettingsPanel]):
    def __init__(
        self,
        now: int | None,
        chosen: Callable[[discord.Interaction[Any], int | None], Awaitable[None]],
    ) -> None:
        super().__init__(
            custom_id="settings:role",
            placeholder="A role to mention in new announcements",
            min_values=0,
            default_values=[discord.Object(now)] if now else [],
        )
        self._chosen = chosen

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._chosen(interaction, self.values[0].id if self.values else None)


class _Channel(discord.ui.ChannelSelect[SettingsPanel]):
    def __init__(
        self,
        name: str,
        now: int | None,
        chosen: Callable[[discord.Interaction[Any], discord.TextChannel | None], Awaitable[None]],
    ) -> None:
        super().__init__(
            custom_id=f"settings:{name}",
            placeholder=f"{name}: no channel",
            channel_types=[discord.ChannelType.text],
            min_values=0,
            default_values=[discord.Object(now)] if now else [],
        )
        self._chosen = chosen

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        found = self.values[0].resolve() if self.values else None
        await self._chosen(interaction, found if isinstance(found, discord.TextChannel) else None)


class _Button(discord.ui.Button[SettingsPanel]):
    def __init__(
        self, label: str, pressed: Callable[[discord.Interaction[Any]], Awaitable[None]]
    ) -> None:
        super().__init__(label=label)
        self._pressed = pressed

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._pressed(interaction)


def _row(*items: discord.ui.Item[Any]) -> discord.ui.ActionRow[Any]:
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    for item in items:
        row.add_item(item)
    return row


def _text(*lines: str) -> discord.ui.TextDisplay[Any]:
    return discord.ui.TextDisplay("\n".join(lines))


def _describe(follow: FollowRecord) -> list[str]:
    shown = {
        "terms": follow.filters.terms,
        "authors": follow.filters.authors,
        "words": follow.filters.words,
    }
    filters = [f"{name}: {escape(', '.join(words))}" for name, words in shown.items() if words]
    return [
        f"Only articles with {' · '.join(filters)}" if filters else "Every article is announced.",
        f"Quiet from {follow.quiet}: announcements wait." if follow.quiet else "No quiet hours.",
    ]


def _replies(exchange: ExchangeRecord) -> str:
    if not exchange.replies:
        return "off"
    return "at_once" if exchange.at_once else "rules"
