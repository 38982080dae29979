"""The line that each mirrored message begins with: who speaks, and where on the blog. Pure.

It is also how a message is found again after a crash: its link and number name one part, whatever
language the line speaks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.languages.phrase import Phrase
from bot.text.address import with_ascii_host
from bot.text.to_discord import escape, label, shorten

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.model import Comment

AUTHOR = Phrase("✒️ author")
"""Stands beside the name of whoever wrote the article."""

FEDIVERSE = Phrase("🌐 from the fediverse")
"""Stands beside the name of whoever wrote from another server."""

NAME_LIMIT = 80
URL_LIMIT = 1_300
"""A longer address is left out: one that is cut leads nowhere, and the words need their room."""

WHOLE_LIMIT = 2_048
"""Characters of an embed's address, Discord's limit."""

_FIRST = re.compile(r"^\*\*.*\(<(?P<url>[^<>\s]+)>\)$")
_FURTHER = re.compile(r"^-# (?P<number>\d+)/\d+ .*\(<(?P<url>[^<>\s]+)>\)$")
_TOMBSTONE = re.compile(r"\*[^*\n]+\*")


def first_line(comment: Comment, *, orphan: bool, say: Language) -> str:
    """Who wrote the comment, when, and the link to its place."""
    facts = [f"**{escape(shorten(comment.author, NAME_LIMIT)) or say('Anonymous')}**"]
    if comment.by_article_author:
        facts.append(say(AUTHOR))
    if comment.from_fediverse:
        facts.append(say(FEDIVERSE))
    facts.append(f"<t:{int(comment.created.timestamp())}:R>")
    facts.append(_linked(say("on the blog"), comment.url))
    line = " · ".join(facts)
    return f"{line}\n{orphan_note(say)}" if orphan else line


def orphan_note(say: Language) -> str:
    """What stands below the first line of a comment whose parent never appeared."""
    return f"-# {say('What this answers is not on the blog any more.')}"


def further_line(comment: Comment, number: int, of: int, *, say: Language) -> str:
    """A small line for the parts after the first."""
    name = label(shorten(comment.author, NAME_LIMIT)) or say("on the blog")
    return f"-# {number}/{of} · {_linked(name, comment.url)}"


def read_line(content: str) -> tuple[str, int] | None:
    """The link and part number in a message's first line; None if it has no such line."""
    line = content.partition("\n")[0].rstrip()
    if match := _FURTHER.match(line):
        return match["url"], int(match["number"])
    if match := _FIRST.match(line):
        return match["url"], 1
    return None


def tombstone(say: Language) -> str:
    """What stands where a comment was that others answer."""
    return f"*{say('This comment is no longer on the blog.')}*"


def unsaid(say: Language) -> str:
    """What stands where a comment's words can't."""
    return f"-# {say('Its words can be read on the blog only.')}"


def is_tombstone(content: str) -> bool:
    """Whether a message of ours is one, in any language: nothing else is in italics as a whole."""
    return _TOMBSTONE.fullmatch(content) is not None


def link(url: str) -> str:
    """An address that can stand inside `<…>` without ending it; empty where it can't be shown."""
    address = _quoted(url)
    return address if len(address) <= URL_LIMIT else ""


def whole_link(url: str) -> str:
    """The same where there is more room; empty where Discord takes none so long."""
    address = _quoted(url)
    return address if len(address) <= WHOLE_LIMIT else ""


def _quoted(url: str) -> str:
    return quote(with_ascii_host(url), safe="%/:=&?~#+!$,;'@()*[]", errors="replace")


def _linked(words: str, url: str) -> str:
    address = link(url)
    return f"[{words}](<{address}>)" if address else words
