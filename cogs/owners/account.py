"""/blog connect, disconnect, author and settings: what goes to a blog, and as whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.locale import language_of
from bot.errors import BlogUnusable
from bot.languages.phrase import Phrase
from bot.text.to_discord import escape
from cogs.owners.blog_commands import BlogCommands
from cogs.owners.connecting import ConnectModal
from cogs.owners.settings import draw

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.model import Account


class AccountCommands(BlogCommands):
    """The bot's account on a blog, and what it is used for."""

    @app_commands.command(
        description="Give the bot an account on a blog, so that replies go there."
    )
    @app_commands.describe(blog="Which one, if you follow several")
    async def connect(self, interaction: discord.Interaction[Client], blog: str = "") -> None:
        """Show the form; what is typed there is checked at once."""
        record = await self.chosen(interaction, blog)
        guild, connections = interaction.guild_id or 0, self._services.connections
        destination = await connections.destination(guild, record)
        page = await connections.password_page(guild, record)
        await interaction.response.send_modal(
            ConnectModal(record, destination, page, language_of(interaction))
        )

    @app_commands.command(description="Take the bot's account on a blog away: replies stay here.")
    @app_commands.describe(blog="Which one, if you follow several")
    async def disconnect(self, interaction: discord.Interaction[Client], blog: str = "") -> None:
        """Forget the application password."""
        record = await self.chosen(interaction, blog)
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        await self._services.connections.disconnect(interaction.guild_id, record.id)
        say = language_of(interaction)
        await interaction.response.send_message(
            say(
                "The password for **{blog}** is forgotten. Revoke it on the blog as well: there it "
                "still opens the account.",
                blog=escape(record.address.title),
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Say who in this server is an author of a blog.")
    @app_commands.describe(
        member="Who writes as themself, with the author's badge",
        account="Their account on the blog, if there are several authors",
        blog="Which blog, if you follow several",
    )
    async def author(
        self,
        interaction: discord.Interaction[Client],
        member: discord.Member,
        account: str = "",
        blog: str = "",
    ) -> None:
        """Link the member to their account; linked already, unlink them."""
        record = await self.chosen(interaction, blog)
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        guild, say = interaction.guild_id, language_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not account and await self._store.exchanges.unlink_author(guild, record.id, member.id):
            words = say("{member} is a member like the others again.", member=member.mention)
        else:
            desk = await self._services.connections.open(guild, record.id)
            chosen = _only(await desk.authors(), account)
            await self._store.exchanges.link_author(guild, record.id, member.id, chosen)
            words = say(
                "What {member} writes in the threads appears on the blog as **{name}**, once "
                "they have agreed to it. The same command ends it.",
                member=member.mention,
                name=escape(chosen.name),
            )
        await interaction.followup.send(words, ephemeral=True)

    @app_commands.command(description="Everything that can be set for a channel and its blog.")
    @app_commands.describe(
        channel="Which one, if several follow a blog", blog="Which one, if you follow several"
    )
    async def settings(
        self,
        interaction: discord.Interaction[Client],
        channel: discord.TextChannel | discord.ForumChannel | None = None,
        blog: str = "",
    ) -> None:
        """Show every choice with its present value."""
        follow = await self.chosen_follow(interaction, channel, blog)
        await interaction.response.send_message(
            view=await draw(interaction, follow), ephemeral=True
        )

    @connect.autocomplete("blog")
    @disconnect.autocomplete("blog")
    @author.autocomplete("blog")
    @settings.autocomplete("blog")
    async def _suggest(
        self, interaction: discord.Interaction[Client], typed: str
    ) -> list[app_commands.Choice[str]]:
        return await self.suggest(interaction, typed)


def _only(accounts: list[Account], wanted: str) -> Account:
    """The account that is meant: the one of this name, or the only one."""
    found = [each for each in accounts if each.name.casefold() == wanted.strip().casefold()]
    if len(found or accounts) == 1 and (found or not wanted):
        return (found or accounts)[0]
    names = tuple(escape(each.name) for each in accounts) or Phrase("nobody yet")
    raise BlogUnusable("Which account? Articles there are by: {names}.", names=names)
