"""/blog repair and adopt: looking after what is mirrored."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.errors import AfterwordError, BlogUnusable, DiscordRejected, PermissionMissing
from bot.permissions import missing_permissions
from bot.repair.findings import describe
from bot.repair.repair import Repair, carry_out
from bot.scan import DiscordScanner
from bot.store.adoptions import PICKED, Adopted
from bot.text.to_discord import escape
from cogs.blog_commands import BlogCommands
from cogs.progress import Progress

if TYPE_CHECKING:
    from bot.app import Services
    from bot.client import Client
    from bot.store.adoptions import Candidate

THREAD_NEEDS = (
    "view_channel",
    "send_messages_in_threads",
    "read_message_history",
    "manage_threads",
    "add_reactions",
)

NOT_ADOPTED = {
    Adopted.TAKEN: "{thread} is the thread of an article already.",
    Adopted.HAS_THREAD: "**{title}** has a thread in that channel already. `/latest` shows it, or "
    "`/blog status`.",
    Adopted.HAS_REPLIES: "The thread of **{title}** was deleted, and replies from it stand on the "
    "blog. In another thread their writers could not take them back any more, so I leave it as it "
    "is.",
    Adopted.BUSY: "**{title}** is being announced at this moment, with a thread of its own.",
}


class CareCommands(BlogCommands):
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
            raise DiscordRejected(f"I am at it already in {channel.mention}.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        progress = Progress(interaction)
        self._repairing.add(channel.id)
        try:
            words = await self._repair(interaction, url, channel, progress, do_it=do_it)
        except AfterwordError as error:
            if not progress.is_late:
                raise
            words = str(error)
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
    ) -> str:
        repair = Repair(
            self._store,
            DiscordScanner(interaction.client, self._services.talk),
            await self._services.following.find(url),
            guild=channel.guild.id,
            channel=channel.id,
            tell=progress.tell,
        )
        plan = await repair.look()
        done = do_it and plan.adds
        if done:
            await carry_out(self._store, plan, now=int(time.time()))
            await self._services.engine.beat()
            self._services.replies.wake()
        return describe(plan, done=done)

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
        seen = await self._services.talk.newest(thread.id)
        outcome = await self._store.adoptions.adopt(candidate, thread.id, seen=seen)
        title = escape(candidate.title) or "This article"
        if outcome is not Adopted.DONE:
            raise DiscordRejected(
                NOT_ADOPTED[outcome].format(thread=f"<#{thread.id}>", title=title)
            )
        await self._services.engine.beat()
        self._services.replies.wake()
        await interaction.followup.send(
            f"<#{thread.id}> is the thread of **{title}** now. The article's comments come there, "
            "and what is written there from now on is carried to the blog. Its name and what "
            "stands there stay as they are.",
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


def _require(channel: discord.abc.GuildChannel, missing: list[str]) -> None:
    if missing:
        raise PermissionMissing(
            f"In {channel.mention} I still need: **{', '.join(missing)}**. Grant me these in the "
            "channel's settings, then try again."
        )


def _only(found: list[Candidate], channel: str) -> Candidate:
    """The article that is meant. Raises BlogUnusable."""
    if not found:
        raise BlogUnusable(
            f"I know no such article of a blog that {channel} follows. Its title or its address "
            "will do."
        )
    if len(found) > 1:
        links = " ".join(f"<{candidate.url}>" for candidate in found[:5])
        raise BlogUnusable(f"Several articles have this title. Give me an address: {links}")
    if not found[0].published:
        raise BlogUnusable("Visitors can't read this article at the moment.")
    return found[0]
