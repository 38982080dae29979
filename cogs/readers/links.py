"""Ways between Discord and the blog: links that people paste, and the menu "On the blog"."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.locale import language_of
from bot.discord.turns import Turns
from bot.languages.phrase import Phrase
from bot.mirror.lines import link
from cogs.readers.article_card import article_card
from cogs.readers.finding import ANSWERS, ANSWERS_IN, answer, public_language

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.services import Services
    from bot.store.blog.library import Entry

ON_THE_BLOG = Phrase("On the blog")
DAY = 86_400
MOST = 5
"""Links of one message that are looked up."""

_LINK = re.compile(r"https?://[^\s<>|]+")


class LinksCog(commands.Cog):
    """Answers a link with its article's card, once a day in each channel."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._services: Services = client.services
        self._turns = Turns(ANSWERS, ANSWERS_IN)
        self._menu = app_commands.ContextMenu(name=str(ON_THE_BLOG), callback=self.on_the_blog)
        self._menu.guild_only = True

    async def cog_load(self) -> None:
        """Offer the menu."""
        self._client.tree.add_command(self._menu)

    async def on_the_blog(
        self, interaction: discord.Interaction[Client], message: discord.Message
    ) -> None:
        """Lead to what a message shows, or to the reply that it became."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        url = await self._services.store.places.place_of(interaction.guild_id, message.id)
        say = language_of(interaction)
        nothing = say("Nothing on the blog belongs to this message.")
        address = link(url) if url else ""
        words = f"<{address}>" if address else nothing
        await interaction.response.send_message(words, ephemeral=True, suppress_embeds=True)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Show the card of an article that someone links to."""
        if message.guild is None or message.author.bot or "://" not in message.content:
            return
        if await self._services.store.places.is_mirrored_in(message.channel.id):
            return
        entry = await self._first_article(message)
        if entry is None:
            return
        say = await public_language(self._services, message.guild.id)
        card = article_card(entry, message.guild.id, say)
        await answer(message, view=card)

    async def _first_article(self, message: discord.Message) -> Entry | None:
        """The first article linked to that was not shown in the channel today."""
        assert message.guild is not None  # noqa: S101 - looked at before
        guild, member = message.guild.id, message.author.id
        for url in _LINK.findall(message.content)[:MOST]:
            entry = await self._services.lookup.at(guild, url.rstrip(").,;:!?\"'*_"))
            if entry is None:
                continue
            if self._turns.take(guild, member):
                return None
            if await self._services.store.places.show_once(
                message.channel.id, entry.id, now=int(time.time()), pause=DAY
            ):
                return entry
        return None


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    await client.add_cog(LinksCog(client))
