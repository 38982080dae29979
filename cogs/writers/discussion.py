"""Mirrored threads: what members write, change and delete there, and what they are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.discord.lasting import Lasting
from bot.discord.locale import language_of
from bot.discord.question import CUSTOM_ID, RENAME
from bot.discord.trouble import told
from bot.errors import BlogUnusable, PermissionMissing
from bot.languages.phrase import Phrase
from bot.replies.asking import Choice
from bot.replies.marks import explain
from bot.replies.why import SECRET, why_here, why_kept, why_stopped
from bot.text.to_discord import escape
from cogs.writers.names import NameModal
from cogs.writers.reply_form import (
    NOT_IN_A_THREAD,
    REPLY,
    ReplyModal,
    closed_to,
    nothing_goes_from,
)

if TYPE_CHECKING:
    from bot.discord.client import Client
    from bot.discord.talk import DiscordTalk
    from bot.languages.language import Language
    from bot.replies.engine import Replies
    from bot.store.discord.threads import ThreadRecord
    from bot.store.store import Store

PULSE = 5
"""Seconds between two looks for what is due, such as another attempt at a blog."""

WHY = Phrase("Why?")

THANKS = {
    Choice.ALWAYS: Phrase(
        "Thank you. From now on what you write in these threads appears on the blog as **{name}**. "
        "Begin a message with `//` to keep it here; `/profile show` has everything else."
    ),
    Choice.ONCE: Phrase(
        "Thank you. This one goes to the blog, as **{name}**. You are asked again the next time; "
        "`/profile show` has everything else."
    ),
    Choice.NOT_THIS: Phrase(
        "This one stays here. You are asked again the next time; `/profile show` has everything "
        "else."
    ),
    Choice.NEVER: Phrase(
        "Nothing you write here goes to the blog, and you are not asked again. If you change your "
        "mind: `/profile show`."
    ),
}
TOO_LATE = Phrase(
    "There is nothing left to answer: the message is gone, or you answered before. `/profile show` "
    "has what you chose."
)
FROM_FEDIVERSE = Phrase(
    "🌐 It came from the fediverse: its writer is not told of an answer, and finds it on the blog "
    "only."
)


class ConsentButton(Lasting[discord.ui.Button[discord.ui.View]], template=CUSTOM_ID):
    """One of the answers under a question."""

    @told
    async def callback(self, interaction: discord.Interaction[Client]) -> None:
        """Take the answer, if it comes from the one who was asked."""
        say = language_of(interaction)
        if interaction.user.id != int(self.meaning["user"]):
            await interaction.response.send_message(
                say("This question is for the one who wrote the message above it."), ephemeral=True
            )
            return
        guild = interaction.guild_id
        assert guild is not None  # noqa: S101 - questions stand in threads
        asking = interaction.client.services.replies.asking
        user, name = interaction.user.id, interaction.user.display_name
        if self.meaning["choice"] == RENAME:
            proposed = await asking.proposed_name(guild, user, name)
            await interaction.response.send_modal(NameModal(asking, proposed, say))
            return
        choice = Choice(self.meaning["choice"])
        await interaction.response.defer(ephemeral=True, thinking=True)
        about = int(self.meaning["message"])
        asked = interaction.message.content if interaction.message is not None else ""
        holds = await asking.answer(guild, user, choice, name=name, about=about, asked=asked)
        stands = await asking.name_on_blog(guild, user, name, about=about)
        thanks = say(THANKS[holds].text, name=escape(stands)) if holds else say(TOO_LATE)
        await interaction.followup.send(thanks, ephemeral=True)


class DiscussionCog(commands.Cog):
    """Hands what happens in threads on, and answers "Why?"."""

    def __init__(self, client: Client, store: Store, talk: DiscordTalk, replies: Replies) -> None:
        self._client = client
        self._store = store
        self._talk = talk
        self._replies = replies
        self._why = app_commands.ContextMenu(name=str(WHY), callback=self.why)
        self._why.guild_only = True
        self._form = app_commands.ContextMenu(name=str(REPLY), callback=self.write)
        self._form.guild_only = True

    async def cog_load(self) -> None:
        """Begin to listen."""
        self._client.tree.add_command(self._why)
        self._client.tree.add_command(self._form)
        self.pulse.start()

    async def cog_unload(self) -> None:
        """Stop what goes by itself; discord.py takes the menus back."""
        self.pulse.cancel()

    @tasks.loop(seconds=PULSE)
    async def pulse(self) -> None:
        """Let the work go on that waited; and let go what was heard for it."""
        self._talk.expire()
        self._replies.wake()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Take in what is written in a thread."""
        if not isinstance(message.channel, discord.Thread | discord.PartialMessageable):
            return
        if message.author == self._client.user:
            await self._replies.intake.passed(message.channel.id, message.id)
        else:
            await self._replies.intake.hear(self._talk.hear(message))

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Follow an edit; a preview that unfolds is none."""
        if payload.message.edited_at is not None:
            self._talk.hear(payload.message)
            await self._replies.intake.edited(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Follow a deletion."""
        self._talk.gone(payload.message_id)
        await self._replies.intake.deleted(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """The same, for many at once."""
        for message_id in payload.message_ids:
            self._talk.gone(message_id)
            await self._replies.intake.deleted(message_id, in_bulk=True)

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        """Hear of marks of our own: one that was cut off may come after those that replaced it."""
        if self._client.user is not None and payload.user_id == self._client.user.id:
            await self._replies.marking.appeared(payload.message_id, str(payload.emoji))

    async def write(
        self, interaction: discord.Interaction[Client], message: discord.Message
    ) -> None:
        """Show a form for an answer to this message, if it can go to the blog."""
        shut = await nothing_goes_from(message.channel.id, self._client.services)
        thread = await self._store.threads.by_thread(message.channel.id)
        if shut is not None or thread is None:
            raise BlogUnusable(shut or NOT_IN_A_THREAD)
        name = await self._replies.asking.proposed_name(
            thread.guild, interaction.user.id, interaction.user.display_name
        )
        if (reason := closed_to(interaction)) is not None:
            raise PermissionMissing(reason)
        say = language_of(interaction)
        notes = [say(FROM_FEDIVERSE)] if await self._is_from_fediverse(thread, message) else []
        form = ReplyModal(interaction.id, thread, message.id, name, say, notes=notes)
        await interaction.response.send_modal(form)

    async def why(self, interaction: discord.Interaction[Client], message: discord.Message) -> None:
        """Tell where a message stands, and why."""
        await interaction.response.send_message(
            await self._explain(interaction, message, language_of(interaction)), ephemeral=True
        )

    async def _explain(
        self, interaction: discord.Interaction[Client], message: discord.Message, say: Language
    ) -> str:
        theirs = message.author.id == interaction.user.id or interaction.permissions.manage_messages
        reply = await self._store.replies.get(message.id)
        if reply is not None:
            if not theirs:
                return say(SECRET)
            if (kept := why_kept(reply, self._talk.read(message))) is not None:
                return say(kept)
            return explain(reply, trouble=self._replies.trouble(reply.guild, reply.blog), say=say)
        thread = await self._store.threads.by_thread(message.channel.id)
        if thread is None:
            stopped = await self._store.threads.stopped(message.channel.id)
            return say(why_stopped(stopped) if stopped else NOT_IN_A_THREAD)
        if await self._store.parts.comment_of(thread.mirror, message.id) is not None:
            words = say(
                "This is a comment from the blog. Answer it here, and your answer goes there."
            )
            if await self._is_from_fediverse(thread, message):
                words = f"{words} {say(FROM_FEDIVERSE)}"
            return words
        connected = self._client.services.connections.has
        said = self._talk.read(message)
        told = self._talk.is_told(message)
        return say(
            await why_here(self._store, thread, said, connected=connected, theirs=theirs, told=told)
        )

    async def _is_from_fediverse(self, thread: ThreadRecord, message: discord.Message) -> bool:
        comment = await self._store.parts.comment_of(thread.mirror, message.id)
        return comment is not None and await self._store.comments.is_from_fediverse(
            thread.blog, comment
        )


async def setup(client: Client) -> None:
    """Hand the cog what it uses."""
    services = client.services
    client.add_dynamic_items(ConsentButton)
    await client.add_cog(DiscussionCog(client, services.store, client.talk, services.replies))
