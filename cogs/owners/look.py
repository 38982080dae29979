"""/blog why and sync: looking into something, and looking now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.care.story import tell
from bot.discord.locale import language_of
from bot.errors import BlogUnusable
from cogs.owners.blog_commands import BlogCommands

if TYPE_CHECKING:
    import discord

    from bot.discord.client import Client

LIVELIEST = 20
"""Discussions that are compared whole at once; as many as one cycle of reading takes."""


class LookCommands(BlogCommands):
    """What became of something, and what is new."""

    @app_commands.command(description="The story of an article, a comment or a message.")
    @app_commands.describe(link="Its address on the blog, or the link of a message")
    async def why(
        self, interaction: discord.Interaction[Client], link: app_commands.Range[str, 1, 1000]
    ) -> None:
        """Tell when it was seen, what was decided, and which message shows it."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        words = await tell(self._store, interaction.guild_id, link, language_of(interaction))
        await interaction.response.send_message(words, ephemeral=True, suppress_embeds=True)

    @app_commands.command(description="Read the blogs now, and try everything again that waits.")
    async def sync(self, interaction: discord.Interaction[Client]) -> None:
        """Let nothing wait any longer."""
        guild = interaction.guild_id
        assert guild is not None  # noqa: S101 - guild_only
        blogs = await self._store.blogs.of_guild(guild)
        if not blogs:
            raise BlogUnusable("No blog is followed here yet. `/blog follow` begins.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        for blog in blogs:
            await self._store.blogs.read_now(blog.id)
            lively = await self._store.articles.liveliest(blog.id, LIVELIEST)
            ids = [record.article.remote_id for record in lively]
            await self._store.articles.compare_now(blog.id, ids)
            self._services.replies.retry(guild, blog.id)
        await self._services.engine.soon()
        await self._services.replies.beat()
        say = language_of(interaction)
        await interaction.followup.send(
            say(
                "Reading now, and trying everything again that had to wait. `/blog status` shows "
                "how it goes."
            ),
            ephemeral=True,
        )
