"""Long Markdown → parts that fit into messages, formatting kept whole.

A part is a slice of the text: what was open where it starts is opened before it, what is open
where it ends is closed after it. `bot.text.seams` knows where that is possible.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.escape import APART, beside, escape_words
from bot.text.graphemes import boundary_before
from bot.text.seams import LINK, URL, Rank, Seam, seams

if TYPE_CHECKING:
    from collections.abc import Sequence

_PREFIX = 6
"""Room that may be taken before an address: `> ### `."""
_FRAME = 80
"""Room that may be taken around a piece of a link's label: its prefix, marks, a few letters."""
_LINK_OR_URL = re.compile(rf"(?<!\\)(?:{LINK}|{URL})")
_BLOCK_MARK = re.compile(r"(?:#{1,3}|-#|[-+*]|\d+\.|>|>>>)\s")
_LIST_ITEM = re.compile(r"((?:> )?)( +)(?=(?:[-*]|\d+\.) )")


def split(markdown: str, *, first: int, rest: int) -> list[str]:
    """Cut Discord Markdown into parts of at most `first`, and from the second on `rest` characters.

    Cuts at the end of a paragraph, else of a line, a sentence, a word, and only then in a word; a
    better place is passed over where it would leave the part less than half full. Formatting is
    closed at the end of a part and opened again in the next. An address too long for a part
    remains as words. Characters are code points, as Discord counts them. Limits under about 200
    may cost formatting.
    """
    markdown = _fitting_links(markdown.strip(), min(first, rest))
    # Most fit: then nobody asks where they could be cut.
    fits = len(markdown) <= first
    found = [] if fits else list(seams(markdown, stride=max(8, min(first, rest) // 16)))
    parts: list[str] = []
    start = index = 0
    opening = ""
    while start < len(markdown):
        room = rest if parts else first
        opening += _guard(opening, markdown, start)
        if len(opening) + len(markdown) - start <= room:
            parts.append(opening + markdown[start:])
            break
        index, seam = _best(markdown, found, index, start, room - len(opening))
        if seam is None:
            end = boundary_before(markdown, start + room, start)
            end = end if end > start else start + room
            part, start, opening = markdown[start:end], end, ""
        else:
            part = _closed(opening + markdown[start : seam.end].rstrip(), seam.closing)
            start, opening = seam.start, seam.opening
        if _is_visible(part):
            parts.append(part)
    return [_outdented(part) for part in parts]


def _best(
    markdown: str, found: Sequence[Seam], index: int, start: int, room: int
) -> tuple[int, Seam | None]:
    """Choose the seam to cut at, and say from which place in `found` to look next.

    None where a part is too small for what stands there: no formatting fits around it.
    """
    best: tuple[tuple[bool, bool, Rank, int], int] | None = None
    while index < len(found) and found[index].end - start <= room:
        seam = found[index]
        index += 1
        filled = seam.end - start
        if filled <= 0 or len(_closed(markdown[seam.end - 1], seam.closing)) - 1 + filled > room:
            continue
        half = filled * 2 >= room
        value = (seam.rank >= Rank.WORD, half, seam.rank if half else Rank.WORD, filled)
        if best is None or value > best[0]:
            best = (value, index)
    if best is None:
        return index, None
    return best[1], found[best[1] - 1]


def _is_visible(text: str) -> bool:
    return not text.replace(APART, "").isspace() and text.strip(APART) != ""


def _closed(text: str, closing: str) -> str:
    return text + beside(text, closing) + closing


def _guard(opening: str, markdown: str, start: int) -> str:
    """Keep what stands in the middle of a line from becoming a mark at the start of a part."""
    middle = start > 0 and markdown[start - 1] != "\n"
    if middle and not opening and _BLOCK_MARK.match(markdown, start):
        return APART
    return beside(opening, markdown[start : start + 1])


def _fitting_links(markdown: str, limit: int) -> str:
    """Write what can't fit into a part, whole or with its label cut, as words."""

    def fitting(found: re.Match[str]) -> str:
        if len(found[0]) + _PREFIX <= limit:
            return found[0]
        if found["target"] is None:
            return escape_words(found[0][1:-1])
        return found[0] if len(found["target"]) + _FRAME <= limit else found["label"]

    return _LINK_OR_URL.sub(fitting, markdown)


def _outdented(part: str) -> str:
    """Move a part's first lines to the left where it begins within a nested list.

    Discord trims the white space before the first line, and would nest the others below it.
    """
    first = _LIST_ITEM.match(part)
    if first is None:
        return part.strip()
    lines = part.split("\n")
    for number, line in enumerate(lines):
        if not line.startswith(first[1] + first[2]):
            break
        lines[number] = first[1] + line.removeprefix(first[1] + first[2])
    return "\n".join(lines).strip()
