"""Filters that name what the blog does not know: asked about before they are kept.

What was typed stands in the question itself, so that an answer needs nothing else, after a restart,
too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.care.wanted import describe_unknown, mended, unknown
from bot.choices import Filters, read_list
from bot.discord.cards import ACCENT
from bot.languages.phrase import Phrase
from cogs.owners.settings_forms import LISTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.care.wanted import Names, Unknown
    from bot.languages.language import Language

ANSWERS = {
    "nearest": Phrase("Take the nearest"),
    "typed": Phrase("Keep as typed"),
    "before": Phrase("Change nothing"),
}

TYPED = {"terms": 101, "authors": 102, "words": 103}
"""In which component of the question a list stands, by its id."""

OPENED, CLOSED = "```\n", "\n```"
"""Around a list as it was typed: nothing in it is taken for markup."""

WORDS_LIMIT = 2000
"""Characters; the lists themselves may be 1200, and a message has 4000."""


def question(
    typed: Filters, found: Sequence[Unknown], say: Language, answers: discord.ui.ActionRow[Any]
) -> discord.ui.LayoutView:
    """What takes the panel's place until it is answered."""
    words = say(
        "This blog has nothing of that name, as far as the bot has read it. Nothing is kept yet."
    )
    lists = [
        discord.ui.TextDisplay[Any](
            f"{say(LISTS[name][0])}\n{OPENED}{', '.join(getattr(typed, name))}{CLOSED}", id=place
        )
        for name, place in TYPED.items()
        if getattr(typed, name)
    ]
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(
        discord.ui.Container(
            discord.ui.TextDisplay("\n".join([words, *describe_unknown(found, say)])[:WORDS_LIMIT]),
            *lists,
            answers,
            accent_colour=ACCENT,
        )
    )
    return view


def buttons(found: Sequence[Unknown], say: Language) -> dict[str, discord.ui.Button[Any]]:
    """The answers that there are to the question."""
    near = any(each.nearest is not None for each in found)
    return {
        name: discord.ui.Button(label=say(label))
        for name, label in ANSWERS.items()
        if near or name != "nearest"
    }


def answered(answer: str, before: Filters, asked: discord.Message, names: Names) -> Filters:
    """The filters to keep, by the answer to the question that was asked."""
    typed = _typed(asked)
    match answer:
        case "nearest":
            return mended(typed, unknown(typed, names))
        case "typed":
            return typed
        case _:
            return before


def _typed(asked: discord.Message) -> Filters:
    shown = {
        part.id: part.content
        for card in asked.components
        if isinstance(card, discord.Container)
        for part in card.children
        if isinstance(part, discord.TextDisplay)
    }
    lists = {
        name: read_list(shown[place].partition(OPENED)[2].removesuffix(CLOSED))
        for name, place in TYPED.items()
        if place in shown
    }
    return Filters(**lists)
