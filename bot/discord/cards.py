"""How articles look in Discord: the announcement's embed and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.mirror.desired import Announcement

ACCENT = discord.Colour(0x4F7A6B)
QUIET = discord.Colour(0x80848E)

TITLE_LIMIT = 256
"""Characters, markup included; escaping can double a title's length."""

AUTHOR_LIMIT = 256
FOOTER_LIMIT = 400
URL_LIMIT = 512
"""Characters of a button's address; Discord's limits, as the others."""


def announcement_embed(announcement: Announcement, comments: int) -> discord.Embed:
    """The announcement as an embed, in its language; a withdrawn article shows nothing but that."""
    say = announcement.say
    if announcement.withdrawn:
        return discord.Embed(description=announcement.title, colour=QUIET)
    embed = discord.Embed(
        title=escape(shorten(announcement.title, TITLE_LIMIT // 2)),
        url=announcement.url,
        description=escape(announcement.excerpt),
        colour=ACCENT,
        timestamp=announcement.published,
    )
    if announcement.author:
        embed.set_author(name=shorten(announcement.author, AUTHOR_LIMIT))
    if announcement.image:
        embed.set_image(url=announcement.image)
    facts = [
        *([reading_time(announcement.minutes, say)] if announcement.minutes else []),
        *([count_comments(comments, say)] if comments or announcement.counted else []),
        *announcement.terms,
    ]
    embed.set_footer(text=shorten(" · ".join(facts), FOOTER_LIMIT))
    return embed


def announcement_view(announcement: Announcement, thread_url: str | None) -> discord.ui.View:
    """Ways to the article and to its thread."""
    say = announcement.say
    view = discord.ui.View(timeout=None)
    if announcement.url is not None and len(announcement.url) <= URL_LIMIT:
        view.add_item(discord.ui.Button(label=say("Read"), url=announcement.url))
    if thread_url is not None and not announcement.withdrawn:
        view.add_item(discord.ui.Button(label=say("Discuss"), url=thread_url))
    return view


def reading_time(minutes: int, say: Language) -> str:
    """How long it takes to read, in words."""
    return say("{minutes} min read", minutes=say.number(minutes))


def count_comments(comments: int, say: Language) -> str:
    """The number of comments, in words."""
    if not comments:
        return say("no comments yet")
    return say.plural("{n} comment", "{n} comments", comments)
