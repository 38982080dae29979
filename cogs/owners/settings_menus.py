"""What the menus of /blog settings offer, each choice with what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.languages.phrase import Phrase
from bot.store.people.exchanges import Attachments, Moderated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.languages.catalogues import Languages
    from bot.languages.language import Language

MOST_OPTIONS = 25
"""Of one menu; Discord's limit."""

STYLES = {
    "full": (Phrase("Full announcements"), Phrase("With excerpt and picture.")),
    "brief": (Phrase("Brief announcements"), Phrase("Title, author and facts only.")),
}
PUBLISHING = {
    "off": (
        Phrase("Announcements stay in this server"),
        Phrase("Servers that follow this channel get none of them."),
    ),
    "on": (
        Phrase("Announcements are published"),
        Phrase("Servers that follow this channel get the new ones, too."),
    ),
}
REPLIES = {
    "rules": (
        Phrase("Replies follow the blog's rules"),
        Phrase("A first comment may wait for approval there."),
    ),
    "at_once": (
        Phrase("Replies appear at once"),
        Phrase("The account approves them; the blog's rules don't ask."),
    ),
    "off": (
        Phrase("Replies stay in Discord"),
        Phrase("Nothing that members write goes to the blog."),
    ),
}
ATTACHMENTS = {
    Attachments.LINK: (
        Phrase("Attachments go as links"),
        Phrase("Discord's links to files expire after a day."),
    ),
    Attachments.REFUSE: (
        Phrase("No attachments"),
        Phrase("A message with one is marked ⚠️ and stays here."),
    ),
}
MODERATED = {
    Moderated.TRASH: (
        Phrase("The comment goes, too"),
        Phrase("It is moved to the blog's trash."),
    ),
    Moderated.LEAVE: (
        Phrase("The comment stays on the blog"),
        Phrase("It is deleted in Discord only."),
    ),
}


def options(
    choices: Mapping[Any, tuple[Phrase, Phrase]], now: str, say: Language
) -> discord.ui.Select[Any]:
    """A menu of these, with the present one chosen."""
    return discord.ui.Select(
        options=[
            discord.SelectOption(
                label=say(label), value=value, description=say(more), default=value == now
            )
            for value, (label, more) in choices.items()
        ]
    )


def languages(known: Languages, now: str) -> discord.ui.Select[Any]:
    """A menu of the languages there are, each under its own name."""
    spoken = known.of(now)
    return discord.ui.Select(
        options=[
            discord.SelectOption(label=each.name, value=each.code, default=each is spoken)
            for each in sorted(known, key=lambda each: each.name)[:MOST_OPTIONS]
        ]
    )


def role(now: int | None, say: Language) -> discord.ui.RoleSelect[Any]:
    """A menu of the server's roles."""
    return discord.ui.RoleSelect(
        placeholder=say("Nobody"),
        min_values=0,
        default_values=[discord.Object(now)] if now else [],
    )


def channel(now: int | None, empty: str) -> discord.ui.ChannelSelect[Any]:
    """A menu of the server's text channels; `empty` stands there while none is chosen."""
    return discord.ui.ChannelSelect(
        placeholder=empty,
        channel_types=[discord.ChannelType.text],
        min_values=0,
        default_values=[discord.Object(now)] if now else [],
    )
