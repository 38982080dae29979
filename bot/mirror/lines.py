"""The lines of ours around a comment's words: who speaks, and where on the blog. Pure.

The name comes first and the words right after it: above an answer, Discord shows the beginning of
what it answers. The lines are also how a message is found again after a crash: link and number name
one part, whatever language they speak, and in whichever form they were once written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.languages.phrase import Phrase
from bot.mirror.colours import sign, without_signs
from bot.text.address import with_ascii_host
from bot.text.to_discord import escape, label, shorten

if TYPE_CHECKING:
    from collections.abc import Callable

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


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands above and below the words in a comment's first message; either may be empty."""

    above: str
    below: str

    def around(self, words: str) -> str:
        """The whole message."""
        return "\n".join(filter(None, (self.above, words, self.below)))


def lines(comment: Comment, of: int, *, orphan: bool, say: Language) -> Lines:
    """Who wrote the comment; and small, below the words, when and where.

    `of` is how many messages it takes; an `orphan` answers what never appeared.
    """
    above = f"{_sign(comment)} **{escape(_name(comment)) or say('Anonymous')}**"
    count = [f"1/{of}"] if of > 1 else []
    below = f"-# {' · '.join([*count, *_facts(comment, say)])}"
    return Lines(above, f"{orphan_note(say)}\n{below}" if orphan else below)


def further_line(comment: Comment, number: int, of: int, *, say: Language) -> str:
    """A small line for the parts after the first."""
    name = label(_name(comment)) or say("on the blog")
    return f"-# {_sign(comment)} {number}/{of} · {_linked(name, comment.url)}"


def lines_before(comment: Comment, of: int, *, orphan: bool, say: Language) -> Lines:
    """The same as the first versions wrote it: their messages stand as long as their words do."""
    name = f"**{escape(shorten(comment.author, NAME_LIMIT)) or say('Anonymous')}**"
    line = " · ".join([name, *_facts(comment, say)])
    return Lines(f"{line}\n{orphan_note(say)}" if orphan else line, "")


def further_line_before(comment: Comment, number: int, of: int, *, say: Language) -> str:
    """The same as the first versions wrote it."""
    name = label(shorten(comment.author, NAME_LIMIT)) or say("on the blog")
    return f"-# {number}/{of} · {_linked(name, comment.url)}"


@dataclass(frozen=True, slots=True)
class Form:
    """How a comment's messages are written around its words."""

    first: Callable[..., Lines]
    further: Callable[..., str]


NOW = Form(lines, further_line)
BEFORE = Form(lines_before, further_line_before)


def orphan_note(say: Language) -> str:
    """What stands below the words of a comment whose parent never appeared."""
    return f"-# {say('What this answers is not on the blog any more.')}"


def read_lines(content: str) -> tuple[str, int] | None:
    """The link and part number that a message's lines name; None if it has no such lines."""
    first = content.partition("\n")[0].rstrip()
    if match := _FURTHER.fullmatch(first):
        return match["url"], int(match["number"])
    if match := _NAME_AND_PLACE.fullmatch(first):
        return match["url"], 1
    last = content.rstrip().rpartition("\n")[2]
    if _NAME.fullmatch(first) and (match := _PLACE.fullmatch(last)):
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


def _facts(comment: Comment, say: Language) -> list[str]:
    """Whose words they are beside the name, when they were written, and where."""
    author = [say(AUTHOR)] if comment.by_article_author else []
    elsewhere = [say(FEDIVERSE)] if comment.from_fediverse else []
    when = f"<t:{int(comment.created.timestamp())}:R>"
    return [*author, *elsewhere, when, _linked(say("on the blog"), comment.url)]


def _quoted(url: str) -> str:
    return quote(with_ascii_host(url), safe="%/:=&?~#+!$,;'@()*[]", errors="replace")


def _linked(words: str, url: str) -> str:
    address = link(url)
    return f"[{words}](<{address}>)" if address else words
