"""/blog repair and adopt: looking after what is mirrored."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.locale import language_for_all, language_of
from bot.discord.permissions import missing_permissions
from bot.discord.scan import DiscordScanner
from bot.errors import AfterwordError, BlogError, BlogUnusable, DiscordRejected, PermissionMissing
from bot.languages.phrase import Phrase
from bot.repair.findings import describe
from bot.repair.repair import Repair, carry_out
from bot.repair.witness import Witness
from bot.store.upkeep.adoptions import PICKED, Adopted
from bot.text.to_discord import escape
from cogs.owners.blog_commands import BlogCommands
from cogs.owners.progress import Progress

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.model import BlogAddress
    from bot.repair.repair import Plan
    from bot.services import Services
    from bot.store.upkeep.adoptions import Candidate

THREAD_NEEDS = (
    "view_channel",
    "send_messages_in_threads",
    "read_message_history",
    "manage_threads",
    "add_reactions",
)

NOT_ADOPTED = {
    Adopted.TAKEN: Phrase("{thread} is the thread of an article already."),
    Adopted.HAS_THREAD: Phrase(
        "**{title}** has a thread in that channel already. `/latest` shows it, or `/blog status`."
    ),
    Adopted.HAS_REPLIES: Phrase(
        "The thread of **{title}** was deleted, and replies from it are on the blog. In another "
        "thread their writers could not take them back any more, so I leave it as it is."
    ),
    Adopted.BUSY: Phrase(
        "**{title}** is being announced at this moment, with a thread of its own."
    ),
}


class UpkeepCommands(BlogCommands):
    """What an owner needs when something has to be looked into or put right."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._repairing: set[int] = set()

    @app_commands.command(
        description="Rebuild what belongs to what, after the database was lost. First only look."
    )
    @app_commands.describe(
        url="Any page of the blog, or its feed",
        channel="Where its articles were posted",
        do_it="Record what was found, and go on from there (otherwise nothing is changed)",
    )
    async def repair(
        self,
        interaction: discord.Interaction[Client],
        url: app_commands.Range[str, 1, 500],
        channel: discord.TextChannel | discord.ForumChannel,
        do_it: bool = False,
    ) -> None:
        """Look through the channel and the blog, and tell; with `do_it` go on from there."""
        _require(channel, missing_permissions(channel))
        if channel.id in self._repairing:
            raise DiscordRejected("I am at it already in {channel}.", channel=channel.mention)
        await interaction.response.defer(ephemeral=True, thinking=True)
        say = language_of(interaction)
        progress = Progress(interaction, say)
        self._repairing.add(channel.id)
        try:
            plan = await self._repair(interaction, url, channel, progress, do_it=do_it)
            words = describe(plan, say, done=do_it and plan.adds)
        except AfterwordError as error:
            if not progress.is_late:
                raise
            words = say(error.phrase)
        finally:
            self._repairing.discard(channel.id)
        await progress.finish(words)

    async def _repair(
        self,
        interaction: discord.Interaction[Client],
        url: str,
        channel: discord.TextChannel | discord.ForumChannel,
        progress: Progress,
        *,
        do_it: bool,
    ) -> Plan:
        _, blog = await self._services.following.find(url)
        repair = Repair(
            self._store,
            DiscordScanner(interaction.client, interaction.client.talk),
            blog,
            guild=channel.guild.id,
            channel=channel.id,
            languages=[language_for_all(interaction), *self._services.languages],
            tell=progress.tell,
            witness=await self._witness(channel.guild.id, blog.address),
        )
        plan = await repair.look()
        if do_it and plan.adds:
            await carry_out(self._store, plan, now=int(time.time()))
            await self._services.engine.beat()
            self._services.replies.wake()
        return plan

    async def _witness(self, guild: int, address: BlogAddress) -> Witness | None:
        """The server's account on the blog, where both are still recorded and it opens."""
        blogs = self._store.blogs
        blog = await blogs.find(address, guild=guild) or await blogs.find(address)
        connections = self._services.connections
        if blog is None or not await connections.has(guild, blog):
            return None
        try:
            desk = await connections.open(guild, blog)
        except BlogError:
            return None
        return Witness(self._store, desk, guild, blog, self._services.settings.reply_email)

    @app_commands.command(
        description="Let a thread that is there already be the thread of an article."
    )
    @app_commands.describe(
        thread="A public thread or forum post in a channel that follows the blog",
        article="The article's title or address",
    )
    async def adopt(
        self,
        interaction: discord.Interaction[Client],
        thread: app_commands.AppCommandThread,
        article: app_commands.Range[str, 1, 500],
    ) -> None:
        """Mirror the article's comments into it, and carry what is written there from now on."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        parent = interaction.guild.get_channel(thread.parent_id) if interaction.guild else None
        if thread.type is discord.ChannelType.private_thread or parent is None:
            raise DiscordRejected("Only a public thread in a channel that I can see will do.")
        _require(parent, missing_permissions(parent, THREAD_NEEDS))
        candidate = _only(await self._store.adoptions.find(parent.id, article), parent.mention)
        seen = await interaction.client.talk.newest(thread.id)
        outcome = await self._store.adoptions.adopt(candidate, thread.id, seen=seen)
        place, title = f"<#{thread.id}>", escape(candidate.title) or Phrase("This article")
        if outcome is not Adopted.DONE:
            raise DiscordRejected(NOT_ADOPTED[outcome].text, thread=place, title=title)
        await self._services.engine.beat()
        self._services.replies.wake()
        say = language_of(interaction)
        await interaction.followup.send(
            say(
                "{thread} is the thread of **{title}** now. The article's comments come there, and "
                "what is written there from now on is carried to the blog. Its name and what "
                "is there stay as they are.",
                thread=place,
                title=title,
            ),
            ephemeral=True,
        )

    @adopt.autocomplete("article")
    async def _suggest_article(
        self, interaction: discord.Interaction[Client], typed: str
    ) -> list[app_commands.Choice[str]]:
        found = await self._store.adoptions.without_thread(interaction.guild_id or 0, typed, 25)
        return [
            app_commands.Choice(
                name=candidate.title[:100] or "…", value=f"{PICKED}{candidate.article}"
            )
            for candidate in found
        ]


def _require(channel: discord.abc.GuildChannel, missing: list[Phrase]) -> None:
    if missing:
        raise PermissionMissing(
            "In {channel} I still need: **{permissions}**. Grant me these in the channel's "
            "settings, then try again.",
            channel=channel.mention,
            permissions=tuple(missing),
        )


def _only(found: list[Candidate], channel: str) -> Candidate:
    """The article that is meant. Raises BlogUnusable."""
    if not found:
        raise BlogUnusable(
            "I know no such article of a blog that {channel} follows. Its title or its address "
            "will do.",
            channel=channel,
        )
    if len(found) > 1:
        links = " ".join(f"<{candidate.url}>" for candidate in found[:5])
        raise BlogUnusable(
            "Several articles have this title. Give me an address: {links}", links=links
        )
    if not found[0].published:
        raise BlogUnusable("Visitors can't read this article at the moment.")
    return found[0]
