"""Tells when something may have been missed, before the first event after it is handled.

discord.py starts what listens to an event in the order in which events come, so that what is done
here before the first `await` comes before everything that follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.discord.sight import Sight

if TYPE_CHECKING:
    import discord

    from bot.discord.client import Client
    from bot.discord.talk import DiscordTalk
    from bot.replies.engine import Replies


class GapsCog(commands.Cog):
    """Listens to sessions, servers and permissions. A resumed session has missed nothing."""

    def __init__(self, client: Client, talk: DiscordTalk, replies: Replies) -> None:
        self._client = client
        self._talk = talk
        self._replies = replies
        self._sight = Sight()

    @commands.Cog.listener()
    async def on_disconnect(self) -> None:
        """What was heard may change from now on without our hearing of it, or only later."""
        self._talk.forget()

    @commands.Cog.listener()
    async def on_connect(self) -> None:
        """A new session; its first events come before `on_ready`."""
        self._replies.connected()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """The servers of the new session are known.

        Whether the bot still is in a server comes first: where it is not, nothing can be read.
        """
        await self._client.services.leaving.look({guild.id for guild in self._client.guilds})
        for guild in self._client.guilds:
            self._sight.changed(guild)
        self._replies.ready()

    @commands.Cog.listener()
    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Discord has an outage: what happens there is not told, then or later."""
        self._replies.missed_some(guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """It is over."""
        self._again(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was asked in, maybe again."""
        self._again(guild)

    def _again(self, guild: discord.Guild) -> None:
        self._sight.changed(guild)
        self._replies.missed_some(guild.id)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Permissions in a channel changed, maybe."""
        self._look(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """What a role allows changed, maybe."""
        self._look(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """What it allowed is gone."""
        self._look(role.guild)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """The bot has other roles, maybe: of others we are not told."""
        self._look(after.guild)

    def _look(self, guild: discord.Guild) -> None:
        """In a channel that can't be read any more, or can be again, something is missed."""
        if changed := self._sight.changed(guild):
            self._replies.missed_some(*changed)


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    await client.add_cog(GapsCog(client, client.talk, client.services.replies))
