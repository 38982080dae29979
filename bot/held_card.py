"""How a held comment looks in the moderators' channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards import ACCENT, QUIET, URL_LIMIT
from bot.model import Verdict
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from bot.replies.ports import Card

CUSTOM_ID = r"held:(?P<verdict>approved|spam|trashed):(?P<blog>\d{1,18}):(?P<comment>\d{1,18})"

LABELS = {Verdict.APPROVED: "Approve", Verdict.SPAM: "Spam", Verdict.TRASHED: "Trash"}

OUTCOMES = {
    Verdict.APPROVED: "✅ Approved",
    Verdict.SPAM: "🚫 Called spam",
    Verdict.TRASHED: "🗑️ Put into the trash",
    Verdict.DELETED: "🗑️ Deleted",
}


def card_embed(card: Card) -> discord.Embed:
    """The comment and who wrote it; once it was turned down, not its words."""
    shown = card.verdict in {None, Verdict.APPROVED}
    embed = discord.Embed(
        title=escape(shorten(f"On “{card.title}”", 120)),
        url=card.url,
        description=card.words if shown else None,
        colour=ACCENT if card.verdict is None else QUIET,
        timestamp=card.created,
    )
    embed.set_author(name=shorten(card.author, 80) or "Anonymous")
    if card.answers and shown:
        embed.add_field(name="In answer to", value=escape(shorten(card.answers, 80)))
    if card.verdict is not None:
        embed.add_field(name="Decided", value=f"{OUTCOMES[card.verdict]} {card.by}", inline=False)
    return embed


def card_view(card: Card) -> discord.ui.View:
    """Its buttons; they work after a restart, because all they need is in their ids."""
    view = discord.ui.View(timeout=None)
    if card.verdict is None:
        for verdict, label in LABELS.items():
            approves = verdict is Verdict.APPROVED
            view.add_item(
                discord.ui.Button(
                    label=label,
                    style=discord.ButtonStyle.success
                    if approves
                    else discord.ButtonStyle.secondary,
                    custom_id=f"held:{verdict}:{card.blog}:{card.comment}",
                )
            )
    if len(card.url) <= URL_LIMIT:
        view.add_item(discord.ui.Button(label="Open on the blog", url=card.url))
    return view


def shows(message: discord.Message, card: Card) -> bool:
    """Whether this is the card of that comment."""
    ids = {
        getattr(child, "custom_id", None)
        for row in message.components
        for child in getattr(row, "children", [])
    }
    return f"held:{Verdict.APPROVED}:{card.blog}:{card.comment}" in ids
