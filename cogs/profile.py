"""/profile: what a member agreed to, under which name, what stands on the blog, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import ACCENT
from bot.mirror.lines import link
from bot.phrase import Phrase
from bot.store.members import Consent
from bot.store.reply import ReplyState
from bot.text.to_discord import escape, label, plain, shorten
from bot.trouble import told
from cogs.names import NameModal

if TYPE_CHECKING:
    from bot.client import Client
    from bot.replies.engine import Replies
    from bot.store.members import MemberRecord
    from bot.store.reply import Published
    from bot.store.store import Store

PATIENCE = 840
"""Seconds for which the buttons work; Discord lets an answer be changed for 15 minutes."""

LISTED = 10
"""How many of someone's comments are shown at a time."""

CHOICES = {
    Consent.ALWAYS: ("Always", "What you write in the threads goes to the blog."),
    Consent.EACH: ("Ask me each time", "A question below each message, and nothing before."),
    Consent.NEVER: ("Never", "Everything stays in Discord, and nobody asks."),
}
SAYS = {
    None: "You were not asked yet: nothing of yours goes to the blog.",
    Consent.ASKED: "You were asked, and did not answer yet: nothing of yours goes to the blog.",
    Consent.EACH: "You are asked about each message.",
    Consent.ALWAYS: "What you write in the threads goes to the blog.",
    Consent.NEVER: "Nothing of yours goes to the blog.",
}
FIELD_LIMIT = 1024
WAITS = {
    ReplyState.HELD: " (waiting for the moderators)",
    ReplyState.QUEUED: " (on its way)",
    ReplyState.POSTING: " (on its way)",
}
WITHDRAWN = Phrase("Its writer took it back.")


class ProfileView(discord.ui.View):
    """The choices of one member in one server, shown to them alone."""

    def __init__(self, store: Store, replies: Replies, guild: int, user: int, name: str) -> None:
        super().__init__(timeout=PATIENCE)
        self._store = store
        self._replies = replies
        self._guild = guild
        self._user = user
        self._name = name
        self._page = 0

    async def draw(self) -> discord.Embed:
        """Make the buttons fit the present state, and describe it."""
        member = await self._store.members.get(self._guild, self._user)
        published = await self._store.members.published(self._guild, self._user)
        name = await self._replies.asking.proposed_name(self._guild, self._user, self._name)
        last = max(len(published) - 1, 0) // LISTED
        self._page = min(self._page, last)
        shown = published[self._page * LISTED :][:LISTED]
        self.clear_items()
        self.add_item(_Choose(self, member))
        if shown:
            self.add_item(_Withdraw(self, shown))
        self.add_item(_Rename(self))
        if shown:
            self.add_item(_WithdrawAll(self))
        if last:
            self.add_item(_Turn(self, "Newer", -1, possible=self._page > 0))
            self.add_item(_Turn(self, "Older", +1, possible=self._page < last))
        embed = discord.Embed(title="You and the blog", colour=ACCENT)
        embed.description = SAYS[member.consent if member else None]
        embed.add_field(name="Your name there", value=escape(name), inline=False)
        embed.add_field(name="On the blog", value=_list(shown), inline=False)
        embed.set_footer(text="/profile forget removes everything the bot knows of you.")
        return embed

    async def redraw(self, interaction: discord.Interaction[Any]) -> None:
        """Show the state after a choice."""
        await interaction.response.edit_message(embed=await self.draw(), view=self)

    async def turn(self, interaction: discord.Interaction[Any], pages: int) -> None:
        """Show newer or older comments."""
        self._page = max(self._page + pages, 0)
        await self.redraw(interaction)

    async def choose(self, interaction: discord.Interaction[Any], consent: Consent) -> None:
        """Take a new consent."""
        asking = self._replies.asking
        await asking.settle(self._guild, self._user, consent, name=self._name)
        await self.redraw(interaction)

    async def rename(self, interaction: discord.Interaction[Any]) -> None:
        """Ask for another name."""
        asking = self._replies.asking
        proposed = await asking.proposed_name(self._guild, self._user, self._name)
        await interaction.response.send_modal(NameModal(asking, proposed))

    async def withdraw(self, interaction: discord.Interaction[Any], message: int) -> None:
        """Take one back; only what is the member's own."""
        reply = await self._store.replies.get(message)
        if reply is not None and reply.user == self._user:
            await self._store.replies.withdraw(message, reason=WITHDRAWN)
            self._replies.wake()
        await self.redraw(interaction)

    async def withdraw_all(self, interaction: discord.Interaction[Any]) -> None:
        """Take everything back."""
        await self._store.members.withdraw_all(self._user, guild=self._guild, reason=WITHDRAWN)
        self._replies.wake()
        await self.redraw(interaction)


