"""A small reader of Discord Markdown, written from Discord's rules and not from our renderer.

It answers: which characters does a reader see, in which looks, and what would ping, unfurl or turn
into an emoji. White space is left out: how it is laid out is for the examples to say.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Seen(NamedTuple):
    """One visible character, how it looks, and where a click on it leads."""

    character: str
    looks: frozenset[str] = frozenset()
    link: str = ""


_INVISIBLE = re.compile(r"[\s\u200b]")
_LOOK_ALIKE = str.maketrans("∖∗ˍˋ［］", "\\*_`[]")
_QUOTE = re.compile(r"(?: *>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?)")
_LONG_QUOTE = re.compile(r" *>>> +([\s\S]*)")
_HEADING = re.compile(r" *(#{1,3}) +(?=\S)([^\n]+)")
_SUBTEXT = re.compile(r" *-# +([^\n]+)")
_ITEM = re.compile(r" *([-*+]|\d+\.) +(?=\S)")
_CODE_BLOCK = re.compile(r"```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```", re.IGNORECASE)
_ACTIVE = re.compile(
    r"@everyone|@here|<@[!&]?\d+>|<#\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|</[^>]+:\d+>|<id:\w+>"
    r"|:[\w+-]+:|https?://[^\s<]+[^<.,:;\"')\]\s]"
)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_ADDRESS = re.compile(r"<(https?://[^ >]+)>")
_LINK = re.compile(r"\[([^\[\]]+)\]\(<([^<>()\s]*)>\)")
_CODE = re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")
_EMPHASIS = {
    "italic": re.compile(
        r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
        r"|\b_((?:__|\\[\s\S]|[^\\_])+?)_\b"
    ),
    "bold": re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"),
    "underline": re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)"),
}
_STRIKE = re.compile(r"~~([\s\S]+?)~~(?!_)")
_SPOILER = re.compile(r"\|\|([\s\S]+?)\|\|")


def read(markdown: str) -> list[Seen]:
    """See the text as Discord shows it, without white space."""
    return list(_Reader().read(markdown, frozenset(), "", line_start=True))


class _Reader:
    def __init__(self) -> None:
        self.seen: list[Seen] = []

    def read(self, text: str, looks: frozenset[str], link: str, *, line_start: bool) -> list[Seen]:
        place = 0
        while place < len(text):
            at_start = text[place - 1] == "\n" if place else line_start
            step = self._block(text, place, looks) if at_start and not link else 0
            step = step or self._inline(text, place, looks, link)
            if not step:
                self._see(text[place], looks, link)
                step = 1
            place += step
        return self.seen

    def _see(self, text: str, looks: frozenset[str], link: str) -> None:
        if link:
            text = text.translate(_LOOK_ALIKE)
        self.seen += [Seen(c, looks, link) for c in text if not _INVISIBLE.match(c)]

    def _block(self, text: str, place: int, looks: frozenset[str]) -> int:
        if "quote" not in looks and (m := _LONG_QUOTE.match(text, place)):
            self.read(m[1], looks | {"quote"}, "", line_start=True)
        elif "quote" not in looks and (m := _QUOTE.match(text, place)):
            inner = re.sub(r"^ *> ?", "", m[0], flags=re.MULTILINE)
            self.read(inner, looks | {"quote"}, "", line_start=True)
        elif m := _HEADING.match(text, place):
            self.read(m[2], looks | {f"h{len(m[1])}"}, "", line_start=False)
        elif m := _SUBTEXT.match(text, place):
            self.read(m[1], looks | {"subtext"}, "", line_start=False)
        elif m := _ITEM.match(text, place):
            self._see(m[1], looks | {"marker"}, "")
        return m.end() - place if m else 0

    def _inline(self, text: str, place: int, looks: frozenset[str], link: str) -> int:
        if m := _CODE_BLOCK.match(text, place):
            self._see(m[2], looks & {"quote"} | {"pre", f"pre {m[1] or ''}"}, "")
        elif not link and (m := _ESCAPE.match(text, place)):
            self._see(m[1], looks, link)
        elif m := _ACTIVE.match(text, place):
            self._see(m[0], looks | {"active"}, link)
        elif not link and (m := _ADDRESS.match(text, place)):
            self._see(m[1], looks, m[1])
        elif not link and (m := _LINK.match(text, place)):
            self.read(m[1], looks, m[2], line_start=False)
        elif m := _CODE.match(text, place):
            self._see(m[2], looks - {"bold", "italic", "underline", "strike"} | {"code"}, link)
        else:
            return self._emphasis(text, place, looks, link)
        return m.end() - place

    def _emphasis(self, text: str, place: int, looks: frozenset[str], link: str) -> int:
        found = [(m, look) for look, rule in _EMPHASIS.items() if (m := rule.match(text, place))]
        found.sort(key=lambda pair: -len(pair[0][0]))
        found += [
            (m, look)
            for look, rule in (("strike", _STRIKE), ("spoiler", _SPOILER))
            if (m := rule.match(text, place))
        ]
        if not found:
            return 0
        m, look = found[0]
        self.read(m[m.lastindex or 1], looks | {look}, link, line_start=False)
        return len(m[0])
