"""The lines of ours around a comment's words: who speaks, and where on the blog. Pure.

The name comes first and the words right after it: above an answer, Discord shows the beginning of
what it answers. The lines are also how a message is found again after a crash: link and number name
one part, whatever language they speak, and in whichever form they were once written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.languages.phrase import Phrase
from bot.mirror.colours import sign, without_signs
from bot.text.address import with_ascii_host
from bot.text.to_discord import escape, label, shorten

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.model import Comment

AUTHOR = Phrase("✒️ author")
"""Stands for whoever wrote the article."""

FEDIVERSE = Phrase("🌐 from the fediverse")
"""Stands for whoever wrote from another server."""

NAME_LIMIT = 80
URL_LIMIT = 1_300
"""A longer address is left out: one that is cut leads nowhere, and the words need their room."""

WHOLE_LIMIT = 2_048
"""Characters of an embed's address, Discord's limit."""

_NAME = re.compile(r"\S+ \*\*.*\*\*")
_PLACE = re.compile(r"-# .*\(<(?P<url>[^<>\s]+)>\)")
_FURTHER = re.compile(r"-# (?:\S+ )?(?P<number>\d+)/\d+ · .*\(<(?P<url>[^<>\s]+)>\)")
# As the first versions wrote it; their messages stand as long as their words do.
_NAME_AND_PLACE = re.compile(r"\*\*.*\(<(?P<url>[^<>\s]+)>\)")
_TOMBSTONE = re.compile(r"\*[^*\n]+\*")


def name_line(comment: Comment, *, say: Language) -> str:
    """Who wrote the comment: what its first message begins with."""
    return f"{_sign(comment)} **{escape(_name(comment)) or say('Anonymous')}**"


def place_lines(comment: Comment, of: int, *, orphan: bool, say: Language) -> str:
    """What stands small below the words in the first of so many messages: when and where."""
    facts = [f"1/{of}"] if of > 1 else []
    facts += _badges(comment, say)
    facts += [_when(comment), _linked(say("on the blog"), comment.url)]
    line = f"-# {' · '.join(facts)}"
    return f"{orphan_note(say)}\n{line}" if orphan else line


def further_line(comment: Comment, number: int, of: int, *, say: Language) -> str:
    """A small line for the parts after the first."""
    name = label(_name(comment)) or say("on the blog")
    return f"-# {_sign(comment)} {number}/{of} · {_linked(name, comment.url)}"


def orphan_note(say: Language) -> str:
    """What stands below the words of a comment whose parent never appeared."""
    return f"-# {say('What this answers is not on the blog any more.')}"


def read_lines(content: str) -> tuple[str, int] | None:
    """The link and part number that a message's lines name; None if it has no such lines."""
    lines = [line.rstrip() for line in content.split("\n")]
    if match := _FURTHER.fullmatch(lines[0]):
        return match["url"], int(match["number"])
    if match := _NAME_AND_PLACE.fullmatch(lines[0]):
        return match["url"], 1
    if _NAME.fullmatch(lines[0]) and (match := _PLACE.fullmatch(lines[-1])):
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


def _sign(comment: Comment) -> str:
    return sign(comment.author, by_article_author=comment.by_article_author)


def _name(comment: Comment) -> str:
    return shorten(without_signs(comment.author), NAME_LIMIT)


def _badges(comment: Comment, say: Language) -> list[str]:
    author = [say(AUTHOR)] if comment.by_article_author else []
    return [*author, say(FEDIVERSE)] if comment.from_fediverse else author


def _when(comment: Comment) -> str:
    return f"<t:{int(comment.created.timestamp())}:R>"


def _quoted(url: str) -> str:
    return quote(with_ascii_host(url), safe="%/:=&?~#+!$,;'@()*[]", errors="replace")


def _linked(words: str, url: str) -> str:
    address = link(url)
    return f"[{words}](<{address}>)" if address else words
