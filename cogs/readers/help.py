"""/help, and the same for those who mention the bot without a word: what it can do here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.locale import language_of
from bot.languages.phrase import Phrase
from bot.text.to_discord import escape, shorten
from cogs.readers.finding import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.services import Services
    from bot.store.blog.blogs import BlogRecord

NAME_LIMIT = 80
NAMED = 5
"""Blogs that are named."""

FOR_READERS = (
    Phrase(
        "**Look things up**: `/search` finds words, `/article` an article by its title, `/author` "
        "what someone has written; `/latest`, `/random`, `/comments` and `/thread` lead on."
    ),
    Phrase(
        "**Answer on the blog**: write in an article's thread. You are asked before anything goes "
        "to the blog. `/profile show` has what you agreed to, and lets you take it back."
    ),
    Phrase(
        "**More** is in a message's menu, under *Apps*: where it is on the blog, a form to reply, "
        "and why something happened to it."
    ),
)
FOR_OWNERS = Phrase(
    "**To manage it**: `/blog follow` begins with a blog, `/blog connect` lets replies go there, "
    "`/blog settings` has everything else, and `/blog status` says how things are."
)
NO_BLOG = Phrase("No blog is followed here yet. Whoever manages the server begins: `/blog follow`.")


def help_card(blogs: Sequence[BlogRecord], say: Language, *, manages: bool) -> discord.Embed:
    """What the bot can, for someone who may manage the server or not."""
    names = [f"**{escape(shorten(each.address.title, NAME_LIMIT))}**" for each in blogs[:NAMED]]
    here = ", ".join([*names, "…"] if len(blogs) > NAMED else names)
    begins = say("I bring new articles and their comments here from {blogs}.", blogs=here)
    parts = [begins, *map(say, FOR_READERS)] if blogs else [say(NO_BLOG)]
    if manages:
        parts.append(say(FOR_OWNERS))
    return listing(say("What I can do here"), "\n\n".join(parts))


async def help_for(
    services: Services, guild: int, say: Language, member: discord.Member | discord.User
) -> discord.Embed:
    """The same for this member of the guild."""
    manages = isinstance(member, discord.Member) and member.guild_permissions.manage_guild
    return help_card(await services.store.blogs.of_guild(guild), say, manages=manages)


class HelpCog(commands.Cog):
    """Says where to begin."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @app_commands.command(description="What this bot can do here, and where to begin.")
    @app_commands.guild_only()
    async def help(self, interaction: discord.Interaction[Client]) -> None:
        """Show it to the one who asked."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        say = language_of(interaction)
        card = await help_for(self._services, interaction.guild_id, say, interaction.user)
        await interaction.response.send_message(embed=card, ephemeral=True)


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    await client.add_cog(HelpCog(client.services))
