"""The buttons under a rush of articles: post them, or they are old."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.care.arrivals import CUSTOM_ID
from bot.discord.lasting import Lasting
from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.errors import BlogUnusable
from cogs.owners.blog_commands import managed

if TYPE_CHECKING:
    from bot.discord.client import Client

log = logging.getLogger(__name__)


class ArrivalsButton(Lasting[discord.ui.Button[Any]], template=CUSTOM_ID):
    """An owner's decision, for one channel."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Decide once, for those who manage the server; then show it."""
        guild, say = managed(interaction), language_of(interaction)
        services = interaction.client.services
        follows = await services.store.follows.of_guild(guild.id)
        follow = next((f for f in follows if f.id == int(self.meaning["follow"])), None)
        if follow is None:
            raise BlogUnusable("This channel follows the blog no more. `/blog follow` begins anew.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        rush = await services.store.arrivals.rush(follow.id)
        post = self.meaning["does"] == "post"
        if (
            rush is None
            or rush.since != int(self.meaning["since"])
            or not await services.store.arrivals.decide(rush, post=post)
        ):
            raise BlogUnusable("That is decided already. `/blog status` shows how things are.")
        word = "posted" if post else "old"
        log.info("%s articles for channel %s are %s.", rush.waiting, follow.channel, word)
        await services.engine.beat()
        await services.alarm.look()
        await interaction.followup.send(
            say(
                "They are posted in {channel} one after the other, the oldest first: {n}."
                if post
                else "They count as old and are not posted in {channel}: {n}. `/search` and "
                "`/article` find them.",
                channel=f"<#{follow.channel}>",
                n=say.number(rush.waiting),
            ),
            ephemeral=True,
        )
