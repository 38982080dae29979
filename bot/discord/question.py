"""The question that a member is asked before anything of theirs leaves Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.languages.phrase import Phrase
from bot.replies.asking import Choice
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from bot.languages.language import Language

RENAME = "name"
"""The fourth button: another name."""

CUSTOM_ID = r"consent:(?P<choice>always|once|never|name):(?P<user>\d{1,20}):(?P<message>\d{1,20})"

TITLE_LIMIT = 100
"""Characters of the blog's title."""

LABELS = {
    Choice.ALWAYS: Phrase("Always"),
    Choice.ONCE: Phrase("This one"),
    Choice.NEVER: Phrase("Never"),
}
ANOTHER_NAME = Phrase("Another name …")

UNTIL_YES = Phrase(
    "Until you say yes, nothing you write here leaves Discord. What begins with `//` always "
    "stays here. You can take back what you published at any time: `/profile show`."
)


def question_words(blog: str, name: str, *, as_author: bool, say: Language) -> str:
    """What is asked; `name` is what would stand on the blog, whose title is `blog`."""
    asked = say(
        "May this stand on **{blog}**, too, as **{name}**? Everyone can read it there, and the "
        "name there links to this message."
        if as_author
        else "May this stand on **{blog}**, too, under the name **{name}**? Everyone can read it "
        "there, and the name there links to this message.",
        blog=escape(shorten(blog, TITLE_LIMIT)),
        name=escape(name),
    )
    return f"{asked}\n-# {say(UNTIL_YES)}"


def question_view(user: int, message: int, *, as_author: bool, say: Language) -> discord.ui.View:
    """Its buttons; they work after a restart, because all they need is in their ids."""
    view = discord.ui.View(timeout=None)
    for choice, label in LABELS.items():
        style = (
            discord.ButtonStyle.secondary if choice is Choice.NEVER else discord.ButtonStyle.primary
        )
        view.add_item(_button(say(label), choice, user, message, style))
    if not as_author:
        view.add_item(
            _button(say(ANOTHER_NAME), RENAME, user, message, discord.ButtonStyle.secondary)
        )
    # cogs.writers.discussion gets presses by their ids; discord.py would keep every view in memory.
    view.stop()
    return view


def _button(
    label: str, choice: str, user: int, message: int, style: discord.ButtonStyle
) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(
        label=label, style=style, custom_id=f"consent:{choice}:{user}:{message}"
    )
