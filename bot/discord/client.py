"""The discord.py bot: what it listens to, which cogs it loads, how it ends."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord.discord_clock import DiscordClock
from bot.discord.pace import Pace
from bot.discord.permissions import invite_link
from bot.discord.talk import DiscordTalk
from bot.discord.translator import Translator
from bot.discord.trouble import tell
from bot.machine.tally import Tally

if TYPE_CHECKING:
    from bot.services import Services

log = logging.getLogger(__name__)

# The bot has no use for what it would take to speak, and nobody is to be warned that it is missing.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False

SLASH = discord.AppCommandType.chat_input

COGS = (
    "cogs.readers.articles",
    "cogs.readers.authors",
    "cogs.owners.blogs",
    "cogs.readers.comments",
    "cogs.writers.discussion",
    "cogs.writers.gaps",
    "cogs.readers.help",
    "cogs.readers.links",
    "cogs.mirror",
    "cogs.writers.moderation",
    "cogs.writers.profile",
    "cogs.readers.search",
)


def intents(*, words: bool) -> discord.Intents:
    """What the bot listens to: servers and channels, messages, and (privileged) all `words`.

    And reactions, for its own: one that was cut off may come late.
    """
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.guild_reactions = True
    wanted.message_content = words
    return wanted


class Client(commands.Bot):
    """The bot. Its cogs find what they need in `services`, which is there before they load.

    Without `words` (the Message Content intent) Discord tells it only words that are meant for it.
    """

    services: Services

    def __init__(self, *, words: bool) -> None:
        self.tally = Tally()
        """How the requests to Discord ended."""
        clock = DiscordClock()
        self.connected = False
        """Whether events arrive. A network that is gone is noticed within about a minute."""
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents(words=words),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            tree_cls=_Tree,
            http_trace=clock.set_by(self.tally.count_in(Pace().trace())),
        )
        self.talk = DiscordTalk(self, clock)

    async def setup_hook(self) -> None:
        """Load the cogs and publish the slash commands, before the first event arrives."""
        for cog in COGS:
            await self.load_extension(cog)
        await self.tree.set_translator(Translator(self.services.languages))
        commands = await self.tree.sync()
        self.services.languages.link_commands(
            {each.name: each.id for each in commands if each.type is SLASH}
        )
        assert self.application_id is not None  # noqa: S101 - known since login
        log.info("Invite the bot with: %s", invite_link(self.application_id))

    async def on_message(self, message: discord.Message) -> None:
        """Look for no commands in what people write: there are slash commands only."""

    async def on_ready(self) -> None:
        """Say where we are; comes again after each new session."""
        self.connected = True
        log.info("Connected as %s, in %s server(s).", self.user, len(self.guilds))
        if not self.guilds:
            assert self.application_id is not None  # noqa: S101 - known since login
            link = invite_link(self.application_id)
            log.info("Open %s to invite it to yours, then type /blog follow there.", link)

    async def on_resumed(self) -> None:
        """The same session goes on."""
        self.connected = True

    async def on_disconnect(self) -> None:
        """Nothing is heard until it is ready, or goes on; comes again at each vain attempt."""
        self.connected = False

    async def close(self) -> None:
        """End the work first, so that nothing writes through a closed connection."""
        await asyncio.gather(self.services.replies.stop(), self.services.engine.stop())
        await super().close()


class _Tree(app_commands.CommandTree[Client]):
    async def on_error(
        self, interaction: discord.Interaction[Client], error: app_commands.AppCommandError
    ) -> None:
        """Tell people."""
        await tell(interaction, error)
