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
"""The last button: another name."""

CUSTOM_ID = (
    r"consent:(?P<choice>always|once|not|never|name):(?P<user>\d{1,20}):(?P<message>\d{1,20})"
)
"""Questions that stand for years keep their ids: what is here stays."""

TITLE_LIMIT = 100
"""Characters of the blog's title."""

LABELS = {
    Choice.ALWAYS: Phrase("Always"),
    Choice.ONCE: Phrase("This one"),
    Choice.NOT_THIS: Phrase("Not this one"),
    Choice.NEVER: Phrase("Never"),
}
ANOTHER_NAME = Phrase("Another name …")

UNTIL_YES = Phrase(
    "Until you say yes, nothing you write here leaves Discord. What begins with `//` always "
    "stays here. You can take back what you published at any time: `/profile show`. What somebody "
    "forwarded or copied by then is a copy that nobody can remove."
)


def question_words(blog: str, name: str, *, as_author: bool, say: Language) -> str:
    """What is asked; `name` is what would stand on the blog, whose title is `blog`."""
    asked = say(
        "May this appear on **{blog}**, too, as **{name}**? Everyone can read it there. The name "
        "there links to this message, for those who are in this server."
        if as_author
        else "May this appear on **{blog}**, too, under the name **{name}**? Everyone can read it "
        "there. The name there links to this message, for those who are in this server.",
        blog=escape(shorten(blog, TITLE_LIMIT)),
        name=escape(name),
    )
    return f"{asked}\n-# {say(UNTIL_YES)}"


def question_view(user: int, message: int, *, as_author: bool, say: Language) -> discord.ui.View:
    """Its buttons; they work after a restart, because all they need is in their ids."""
    view = discord.ui.View(timeout=None)
    for choice, label in LABELS.items():
        view.add_item(_button(say(label), choice, user, message))
    if not as_author:
        view.add_item(_button(say(ANOTHER_NAME), RENAME, user, message))
    # cogs.writers.discussion gets presses by their ids; discord.py would keep every view in memory.
    view.stop()
    return view


def _button(label: str, choice: str, user: int, message: int) -> discord.ui.Button[discord.ui.View]:
    """The main one is the yes to what is asked, and to nothing more."""
    return discord.ui.Button(
        label=label,
        style=(
            discord.ButtonStyle.primary if choice == Choice.ONCE else discord.ButtonStyle.secondary
        ),
        custom_id=f"consent:{choice}:{user}:{message}",
    )
