"""The mirror's clock, and what people do to its messages, threads and channels in Discord."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

from bot.care.following import Home
from bot.discord.followable import is_followable
from bot.discord.locale import community_language
from bot.discord.permissions import missing_permissions
from bot.errors import PermissionMissing
from bot.faults import Faults
from bot.languages.language import ENGLISH
from bot.languages.phrase import Phrase
from bot.mirror.announce import CHANNEL_DELETED
from bot.mirror.room import THREAD_DELETED
from bot.tasks import Tasks

if TYPE_CHECKING:
    import discord

    from bot.care.alarm import Alarm
    from bot.care.diary import Diary
    from bot.care.following import Following
    from bot.care.leaving import Leaving
    from bot.care.machine import MachineAlarm
    from bot.discord.client import Client
    from bot.languages.catalogues import Languages
    from bot.mirror.engine import Engine
    from bot.replies.engine import Replies
    from bot.store.store import Store

log = logging.getLogger(__name__)

LEFT_SERVER = Phrase(
    "The bot was removed from the server. Invite it again and follow the blog to go on."
)


class MirrorCog(commands.Cog):
    """Beats once every POLL_SECONDS, and remembers what people removed."""

    def __init__(
        self,
        client: Client,
        store: Store,
        engine: Engine,
        replies: Replies,
        following: Following,
        *,
        leaving: Leaving,
        alarm: Alarm,
        machine: MachineAlarm,
        diary: Diary,
        languages: Languages,
        seconds: int,
    ) -> None:
        self._client = client
        self._store = store
        self._engine = engine
        self._replies = replies
        self._following = following
        self._leaving = leaving
        self._alarm = alarm
        self._machine = machine
        self._diary = diary
        self._languages = languages
        self._faults = Faults()
        self._tasks = Tasks(self._faults)
        self.beat.change_interval(seconds=seconds)

    async def cog_load(self) -> None:
        """Start the clock."""
        self.beat.start()

    async def cog_unload(self) -> None:
        """Stop the clock."""
        self.beat.cancel()
        await self._tasks.stop(grace=0, gentle=())

    @tasks.loop(seconds=60)
    async def beat(self) -> None:
        """Let the engine start what is due. Whatever raises here would end the clock for good."""
        if self._faults.is_due("settings"):
            with self._faults.contained("settings", "keeping what the settings say"):
                await self._following.keep_settings(self._home_of)
        await self._engine.beat()
        await self._replies.beat()
        self._tasks.start("machine", "", self._machine.look)
        self._tasks.start("alarm", "", self._alarm.look)
        self._tasks.start("diary", "", self._diary.look)
        self._tasks.start("leave", "", self._carry_out_leaving)

    async def _carry_out_leaving(self) -> None:
        await self._leaving.carry_out({guild.id for guild in self._client.guilds})

    @beat.before_loop
    async def _wait(self) -> None:
        await self._client.wait_until_ready()

    def _home_of(self, channel_id: int) -> Home:
        channel = self._client.get_channel(channel_id)
        if not is_followable(channel):
            raise PermissionMissing(
                "BLOG_CHANNEL_ID names no text, announcement or forum channel that the bot can "
                "see. Check the number, and that the bot was invited to its server."
            )
        if missing := missing_permissions(channel):
            raise PermissionMissing(
                "In #{channel} the bot lacks: {missing}. Grant them in the channel's settings.",
                channel=channel.name,
                missing=tuple(missing),
            )
        language = community_language(channel.guild, self._languages) or ENGLISH
        return Home(channel.guild.id, language.code)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A message that someone removed stays removed."""
        await self._removed(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """The same, for many at once."""
        for message_id in payload.message_ids:
            await self._removed(message_id)

    async def _removed(self, message_id: int) -> None:
        if not await self._store.parts.removed_by_people(message_id):
            await self._store.announcements.removed(message_id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A deleted thread pauses its mirror."""
        if await self._store.mirrors.thread_deleted(payload.thread_id, THREAD_DELETED):
            log.warning("Thread %s was deleted; its mirror is paused.", payload.thread_id)

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """A thread that someone opened takes what waited for that."""
        state = payload.data["thread_metadata"]
        if not state["archived"] and not state.get("locked"):
            await self._engine.opened(payload.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A deleted channel pauses what it follows."""
        if await self._store.follows.pause_channel(channel.id, CHANNEL_DELETED):
            log.warning("Channel %s was deleted; its follow is paused.", channel.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Being removed from a server pauses what it follows, and begins to count the days."""
        await self._leaving.left(guild.id)
        if await self._store.follows.pause_guild(guild.id, LEFT_SERVER):
            log.warning("The bot was removed from server %s; its follows are paused.", guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Being asked back in time keeps what the bot holds of its members."""
        await self._leaving.back(guild.id)


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    services = client.services
    await client.add_cog(
        MirrorCog(
            client,
            services.store,
            services.engine,
            services.replies,
            services.following,
            leaving=services.leaving,
            alarm=services.alarm,
            machine=services.machine,
            diary=services.diary,
            languages=services.languages,
            seconds=services.settings.poll_seconds,
        )
    )