class _Choose(discord.ui.Select[ProfileView]):
    def __init__(self, profile: ProfileView, member: MemberRecord | None) -> None:
        now = member.consent if member else None
        super().__init__(
            placeholder="May your words go to the blog?",
            options=[
                discord.SelectOption(
                    label=label, value=consent, description=more, default=consent is now
                )
                for consent, (label, more) in CHOICES.items()
            ],
        )
        self._profile = profile

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._profile.choose(interaction, Consent(self.values[0]))


class _Withdraw(discord.ui.Select[ProfileView]):
    def __init__(self, profile: ProfileView, published: list[Published]) -> None:
        super().__init__(
            placeholder="Take one back …",
            options=[
                discord.SelectOption(
                    label=shorten(plain(each.words), 90) or "…",
                    value=str(each.message_id),
                    description=shorten(each.title, 90) or None,
                )
                for each in published
            ],
        )
        self._profile = profile

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._profile.withdraw(interaction, int(self.values[0]))


class _Rename(discord.ui.Button[ProfileView]):
    def __init__(self, profile: ProfileView) -> None:
        super().__init__(label="Another name …")
        self._profile = profile

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._profile.rename(interaction)


class _Turn(discord.ui.Button[ProfileView]):
    def __init__(self, profile: ProfileView, label: str, pages: int, *, possible: bool) -> None:
        super().__init__(label=label, disabled=not possible, row=4)
        self._profile = profile
        self._pages = pages

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._profile.turn(interaction, self._pages)


class _WithdrawAll(discord.ui.Button[ProfileView]):
    def __init__(self, profile: ProfileView) -> None:
        super().__init__(label="Take everything back", style=discord.ButtonStyle.danger)
        self._profile = profile

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._profile.withdraw_all(interaction)


class ForgetView(discord.ui.View):
    """The last question before someone is forgotten."""

    def __init__(self, store: Store, replies: Replies, user: int) -> None:
        super().__init__(timeout=PATIENCE)
        self._store = store
        self._replies = replies
        self._user = user

    @discord.ui.button(
        label="Forget me, and take it off the blog", style=discord.ButtonStyle.danger
    )
    async def everything(
        self, interaction: discord.Interaction[Any], _button: discord.ui.Button[ForgetView]
    ) -> None:
        """Withdraw it all, then erase."""
        await self._forget(interaction, leave=False)

    @discord.ui.button(label="Forget me, and leave it there")
    async def leave(
        self, interaction: discord.Interaction[Any], _button: discord.ui.Button[ForgetView]
    ) -> None:
        """Erase at once."""
        await self._forget(interaction, leave=True)

    @told
    async def _forget(self, interaction: discord.Interaction[Any], *, leave: bool) -> None:
        going = await self._replies.asking.forget(self._user, leave=leave)
        words = "The bot has forgotten you."
        if going:
            words = (
                f"Nothing more of yours goes to the blog. Your comments there ({going}) are being "
                "taken off it; with the last one, the bot has forgotten you."
            )
        await interaction.response.edit_message(content=words, embed=None, view=None)


@app_commands.guild_only()
class ProfileCog(
    commands.GroupCog, group_name="profile", group_description="You and the blogs followed here"
):
    """Commands for members, about themselves."""

    def __init__(self, store: Store, replies: Replies) -> None:
        self._store = store
        self._replies = replies

    @app_commands.command(description="What goes to the blog, under which name, and what is there.")
    async def show(self, interaction: discord.Interaction[Client]) -> None:
        """Show it, with everything that can be changed."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        user = interaction.user
        view = ProfileView(
            self._store, self._replies, interaction.guild_id, user.id, user.display_name
        )
        await interaction.response.send_message(embed=await view.draw(), view=view, ephemeral=True)

    @app_commands.command(description="Remove everything the bot knows of you, in every server.")
    async def forget(self, interaction: discord.Interaction[Client]) -> None:
        """Ask once more, and what is to become of the comments."""
        await interaction.response.send_message(
            "The bot forgets your name, your choices and which messages are yours, in every "
            "server. Your messages in Discord stay yours.\nComments that you leave on the blog can "
            "be taken off it by its moderators only.",
            view=ForgetView(self._store, self._replies, interaction.user.id),
            ephemeral=True,
        )


def _list(published: list[Published]) -> str:
    if not published:
        return "Nothing."
    lines = []
    for each in published:
        waits = WAITS.get(each.state, f" ({shorten(str(each.reason), 80)})" if each.reason else "")
        lines.append(
            f"[{label(shorten(plain(each.words), 40)) or '…'}](<{link(each.url)[:200]}>){waits}"
        )
    return "\n".join(lines)[:FIELD_LIMIT]


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    await client.add_cog(ProfileCog(client.services.store, client.services.replies))
