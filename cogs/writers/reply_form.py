"""The form behind "Reply on the blog", for those who prefer one to typing in the thread."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.languages.phrase import Phrase
from bot.replies.why import why_stopped
from bot.text.to_discord import escape
from cogs.forms import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.services import Services
    from bot.store.discord.threads import ThreadRecord

log = logging.getLogger(__name__)

REPLY = Phrase("Reply on the blog")

LIMIT = 4000
"""Characters of a form's field, Discord's limit."""


TIMED_OUT = Phrase("You are timed out in this server, and can't write here for a while.")
NOT_ALLOWED = Phrase("You need the Send Messages in Threads permission in this channel for this.")
LOCKED = Phrase("This thread is locked: only moderators can write in it.")


NOT_IN_A_THREAD = Phrase("This is not in the thread of a blog's article.")
NOT_WANTED = Phrase("The owner of this server keeps replies in Discord.")
READ_ONLY = Phrase("The blog is not connected (`/blog connect`), and is read only.")


async def nothing_goes_from(thread: int, services: Services) -> Phrase | None:
    """Why nothing goes to a blog from this thread; None if it does."""
    found = await services.store.threads.by_thread(thread)
    if found is None:
        stopped = await services.store.threads.stopped(thread)
        return why_stopped(stopped) if stopped else NOT_IN_A_THREAD
    if not (await services.store.exchanges.get(found.guild, found.blog)).replies:
        return NOT_WANTED
    return None if await services.connections.has(found.guild, found.blog) else READ_ONLY


def closed_to(interaction: discord.Interaction[Client]) -> Phrase | None:
    """Why its member could not write in the thread by typing either; None if they could."""
    member, thread, may = interaction.user, interaction.channel, interaction.permissions
    if isinstance(member, discord.Member) and member.is_timed_out():
        return TIMED_OUT
    if not may.send_messages_in_threads:
        return NOT_ALLOWED
    if isinstance(thread, discord.Thread) and thread.locked and not may.manage_threads:
        return LOCKED
    return None


class ReplyModal(Form):
    """Asks for the words of a comment; sending it is the yes to these words.

    One form is one comment: whoever sends it again, because Discord told them that it failed,
    sends the same one. `form` is its number.
    """

    def __init__(
        self,
        form: int,
        thread: ThreadRecord,
        answers: int,
        name: str,
        say: Language,
        *,
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__(title=say(REPLY))
        self._form = form
        self._told = False
        self._thread = thread
        self._answers = answers
        self.words: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="words", style=discord.TextStyle.paragraph, max_length=LIMIT, min_length=1
        )
        stands = say(
            "This appears on the blog as **{name}**, where everyone can read it, and then in this "
            "thread. `/profile show` changes the name and takes it back.",
            name=escape(name),
        )
        self._asked = stands
        self.add_item(discord.ui.TextDisplay("\n".join([stands, *notes])))
        self.add_item(discord.ui.Label(text=say("Your words"), component=self.words))

    @told
    async def on_submit(self, interaction: discord.Interaction[Client]) -> None:
        """Put it into the line to the blog."""
        say = language_of(interaction)
        services = interaction.client.services
        reason = closed_to(interaction) or await nothing_goes_from(self._thread.thread_id, services)
        if reason is not None:
            lost = discord.Embed(
                title=say("Your words"), description=escape(self.words.value)[:4096]
            )
            await interaction.response.send_message(say(reason), embed=lost, ephemeral=True)
            return
        await services.replies.asking.write_form(
            self._thread,
            form=self._form,
            user=interaction.user.id,
            name=interaction.user.display_name,
            answers=self._answers,
            words=self.words.value,
            asked=self._asked,
        )
        words = say(
            "On its way to the blog. It appears in this thread once it is there; "
            "`/profile show` lists it."
        )
        try:
            await interaction.response.send_message(words, ephemeral=True)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            # It was taken all the same: to say that it failed would have them send it again.
            log.info("Whoever sent a form could not be told that it was taken: %s", error)
        else:
            self._told = True

    def stop(self) -> None:
        """End, unless Discord told its writer that it failed: then it can be sent again."""
        if self._told:
            super().stop()
