"""/comments: an article's discussion as the blog shows it, page by page."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.lasting import Lasting
from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.finding import lists
from bot.languages.phrase import Phrase
from bot.text.to_discord import escape, shorten
from cogs.readers.finding import UNKNOWN, listing, suggest_titles, turn

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.services import Services
    from bot.store.blog.library import Entry

CUSTOM_ID = r"talk:(?P<article>\d{1,18}):(?P<page>\d{1,5})"
NO_COMMENTS = Phrase("No comments yet.")
NONE_TOLD = Phrase("No comments are known here.")
NOT_WHOLE = Phrase("This discussion is still being recorded. Ask again in a while.")
TITLE_LIMIT = 120


class CommentsPage(Lasting[discord.ui.Button[Any]], template=CUSTOM_ID):
    """The way to another page."""

    @classmethod
    def of(cls, article: int, page: int, label: str) -> Self:
        """The way to that page of an article's discussion."""
        return cls(discord.ui.Button(label=label, custom_id=f"talk:{article}:{page}"))

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Show that page."""
        assert interaction.guild_id is not None  # noqa: S101 - such lists stand in guilds
        services, say = interaction.client.services, language_of(interaction)
        entry = await services.store.library.article(
            interaction.guild_id, int(self.meaning["article"])
        )
        if entry is None:
            await interaction.response.send_message(
                say("This article is not on the blog at the moment."), ephemeral=True
            )
            return
        page = int(self.meaning["page"])
        await turn(interaction, *await show(services, entry, interaction.guild_id, page, say))


async def show(
    services: Services, entry: Entry, guild: int, page: int, say: Language
) -> tuple[discord.Embed, discord.ui.View]:
    """One page of the discussion, counted from 0, and the ways to the others."""
    comments = await services.store.comments.of(entry.id)
    messages = await services.store.places.messages(guild, entry.id)
    text, pages = await asyncio.to_thread(
        partial(lists.discussion, comments, messages, say, guild=guild, page=page)
    )
    title = escape(shorten(entry.article.title, TITLE_LIMIT)) or say("Untitled article")
    view = discord.ui.View(timeout=None)
    tells = entry.article.counted
    if tells and not entry.whole:
        return listing(title, say(NOT_WHOLE)), view
    embed = listing(title, text or say(NO_COMMENTS if tells else NONE_TOLD))
    if page:
        view.add_item(CommentsPage.of(entry.id, page - 1, say("Back")))
    if page + 1 < pages:
        view.add_item(CommentsPage.of(entry.id, page + 1, say("More")))
    if pages > 1:
        embed.set_footer(text=say("Page {page} of {pages}", page=page + 1, pages=pages))
    return embed, view


class CommentsCog(commands.Cog):
    """Shows discussions."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(
        description="An article's comments, who answers whom, and where they are."
    )
    @app_commands.guild_only()
    @app_commands.describe(
        article="Begin to type; slips don't matter", share="Show it to everyone in the channel"
    )
    @app_commands.autocomplete(article=suggest_titles)
    async def comments(
        self,
        interaction: discord.Interaction[Client],
        article: app_commands.Range[str, 1, 500],
        share: bool = False,
    ) -> None:
        """Show the first page."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        say = language_of(interaction)
        entry = await self._services.lookup.named(interaction.guild_id, article)
        if entry is None:
            await interaction.response.send_message(say(UNKNOWN), ephemeral=True)
            return
        embed, view = await show(self._services, entry, interaction.guild_id, 0, say)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=not share)


async def setup(client: Client) -> None:
    """Know the buttons, whenever they were shown; and hand the cog what it uses."""
    client.add_dynamic_items(CommentsPage)
    await client.add_cog(CommentsCog(client.services))
