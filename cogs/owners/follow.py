"""/blog follow, unfollow and status."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.blogs.kinds import takes_replies
from bot.care.arrivals import choices
from bot.care.lag import lag
from bot.care.status import Doing, Traffic, describe, describe_machine
from bot.discord.cards import ACCENT
from bot.discord.choices import view_of
from bot.discord.followable import Followable  # noqa: TC001 - discord.py reads it
from bot.discord.locale import language_of
from cogs.owners.blog_commands import BlogCommands
from cogs.owners.channels import FollowableOption  # noqa: TC001 - discord.py reads it
from cogs.owners.guide import guide

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.follows import FollowRecord

ARRIVALS = 20
"""Comments and articles of which the usual lag is told."""

ROOM = 5500
"""Characters of one answer; Discord takes 6,000, titles and names included."""

FIELD_LIMIT = 25
"""Fields of an embed, Discord's limit."""


class FollowCommands(BlogCommands):
    """Which channel follows which blog, and how that is going."""

    @app_commands.command(description="Post a blog's articles and discussions in a channel.")
    @app_commands.describe(
        url="Any page of the blog, or its feed", channel="Where its articles are to appear"
    )
    async def follow(
        self,
        interaction: discord.Interaction[Client],
        url: app_commands.Range[str, 1, 500],
        channel: app_commands.Transform[Followable, FollowableOption],
    ) -> None:
        """Find the blog, show what it will look like, and begin once that is wanted."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        words, embeds, view = await guide(interaction, url, channel)
        await interaction.followup.send(words, embeds=embeds, view=view, ephemeral=True)

    @app_commands.command(description="Stop following blogs in a channel; what is there stays.")
    @app_commands.describe(channel="The channel that follows a blog")
    async def unfollow(
        self,
        interaction: discord.Interaction[Client],
        channel: discord.TextChannel | discord.ForumChannel,
    ) -> None:
        """End what the channel follows."""
        ended = await self._services.following.unfollow(channel.id)
        say = language_of(interaction)
        await interaction.response.send_message(
            say(
                "{channel} follows no blog any more. What was posted stays; following the blog "
                "again goes on from there."
                if ended
                else "{channel} follows no blog.",
                channel=channel.mention,
            ),
            ephemeral=True,
        )

    @app_commands.command(description="How the blogs you follow here are doing.")
    async def status(self, interaction: discord.Interaction[Client]) -> None:
        """Show each follow: last and next reading, lag, progress, and what went wrong."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        say = language_of(interaction)
        follows = await self._store.follows.of_guild(interaction.guild_id)
        embed = discord.Embed(title=say("Blogs followed here"), colour=ACCENT)
        failure = self._services.following.failure
        lines = self._machine(say)
        if failure is not None and self._is_named_here(interaction):
            lines.append(say("The blog in the settings has to wait: {reason}", reason=failure))
        elif not follows:
            lines.append(say("None yet. `/blog follow` begins."))
        embed.description = "\n".join(lines) or None
        shown = [embed]
        doings = [await self._doing(follow) for follow in follows]
        asked = [(each.blog.address.title, each.rush) for each in doings if each.rush]
        for doing in _numbered(doings) if len(asked) > 1 else doings:
            address = doing.blog.address
            name, words = address.title[:256] or address.shown[:256], describe(doing, say)
            last = shown[-1]
            if len(last) + len(name) + len(words) > ROOM or len(last.fields) == FIELD_LIMIT:
                shown.append(discord.Embed(colour=ACCENT))
            shown[-1].add_field(name=name, value=words, inline=False)
        for each in shown[:-1]:
            await interaction.followup.send(embed=each, ephemeral=True)
        buttons = view_of(choices(asked, say)) or discord.utils.MISSING
        await interaction.followup.send(embed=shown[-1], view=buttons, ephemeral=True)

    def _machine(self, say: Language) -> list[str]:
        backups, trouble = self._services.backups, self._services.machine.trouble
        if backups is None:
            return describe_machine(trouble, None, None, say)
        return describe_machine(trouble, backups.made_at, backups.failure, say)

    def _is_named_here(self, interaction: discord.Interaction[Client]) -> bool:
        """Whether the channel that the settings name is of this server."""
        blog, guild = self._services.settings.blog, interaction.guild
        return (
            blog is not None and guild is not None and guild.get_channel(blog.channel) is not None
        )

    async def _doing(self, follow: FollowRecord) -> Doing:
        blog = await self._store.blogs.get(follow.blog)
        poll = self._services.settings.poll_seconds
        return Doing(
            blog=blog,
            follow=follow,
            due=max((blog.read_at or 0) + poll, blog.next_read),
            lag=lag(await self._store.lags.newest(follow.id, ARRIVALS)),
            requests=self._services.following.requests_to(blog),
            traffic=await self._traffic(follow, blog),
            recorded=await self._store.archives.recorded(blog.id),
            progress=await self._store.mirrors.progress(follow.id),
            braked=await self._store.articles.braked(blog.id),
            rush=await self._store.arrivals.rush(follow.id),
            full=await self._store.holdings.told(follow.blog),
        )

    async def _traffic(self, follow: FollowRecord, blog: BlogRecord) -> Traffic:
        return Traffic(
            connected=await self._services.connections.has(follow.guild, follow.blog),
            possible=takes_replies(blog.address) or follow.way.better is not None,
            waiting=await self._store.replies.waiting_in_line(follow.guild, follow.blog),
            trouble=self._services.replies.trouble(follow.guild, follow.blog),
            held=self._services.replies.moderation.waiting(follow.guild, follow.blog),
            reads_all=self._services.replies.reads_all,
        )


def _numbered(doings: list[Doing]) -> list[Doing]:
    """Number the rushes, as their buttons are."""
    places = count(1)
    return [replace(each, number=next(places)) if each.rush else each for each in doings]
