"""/blog: follow, unfollow and status, for those who manage the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import ACCENT
from bot.errors import BlogUnusable
from bot.model import BlogKind
from bot.permissions import missing_permissions
from bot.status import Traffic, describe
from bot.text.to_discord import escape
from cogs.connecting import ConnectModal
from cogs.settings import SettingsPanel

if TYPE_CHECKING:
    from bot.client import Client
    from bot.connections import Connections
    from bot.following import Following
    from bot.mirror.engine import Engine
    from bot.model import Account
    from bot.replies.engine import Replies
    from bot.store.blogs import BlogRecord
    from bot.store.follows import FollowRecord
    from bot.store.store import Store

FIELD_LIMIT = 25
"""Fields of an embed, Discord's limit; no server is expected to follow more blogs."""


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class BlogsCog(commands.GroupCog, group_name="blog", group_description="The blogs you follow here"):
    """Commands for the owner."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        following: Following,
        connections: Connections,
        replies: Replies,
    ) -> None:
        self._store = store
        self._engine = engine
        self._following = following
        self._connections = connections
        self._replies = replies

    async def interaction_check(self, interaction: discord.Interaction[discord.Client]) -> bool:
        """Check again what `default_permissions` only suggests to Discord."""
        if interaction.permissions.manage_guild:
            return True
        raise app_commands.MissingPermissions(["manage_guild"])

    @app_commands.command(description="Post a blog's articles and discussions in a channel.")
    @app_commands.describe(
        url="Any page of the blog, or its feed", channel="Where its articles are to appear"
    )
    async def follow(
        self,
        interaction: discord.Interaction[Client],
        url: app_commands.Range[str, 1, 500],
        channel: discord.TextChannel | discord.ForumChannel,
    ) -> None:
        """Check every permission, find the blog, and begin."""
        if missing := missing_permissions(channel):
            await interaction.response.send_message(
                f"In {channel.mention} I still need: **{', '.join(missing)}**. Grant me these in "
                "the channel's settings, then try again.",
                ephemeral=True,
            )
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        address = await self._following.follow(url, guild=channel.guild.id, channel=channel.id)
        await self._engine.beat()
        await interaction.followup.send(
            f"{channel.mention} now follows **{discord.utils.escape_markdown(address.title)}**. "
            "The newest articles come first, then their discussions, then whatever is new. "
            "`/blog status` shows how far it is.",
            ephemeral=True,
        )

    @app_commands.command(description="Stop following blogs in a channel; what is there stays.")
    @app_commands.describe(channel="The channel that follows a blog")
    async def unfollow(
        self,
        interaction: discord.Interaction[Client],
        channel: discord.TextChannel | discord.ForumChannel,
    ) -> None:
        """End what the channel follows."""
        ended = await self._following.unfollow(channel.id)
        await interaction.response.send_message(
            f"{channel.mention} follows no blog any more. What was posted stays; following the "
            "blog again goes on from there."
            if ended
            else f"{channel.mention} follows no blog.",
            ephemeral=True,
        )

    @app_commands.command(
        description="Give the bot an account on a blog, so that replies go there."
    )
    @app_commands.describe(blog="Which one, if you follow several")
    async def connect(self, interaction: discord.Interaction[Client], blog: str = "") -> None:
        """Show the form; what is typed there is checked at once."""
        record = await self._chosen(interaction, blog)
        if record.address.kind is not BlogKind.WORDPRESS:
            raise BlogUnusable("This blog is followed by its feed, which can be read only.")
        await interaction.response.send_modal(ConnectModal(record))

    @app_commands.command(description="Take the bot's account on a blog away: replies stay here.")
    @app_commands.describe(blog="Which one, if you follow several")
    async def disconnect(self, interaction: discord.Interaction[Client], blog: str = "") -> None:
        """Forget the application password."""
        record = await self._chosen(interaction, blog)
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        await self._connections.disconnect(interaction.guild_id, record.id)
        await interaction.response.send_message(
            f"The password for **{escape(record.address.title)}** is forgotten. Revoke it on the "
            "blog as well: there it still opens the account.",
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
        record = await self._chosen(interaction, blog)
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        guild = interaction.guild_id
        await interaction.response.defer(ephemeral=True, thinking=True)
        if not account and await self._store.exchanges.unlink_author(guild, record.id, member.id):
            words = f"{member.mention} is a member like the others again."
        else:
            desk = await self._connections.open(guild, record.id)
            chosen = _only(await desk.authors(), account)
            await self._store.exchanges.link_author(guild, record.id, member.id, chosen)
            words = (
                f"What {member.mention} writes in the threads stands on the blog as "
                f"**{escape(chosen.name)}**, once they have agreed to it. The same command ends it."
            )
        await interaction.followup.send(words, ephemeral=True)

    @app_commands.command(description="What goes to a blog and what waits for the moderators.")
    @app_commands.describe(blog="Which one, if you follow several")
    async def settings(self, interaction: discord.Interaction[Client], blog: str = "") -> None:
        """Show every choice with its present value."""
        record = await self._chosen(interaction, blog)
        assert interaction.guild is not None  # noqa: S101 - guild_only
        panel = SettingsPanel(self._store, self._connections, interaction.guild, record)
        await interaction.response.send_message(
            embed=await panel.draw(), view=panel, ephemeral=True
        )

    @connect.autocomplete("blog")
    @disconnect.autocomplete("blog")
    @author.autocomplete("blog")
    @settings.autocomplete("blog")
    async def _suggest(
        self, interaction: discord.Interaction[Client], typed: str
    ) -> list[app_commands.Choice[str]]:
        blogs = await self._store.blogs.of_guild(interaction.guild_id or 0)
        return [
            app_commands.Choice(name=blog.address.title[:100] or "…", value=str(blog.id))
            for blog in blogs
            if typed.casefold() in blog.address.title.casefold()
        ][:25]

    async def _chosen(self, interaction: discord.Interaction[Client], blog: str) -> BlogRecord:
        """The blog that is meant: the one named, or the only one."""
        blogs = await self._store.blogs.of_guild(interaction.guild_id or 0)
        meant = [each for each in blogs if blog in {str(each.id), each.address.title}]
        if not blogs:
            raise BlogUnusable("No blog is followed here yet. `/blog follow` begins.")
        if not meant and (blog or len(blogs) > 1):
            names = ", ".join(f"“{escape(each.address.title)}”" for each in blogs)
            raise BlogUnusable(f"Which blog? Followed here: {names}.")
        return (meant or blogs)[0]

    @app_commands.command(description="How the blogs you follow here are doing.")
    async def status(self, interaction: discord.Interaction[Client]) -> None:
        """Show each follow: last reading, progress, and what went wrong."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        follows = await self._store.follows.of_guild(interaction.guild_id)
        embed = discord.Embed(title="Blogs followed here", colour=ACCENT)
        if self._following.failure is not None:
            embed.description = f"The blog in the settings has to wait: {self._following.failure}"
        elif not follows:
            embed.description = "None yet. `/blog follow` begins."
        for follow in follows[:FIELD_LIMIT]:
            blog = await self._store.blogs.get(follow.blog)
            progress = await self._store.mirrors.progress(follow.id)
            braked = await self._store.articles.braked(follow.blog)
            embed.add_field(
                name=blog.address.title[:256] or blog.address.url[:256],
                value=describe(blog, follow, progress, braked, await self._line(follow)),
                inline=False,
            )
        await interaction.followup.send(embed=embed, ephemeral=True)

    async def _line(self, follow: FollowRecord) -> Traffic:
        return Traffic(
            connected=await self._connections.has(follow.guild, follow.blog),
            waiting=await self._store.replies.waiting_in_line(follow.guild, follow.blog),
            trouble=self._replies.trouble(follow.guild, follow.blog),
        )


def _only(accounts: list[Account], wanted: str) -> Account:
    """The account that is meant: the one of this name, or the only one."""
    found = [each for each in accounts if each.name.casefold() == wanted.strip().casefold()]
    if len(found or accounts) == 1 and (found or not wanted):
        return (found or accounts)[0]
    names = ", ".join(escape(each.name) for each in accounts) or "nobody yet"
    raise BlogUnusable(f"Which account? Articles there are by: {names}.")


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    services = client.services
    await client.add_cog(
        BlogsCog(
            services.store,
            services.engine,
            services.following,
            services.connections,
            services.replies,
        )
    )
