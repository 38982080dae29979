"""An article's card: its title, facts and first words, its picture, and the ways to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.discord.cards import ACCENT, URL_LIMIT, count_comments, is_well_formed, reading_time
from bot.finding.lists import message_url
from bot.mirror.desired import desire
from bot.mirror.lines import whole_link
from bot.text.address import absolute
from bot.text.to_discord import escape, label, shorten

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.mirror.desired import Announcement
    from bot.model import Article
    from bot.store.blog.library import Entry

TITLE_LIMIT = 300
AUTHOR_LIMIT = 100
TERMS_LIMIT = 300
"""Characters before they are escaped, which can treble them: a card holds 4,000 in all."""


def article_card(entry: Entry, guild: int, say: Language) -> discord.ui.LayoutView:
    """Draw the card of an article that visitors can read."""
    article = entry.article
    shown = desire(article, [], shown=frozenset(), say=say).announcement
    title = label(shorten(article.title, TITLE_LIMIT)) or say("Untitled article")
    facts = _facts(article, shown, entry.comments, say)
    box = discord.ui.Container[Any](accent_colour=ACCENT)
    address = whole_link(article.url)
    head = f"[{title}](<{address}>)" if address and len(address) <= URL_LIMIT else title
    box.add_item(discord.ui.TextDisplay(f"### {head}\n-# {facts}"))
    if shown.excerpt:
        box.add_item(discord.ui.TextDisplay(escape(shown.excerpt)))
    picture = absolute(shown.image or "", "")
    if picture and is_well_formed(picture):
        box.add_item(discord.ui.MediaGallery(discord.MediaGalleryItem(picture)))
    ways = _ways(address, entry.thread, guild, say)
    if ways.children:
        box.add_item(ways)
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(box)
    return view


def _facts(article: Article, shown: Announcement, comments: int, say: Language) -> str:
    facts = [
        escape(shorten(article.author, AUTHOR_LIMIT)),
        f"<t:{int(article.published.timestamp())}:D>",
        reading_time(shown.minutes, say) if shown.minutes else "",
        count_comments(comments, say) if comments or shown.counted else "",
        escape(shorten(" · ".join(article.terms), TERMS_LIMIT)),
    ]
    return " · ".join(fact for fact in facts if fact)


def _ways(url: str, thread: int | None, guild: int, say: Language) -> discord.ui.ActionRow[Any]:
    row = discord.ui.ActionRow[Any]()
    if url and len(url) <= URL_LIMIT and is_well_formed(url):
        row.add_item(discord.ui.Button(label=say("Read"), url=url))
    if thread is not None:
        row.add_item(discord.ui.Button(label=say("Discuss"), url=message_url(guild, thread)))
    return row
