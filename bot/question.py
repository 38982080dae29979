"""The question that a member is asked before anything of theirs leaves Discord."""

from __future__ import annotations

import discord

from bot.replies.asking import Choice
from bot.text.to_discord import escape

RENAME = "name"
"""The fourth button: another name."""

CUSTOM_ID = r"consent:(?P<choice>always|once|never|name):(?P<user>\d{1,20}):(?P<message>\d{1,20})"

LABELS = {Choice.ALWAYS: "Always", Choice.ONCE: "This one", Choice.NEVER: "Never"}


def question_words(name: str, *, as_author: bool) -> str:
    """What is asked; `name` is what would stand on the blog."""
    under = f"as **{escape(name)}**" if as_author else f"under the name **{escape(name)}**"
    return (
        f"May this stand on the blog, too, {under}? Everyone can read it there.\n"
        "-# Until you say yes, nothing you write here leaves Discord. What begins with `//` always "
        "stays here. You can take back what you published at any time: `/profile show`."
    )


def question_view(user: int, message: int, *, as_author: bool) -> discord.ui.View:
    """Its buttons; they work after a restart, because all they need is in their ids."""
    view = discord.ui.View(timeout=None)
    for choice, label in LABELS.items():
        style = (
            discord.ButtonStyle.secondary if choice is Choice.NEVER else discord.ButtonStyle.primary
        )
        view.add_item(_button(label, choice, user, message, style))
    if not as_author:
        view.add_item(
            _button("Another name …", RENAME, user, message, discord.ButtonStyle.secondary)
        )
    return view


def _button(
    label: str, choice: str, user: int, message: int, style: discord.ButtonStyle
) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(
        label=label, style=style, custom_id=f"consent:{choice}:{user}:{message}"
    )
