"""Discord's Markdown → lines of text.

It is read as Discord's own app reads it, so that the blog shows what the member saw when writing:
from left to right, and the end of a mark is looked for without regard to words, code or links.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.text import rules
from bot.text.address import BARE, absolute, trim
from bot.text.escape import clean
from bot.text.page import Page, Tag
from bot.text.references import reference

if TYPE_CHECKING:
    from bot.languages.phrase import Phrase
    from bot.text.page import Line
    from bot.text.references import Names

MAX_DEPTH = 20
"""Marks within marks, and levels of lists; marks that nest deeper stay as they were typed.

By Discord's rules no mark is found within its like, so that nobody gets there with marks.
"""

_STRONG, _CODE = Tag("strong"), Tag("code")
# WordPress looks for addresses itself, but takes what is written as an entity for a part of them.
_SET_OFF = re.compile(r"[.,;:!?)]*(?:\s|\Z)")
_BEYOND_WORDPRESS = re.compile(r"[\"\\^`{|}]")


@dataclass(slots=True)
class _Part:
    """A stretch of the text, and what is around it."""

    end: int
    around: tuple[Tag, ...] = ()
    depth: int = 0
    missing: set[str] = field(default_factory=set)
    """Signs of marks that have no more ends in this stretch."""

    def inside(self, end: int, tag: Tag | None = None) -> _Part:
        """Go into something; an element within its like adds nothing."""
        known = tag is None or any(tag.name == other.name for other in self.around)
        around = self.around if tag is None or known else (*self.around, tag)
        return _Part(end, around, self.depth + 1)


class _Item(NamedTuple):
    indent: int
    number: int | None


def read(content: str, names: Names) -> list[Line]:
    """Read a message of any length, in linear time; what names stand for is never read as marks."""
    text = clean(content.replace("\r\n", "\n")).replace("\t", " ")
    page = Page()
    _Reader(text, names, page).read(0, _Part(len(text)))
    page.end_line()
    return page.lines


class _Reader:
    """Reads one text. Every rule says where it ended, or 0 where it doesn't apply."""

    def __init__(self, text: str, names: Names, page: Page) -> None:
        self._text = text
        self._names = names
        self._page = page
        self._brackets = rules.brackets(text)
        self._ticks = rules.ticks(text)
        self._items: list[_Item] = []
        self._inline = {
            "\n": self._line_break,
            "\\": self._escaped,
            "`": self._code,
            "<": self._framed,
            "[": self._link,
            "h": self._address,
            "H": self._address,
            **dict.fromkeys(rules.MARKS, self._marked),
        }

    def read(self, place: int, part: _Part) -> None:
        text = self._text
        while place < part.end:
            after = 0
            if place == 0 or text[place - 1] == "\n":
                after = self._block(place, part)
            if not after and text[place] in self._inline:
                after = self._inline[text[place]](place, part)
            if not after:
                special = rules.SPECIAL.search(text, place + 1, part.end)
                after = special.start() if special else part.end
                self._page.add(text[place:after], part.around)
            place = after

    def _block(self, place: int, part: _Part) -> int:
        """Read what can only stand at the beginning of a line."""
        item = rules.ITEM.match(self._text, place, part.end)
        if item:
            self._begin_item(item)
            return self._heading(item.end(), part) or item.end()
        if self._text[place] != " ":
            self._items.clear()
        return self._quote(place, part) or self._heading(place, part)

    def _quote(self, place: int, part: _Part) -> int:
        if self._page.quoted:
            return 0
        if found := rules.LONG_QUOTE.match(self._text, place, part.end):
            end, inner = part.end, self._text[found.end() : part.end]
        elif found := rules.QUOTE.match(self._text, place, part.end):
            end, inner = found.end(), rules.QUOTE_SIGN.sub("", found[0])
        else:
            return 0
        self._page.quoted = True
        _Reader(inner, self._names, self._page).read(0, part.inside(len(inner)))
        self._page.end_line()
        self._page.quoted = False
        return self._past_line_end(end, part)

    def _heading(self, place: int, part: _Part) -> int:
        found = rules.HEADING.match(self._text, place, part.end)
        if not found:
            return 0
        end = self._text.find("\n", found.end(), part.end)
        end = part.end if end < 0 else end
        self.read(found.end(), part.inside(end, None if found["subtext"] else _STRONG))
        return end

    def _begin_item(self, found: re.Match[str]) -> None:
        """Number items as Discord does: on from the number of the first."""
        indent, items = len(found["indent"]), self._items
        number = int(found["number"]) if found["number"] else None
        while items and items[-1].indent > indent:
            items.pop()
        if items and items[-1].indent == indent:
            before = items.pop().number
            number = before + 1 if number is not None and before is not None else number
        items.append(_Item(indent, number))
        marker = "• " if number is None else f"{number}. "
        self._page.begin_item(marker, min(len(items) - 1, MAX_DEPTH))

    def _line_break(self, place: int, part: _Part) -> int:
        self._page.add("\n", part.around)
        return place + 1

    def _past_line_end(self, place: int, part: _Part) -> int:
        return place + self._text.startswith("\n", place, part.end)

    def _escaped(self, place: int, part: _Part) -> int:
        found = rules.ESCAPE.match(self._text, place, part.end)
        if not found:
            return 0
        self._page.add(found[1], part.around)
        return found.end()

    def _code(self, place: int, part: _Part) -> int:
        return self._code_block(place, part) or self._code_in_line(place, part)

    def _code_block(self, place: int, part: _Part) -> int:
        for fence in rules.FENCES:
            opening = fence.match(self._text, place, part.end)
            start = opening.end() if opening else part.end
            end = self._text.find(rules.FENCE_END, start + 1, part.end)
            if end > 0:
                code = self._text[start:end].rstrip("\n")
                self._page.add_code(code, part.inside(end, _CODE).around)
                return self._past_line_end(end + len(rules.FENCE_END), part)
        return 0

    def _code_in_line(self, place: int, part: _Part) -> int:
        opening = rules.TICKS.match(self._text, place, part.end)
        after = opening.end() if opening else place
        for length in range(after - place, 0, -1):
            closing = self._ticks.get(length, [])
            index = bisect_left(closing, after)
            if index < len(closing) and closing[index] + length <= part.end:
                code = _unpadded(self._text[place + length : closing[index]])
                self._page.add(code, part.inside(after, _CODE).around)
                return closing[index] + length
        self._page.add(self._text[place:after], part.around)
        return after

    def _framed(self, place: int, part: _Part) -> int:
        found = rules.FRAMED_ADDRESS.match(self._text, place, part.end)
        if found and absolute(found[1], ""):
            self._write_address(found[1], found.start(), found.end(), part)
            return found.end()
        known = reference(self._text, place, part.end, self._names)
        if not known:
            return 0
        self._page.add(known[0], part.around)
        return known[1]

    def _address(self, place: int, part: _Part) -> int:
        found = BARE.match(self._text, place, part.end)
        if not found:
            return 0
        address = trim(found[0])
        self._write_address(address, place, place + len(address), part)
        return place + len(address)

    def _write_address(self, address: str, start: int, end: int, part: _Part) -> None:
        """Leave an address to WordPress, or link it here where WordPress would misread it."""
        before = self._text[start - 1 : start]
        apart = before in {"", "("} or before.isspace()
        left = apart and _SET_OFF.match(self._text, end) and not _BEYOND_WORDPRESS.search(address)
        url = None if left else absolute(address, "")
        around = part.inside(end, Tag("a", url)).around if url else part.around
        self._page.add(address, around)

    def _link(self, place: int, part: _Part) -> int:
        close = self._brackets.get(place, part.end)
        target = rules.TARGET.match(self._text, close + 1, part.end)
        if not target or part.depth >= MAX_DEPTH or _is_linked(part):
            return 0
        url = absolute(re.sub(rules.ESCAPE, r"\1", target["framed"] or target["bare"]), "")
        label = self._text[place + 1 : close]
        if not url or not label.strip() or BARE.search(label):
            return 0
        self.read(place + 1, part.inside(close, Tag("a", url)))
        return target.end()

    def _marked(self, place: int, part: _Part) -> int:
        if part.depth >= MAX_DEPTH:
            return 0
        found = [
            (match, mark)
            for mark in rules.MARKS[self._text[place]]
            if (match := self._match(mark, place, part))
        ]
        if not found:
            return 0
        match, mark = max(found, key=lambda pair: len(pair[0][0]))
        if not match[1].strip(mark.sign[0]):  # A row of stars, or a line.
            self._page.add(match[0], part.around)
        elif mark.words:
            self._spell_out(mark.words, match, part)
        else:
            self.read(match.start(1), part.inside(match.end(1), mark.tag))
        return match.end()

    def _spell_out(self, words: Phrase, match: re.Match[str], part: _Part) -> None:
        before, _, after = self._names.say(words.text, words="\0").partition("\0")
        start = match.start(1) + len(match[1]) - len(match[1].lstrip())
        end = match.start(1) + len(match[1].rstrip())
        if start < end:
            self._page.add(before, part.around)
            self.read(start, part.inside(end))
            self._page.add(after, part.around)

    def _match(self, mark: rules.Mark, place: int, part: _Part) -> re.Match[str] | None:
        if mark.sign in part.missing or not self._text.startswith(mark.sign, place, part.end):
            return None
        match = mark.pattern.match(self._text, place, part.end)
        if not match and mark.ends_anywhere:
            part.missing.add(mark.sign)
        return match


def _is_linked(part: _Part) -> bool:
    return any(tag.name == "a" for tag in part.around)


def _unpadded(code: str) -> str:
    """Take out the spaces that keep backticks in code apart from those around it."""
    if code.lstrip(" ").startswith("`"):
        code = code.removeprefix(" ")
    return code.removesuffix(" ") if code.rstrip(" ").endswith("`") else code
