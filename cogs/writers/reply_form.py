"""The form behind "Reply on the blog", for those who prefer one to typing in the thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.discord.locale import language_of
from bot.discord.trouble import told
from bot.languages.phrase import Phrase
from bot.text.to_discord import escape
from cogs.forms import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.store.discord.threads import ThreadRecord

REPLY = Phrase("Reply on the blog")

LIMIT = 4000
"""Characters of a form's field, Discord's limit."""


class ReplyModal(Form):
    """Asks for the words of a comment; sending it is the yes to these words."""

    def __init__(
        self,
        thread: ThreadRecord,
        answers: int,
        name: str,
        say: Language,
        notes: Sequence[str] = (),
    ) -> None:
        super().__init__(title=say(REPLY))
        self._thread = thread
        self._answers = answers
        self.words: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="words", style=discord.TextStyle.paragraph, max_length=LIMIT, min_length=1
        )
        stands = say(
            "This stands on the blog as **{name}**, where everyone can read it, and then in this "
            "thread. `/profile show` changes the name and takes it back.",
            name=escape(name),
        )
        self.add_item(discord.ui.TextDisplay("\n".join([stands, *notes])))
        self.add_item(discord.ui.Label(text=say("Your words"), component=self.words))

    @told
    async def on_submit(self, interaction: discord.Interaction[Client]) -> None:
        """Put it into the line to the blog."""
        say = language_of(interaction)
        await interaction.client.services.replies.asking.write_form(
            self._thread,
            form=interaction.id,
            user=interaction.user.id,
            name=interaction.user.display_name,
            answers=self._answers,
            words=self.words.value,
        )
        await interaction.response.send_message(
            say(
                "On its way to the blog. It appears in this thread once it stands there; "
                "`/profile show` lists it."
            ),
            ephemeral=True,
        )
