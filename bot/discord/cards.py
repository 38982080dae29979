"""How articles look in Discord: the announcement's embed and its buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import discord

from bot.text.address import absolute
from bot.text.to_discord import escape, shorten

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.mirror.desired import Announcement

ACCENT = discord.Colour(0x4F7A6B)
QUIET = discord.Colour(0x80848E)

TITLE_LIMIT = 256
"""Characters, as sent: escaping can make three of one."""

AUTHOR_LIMIT = 256
FOOTER_LIMIT = 400
TERMS_SHOWN = 4
URL_LIMIT = 512
"""Characters of a button's address; Discord's limits, as the others."""

EMBED_URL_LIMIT = 2_048
"""Characters of a link's and a picture's address."""


def announcement_embed(announcement: Announcement, comments: int) -> discord.Embed:
    """The announcement as an embed, in its language; a withdrawn article shows nothing but that."""
    say = announcement.say
    if announcement.withdrawn:
        return discord.Embed(description=announcement.title, colour=QUIET)
    link = _link(announcement)
    embed = discord.Embed(
        title=fitting(announcement.title, TITLE_LIMIT),
        url=link,
        description=_described(announcement, link),
        colour=ACCENT,
        timestamp=announcement.published,
    )
    if by := " · ".join(filter(None, (announcement.author, announcement.blog))):
        embed.set_author(name=shorten(by, AUTHOR_LIMIT))
    picture = absolute(announcement.image or "", "")
    if picture and is_well_formed(picture):
        embed.set_image(url=picture)
    facts = [
        *([reading_time(announcement.minutes, say)] if announcement.minutes else []),
        *([count_comments(comments, say)] if comments or announcement.counted else []),
        *announcement.terms[:TERMS_SHOWN],
    ]
    embed.set_footer(text=shorten(" · ".join(facts), FOOTER_LIMIT))
    return embed


def announcement_view(announcement: Announcement, thread_url: str | None) -> discord.ui.View:
    """Ways to the article and to its thread."""
    say = announcement.say
    view = discord.ui.View(timeout=None)
    link = _link(announcement)
    if link is not None and len(link) <= URL_LIMIT:
        view.add_item(discord.ui.Button(label=say("Read"), url=link))
    if thread_url is not None and not announcement.withdrawn:
        view.add_item(discord.ui.Button(label=say("Discuss"), url=thread_url))
    return view


def reading_time(minutes: int, say: Language) -> str:
    """How long it takes to read, in words."""
    return say("{minutes} min read", minutes=say.number(minutes))


def _link(announcement: Announcement) -> str | None:
    return announcement.url if is_well_formed(announcement.url or "") else None


def fitting(text: str, limit: int) -> str:
    """Plain text, literal, cut so that no more than `limit` characters are sent."""
    room = limit
    while len(written := escape(shorten(text, room))) > limit:
        room -= max(1, (len(written) - limit) // 3)
    return written


def is_well_formed(url: str) -> bool:
    """Whether Discord takes it as a link or a picture, and with it the message."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        len(url) <= EMBED_URL_LIMIT
        and parts.scheme in {"http", "https"}
        and re.fullmatch(r"[^\s_/?#@\\]+", parts.netloc) is not None
        and re.search(r"\s", url) is None
    )


def _described(announcement: Announcement, link: str | None) -> str:
    words = [escape(announcement.excerpt)]
    named = announcement.address or (announcement.url or "" if link is None else "")
    if named and (address := absolute(named, "")):
        words.append(f"<{address}>")
    return "\n".join(filter(None, words))


def count_comments(comments: int, say: Language) -> str:
    """The number of comments, in words."""
    if not comments:
        return say("no comments yet")
    return say.plural("{n} comment", "{n} comments", comments)
