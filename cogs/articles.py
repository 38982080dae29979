"""/latest: the newest articles, for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import ACCENT
from bot.mirror.lines import link
from bot.text.to_discord import label, shorten

if TYPE_CHECKING:
    from bot.client import Client
    from bot.store.store import Store

TITLE_LIMIT = 100
"""Characters of a title in a list; twenty-five of them fit into an embed."""


class ArticlesCog(commands.Cog):
    """Commands for members."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @app_commands.command(description="The newest articles of the blogs followed here.")
    @app_commands.guild_only()
    @app_commands.describe(count="How many (5 if you don't say)")
    async def latest(
        self,
        interaction: discord.Interaction[Client],
        count: app_commands.Range[int, 1, 10] = 5,
    ) -> None:
        """List them with the way to the blog and, where there is one, to the discussion."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        lines = []
        for article in await self._store.articles.latest(interaction.guild_id, count):
            title = label(shorten(article.title, TITLE_LIMIT)) or "Untitled"
            line = f"[{title}](<{link(article.url)}>) · <t:{int(article.published.timestamp())}:D>"
            thread = await self._store.threads.thread_of(article.url, interaction.guild_id)
            lines.append(line if thread is None else f"{line} · <#{thread}>")
        await interaction.response.send_message(
            embed=discord.Embed(
                title="Latest articles",
                description="\n".join(lines)
                or "Nothing yet. Once a blog is followed here, its articles appear.",
                colour=ACCENT,
            ),
            ephemeral=True,
        )


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    await client.add_cog(ArticlesCog(client.services.store))
