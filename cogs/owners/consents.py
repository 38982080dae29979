"""/blog consents: the proof of what members agreed to, for the server's owner."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.discord.json_file import json_file
from bot.discord.locale import language_of
from bot.errors import BlogUnusable, WordsWithheld
from bot.languages.phrase import Phrase
from bot.replies.words import fingerprint
from cogs.owners.blog_commands import BlogCommands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.discord.client import Client
    from bot.languages.language import Language
    from bot.store.people.agreements import Agreement
    from bot.store.people.reply import ReplyRecord

_NUMBER = re.compile(r"(?<![0-9])([0-9]{15,19})[^0-9]*$")
LARGEST = 2**63 - 1
"""Discord's numbers, and the database's, end here."""

NOTHING = Phrase("Nobody in this server has agreed to anything yet, or they asked to be forgotten.")
ALL = Phrase(
    "What members of this server agreed to, and what ended it. `message` shows the proof of one, "
    "compared with what the message says now. Only you see this; who asks to be forgotten is not "
    "in it any more."
)
WHICH = Phrase("That is no message. Copy its link from the message's menu, or its number.")
UNPROVEN = Phrase(
    "No yes is written down for that message: it is not on the blog, or its writer asked to be "
    "forgotten, or they agreed before this was noted down."
)
AS_AGREED = Phrase("✅ The message says now what was agreed to.")
AS_SENT = Phrase(
    "✅ Its writer edited it since. The message says now what was sent to the blog last."
)
AS_SENT_UNKNOWN = Phrase(
    "✅ The message says now what was sent to the blog last. What it said when its writer agreed, "
    "Discord did not tell the bot."
)
DIFFERS = Phrase("⚠️ The message says something else now.")
GONE = Phrase("⚠️ The message is not there any more, so nothing can be compared.")
WITHHELD = Phrase("⚠️ Discord does not tell the bot what the message says.")
FORM = Phrase("It was written in a form: there is no message in Discord to compare it with.")


class ConsentCommands(BlogCommands):
    """What members agreed to."""

    @app_commands.command(description="The proof of what members agreed to, as a file or of one.")
    @app_commands.describe(message="Of which message: its link, or its number")
    async def consents(
        self,
        interaction: discord.Interaction[Client],
        message: app_commands.Range[str, 1, 200] = "",
    ) -> None:
        """Show it to the one who asks: all of this server, or one, compared with Discord."""
        assert interaction.guild_id is not None  # noqa: S101 - guild_only
        guild, say = interaction.guild_id, language_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        if message:
            words = await self._proof(interaction, guild, message, say)
            await interaction.followup.send(words, ephemeral=True)
            return
        given = agreed(await self._store.agreements.of(guild))
        if not given:
            await interaction.followup.send(say(NOTHING), ephemeral=True)
            return
        file = await json_file("consents.json", [_row(each) for each in given])
        await interaction.followup.send(say(ALL), file=file, ephemeral=True)

    async def _proof(
        self, interaction: discord.Interaction[Client], guild: int, named: str, say: Language
    ) -> str:
        number = _NUMBER.search(named)
        if number is None or int(number[1]) > LARGEST:
            raise BlogUnusable(WHICH)
        reply = await self._store.replies.get(int(number[1]))
        given = (
            await self._store.agreements.behind(guild, reply.user, reply.message_id)
            if reply is not None and reply.guild == guild
            else None
        )
        # An always covers what was sent: not what its writer kept in Discord.
        if (
            reply is None
            or given is None
            or (given.message != reply.message_id and reply.words is None)
        ):
            return say(UNPROVEN)
        lines = [
            say(
                "<@{user}> agreed on {when}, about {url}."
                if given.at
                else "<@{user}> agreed before this was noted down, about {url}.",
                user=str(given.user),
                when=f"<t:{given.at}:f>",
                url=reply.url,
            ),
            *([f">>> {given.asked}"] if given.asked else []),
        ]
        compared = await self._compared(interaction, reply, given)
        return "\n".join([lines[0], say(compared), *lines[1:]])

    async def _compared(
        self, interaction: discord.Interaction[Client], reply: ReplyRecord, given: Agreement
    ) -> Phrase:
        """What the message says now, beside what was agreed to and what was sent."""
        if reply.formed:
            return FORM
        said = await interaction.client.talk.message(reply.thread_id, reply.message_id)
        if said is None:
            return GONE
        try:
            now = fingerprint(said)
        except WordsWithheld:
            return WITHHELD
        about = given.words if given.message == reply.message_id else reply.words
        if now == about:
            return AS_AGREED
        if now != reply.words:
            return DIFFERS
        return AS_SENT if about is not None else AS_SENT_UNKNOWN


def agreed(given: Sequence[Agreement]) -> list[Agreement]:
    """Of those who said yes once: who never did is nobody's business."""
    said_yes = {each.user for each in given if each.choice in {"always", "once", "form"}}
    return [each for each in given if each.user in said_yes]


def _row(each: Agreement) -> dict[str, Any]:
    return {
        "user": each.user,
        "at": datetime.fromtimestamp(each.at, UTC).isoformat() if each.at else None,
        "choice": each.choice,
        "asked": each.asked,
        "message": each.message,
        "digest": each.words,
    }
