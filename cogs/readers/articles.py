"""/latest, /article, /random and /thread: articles, for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.locale import language_of
from bot.discord.turns import Turns
from bot.finding import lists
from bot.finding.lookup import Mirroring
from bot.languages.phrase import Phrase
from cogs.readers.article_card import article_card
from cogs.readers.finding import (
    NO_TERM,
    UNKNOWN,
    listing,
    suggest_terms,
    suggest_titles,
    too_often,
)

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.services import Services

THREADS, THREADS_IN = 3, 600
"""How many old articles a member can bring back, and in how many seconds."""

ASKED = {
    Mirroring.BEGUN: Phrase(
        "It is being set up: within a minute or two the article has a thread in the channel that "
        "follows its blog. Ask again then for the way there."
    ),
    Mirroring.PAUSED: Phrase("No channel follows its blog at the moment."),
    Mirroring.LEFT_OUT: Phrase(
        "The channels here leave this article out: whoever manages the server chose which ones "
        "appear."
    ),
    Mirroring.STOPPED: Phrase("Its thread was removed in Discord, and stays so."),
}


class ArticlesCog(commands.Cog):
    """Commands for members."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._library = services.store.library
        self._turns = Turns(THREADS, THREADS_IN)

    @app_commands.command(description="The newest articles of the blogs followed here.")
    @app_commands.guild_only()
    @app_commands.describe(
        count="How many (5 if you don't say)",
        term="Only those of this category or tag",
        share="Show it to everyone in the channel",
    )
    @app_commands.autocomplete(term=suggest_terms)
    async def latest(
        self,
        interaction: discord.Interaction[Client],
        count: app_commands.Range[int, 1, 10] = 5,
        term: app_commands.Range[str, 1, 100] | None = None,
        share: bool = False,
    ) -> None:
        """List them with the way to the blog and, where there is one, to the discussion."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        say = language_of(interaction)
        found = await self._library.latest(interaction.guild_id, count, term=term or "")
        text = (
            say(NO_TERM)
            if term and not found
            else lists.entries(found, say, guild=interaction.guild_id)
        )
        await interaction.response.send_message(
            embed=listing(say("Latest articles"), text), ephemeral=not share
        )

    @app_commands.command(description="One article: its card, and the ways to it.")
    @app_commands.guild_only()
    @app_commands.describe(
        title="Begin to type; slips don't matter", share="Show it to everyone in the channel"
    )
    @app_commands.autocomplete(title=suggest_titles)
    async def article(
        self,
        interaction: discord.Interaction[Client],
        title: app_commands.Range[str, 1, 500],
        share: bool = False,
    ) -> None:
        """Show its card."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        say = language_of(interaction)
        entry = await self._services.lookup.named(interaction.guild_id, title)
        if entry is None:
            await interaction.response.send_message(say(UNKNOWN), ephemeral=True)
            return
        card = article_card(entry, interaction.guild_id, say)
        await interaction.response.send_message(view=card, ephemeral=not share)

    @app_commands.command(description="Some article, picked at random.")
    @app_commands.guild_only()
    @app_commands.describe(
        term="Only one of this category or tag", share="Show it to everyone in the channel"
    )
    @app_commands.autocomplete(term=suggest_terms)
    async def random(
        self,
        interaction: discord.Interaction[Client],
        term: app_commands.Range[str, 1, 100] | None = None,
        share: bool = False,
    ) -> None:
        """Show the card of whichever comes up."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        say = language_of(interaction)
        entry = await self._library.random(interaction.guild_id, term=term or "")
        if entry is None:
            words = say(NO_TERM if term else lists.NOTHING)
            await interaction.response.send_message(words, ephemeral=True)
            return
        card = article_card(entry, interaction.guild_id, say)
        await interaction.response.send_message(view=card, ephemeral=not share)

    @app_commands.command(description="The way to an article's thread; an old one gets one now.")
    @app_commands.guild_only()
    @app_commands.describe(
        article="Begin to type; slips don't matter", share="Show it to everyone in the channel"
    )
    @app_commands.autocomplete(article=suggest_titles)
    async def thread(
        self,
        interaction: discord.Interaction[Client],
        article: app_commands.Range[str, 1, 500],
        share: bool = False,
    ) -> None:
        """Lead there; where there is none yet, begin one."""
        guild = interaction.guild_id
        assert guild is not None  # noqa: S101 - guild_only
        say = language_of(interaction)
        entry = await self._services.lookup.named(guild, article)
        if entry is None:
            await interaction.response.send_message(say(UNKNOWN), ephemeral=True)
            return
        title = lists.titled(entry.article.title, entry.article.url, say)
        if entry.thread is not None:
            place = f"<#{entry.thread}>"
            words = say("{article} is discussed in {thread}.", article=title, thread=place)
        else:
            if wait := self._turns.take(guild, interaction.user.id):
                raise too_often(wait)
            answer = await self._services.lookup.mirror(guild, entry)
            await self._services.engine.write()
            words = say("{article} has no thread yet. {why}", article=title, why=ASKED[answer])
        await interaction.response.send_message(words, ephemeral=not share, suppress_embeds=True)


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    await client.add_cog(ArticlesCog(client.services))
