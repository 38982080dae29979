"""How a held comment looks in the moderators' channel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot.discord.cards import ACCENT, QUIET, URL_LIMIT
from bot.languages.phrase import Phrase
from bot.model import Verdict
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.replies.ports import Card

CUSTOM_ID = (
    r"held:(?P<verdict>approved|spam|trashed):(?P<blog>\d{1,18}):(?P<comment>\d{1,18})"
    r"(?::(?P<version>[0-9a-f]{1,32}))?"
)
"""Cards of earlier versions don't say what they show."""

TITLE_LIMIT = 120

LABELS = {
    Verdict.APPROVED: Phrase("Approve"),
    Verdict.SPAM: Phrase("Spam"),
    Verdict.TRASHED: Phrase("Trash"),
}
DECIDED_BY = {
    Verdict.APPROVED: Phrase("✅ Approved by {who}"),
    Verdict.SPAM: Phrase("🚫 Called spam by {who}"),
    Verdict.TRASHED: Phrase("🗑️ Put into the trash by {who}"),
}
DECIDED_THERE = {
    Verdict.APPROVED: Phrase("✅ Approved on the blog"),
    Verdict.SPAM: Phrase("🚫 Called spam on the blog"),
    Verdict.TRASHED: Phrase("🗑️ Put into the trash on the blog"),
    Verdict.DELETED: Phrase("🗑️ Deleted on the blog"),
}


def card_embed(card: Card, say: Language) -> discord.Embed:
    """The comment and who wrote it; once it was turned down, not its words."""
    shown = card.verdict in {None, Verdict.APPROVED}
    title = escape(shorten(card.title, TITLE_LIMIT))
    embed = discord.Embed(
        title=say("On “{title}”", title=title) if title else say("A comment"),
        url=card.url,
        description=card.words if shown else None,
        colour=ACCENT if card.verdict is None else QUIET,
        timestamp=card.created,
    )
    embed.set_author(name=shorten(card.author, 80) or say("Anonymous"))
    answered = escape(shorten(card.answers, 80))
    if answered and shown:
        embed.add_field(name=say("In answer to"), value=answered)
    if card.verdict is not None:
        embed.add_field(name=say("Decided"), value=_decided(card.verdict, card.by, say))
    return embed


def _decided(verdict: Verdict, by: str, say: Language) -> str:
    return say(DECIDED_BY[verdict].text, who=by) if by else say(DECIDED_THERE[verdict])


def card_view(card: Card, say: Language) -> discord.ui.View:
    """Its buttons; they work after a restart, because all they need is in their ids."""
    view = discord.ui.View(timeout=None)
    if card.verdict is None:
        for verdict, label in LABELS.items():
            approves = verdict is Verdict.APPROVED
            view.add_item(
                discord.ui.Button(
                    label=say(label),
                    style=discord.ButtonStyle.success
                    if approves
                    else discord.ButtonStyle.secondary,
                    custom_id=_custom_id(verdict, card),
                )
            )
    if len(card.url) <= URL_LIMIT:
        view.add_item(discord.ui.Button(label=say("Open on the blog"), url=card.url))
    # cogs.writers.moderation gets presses by their ids; discord.py would keep every view in memory.
    view.stop()
    return view


def shows(message: discord.Message, card: Card) -> bool:
    """Whether this is the card of that comment."""
    children = (child for row in message.components for child in getattr(row, "children", []))
    ids = (re.fullmatch(CUSTOM_ID, getattr(child, "custom_id", None) or "") for child in children)
    about = str(card.blog), card.comment
    return any(found.group("blog", "comment") == about for found in ids if found)


def _custom_id(verdict: Verdict, card: Card) -> str:
    version = f":{card.version}" if card.version else ""
    return f"held:{verdict}:{card.blog}:{card.comment}{version}"
