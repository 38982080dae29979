"""Where text may be cut without breaking what people see as one character."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"


def boundary_before(text: str, position: int, start: int = 0) -> int:
    """Find the last place at or before `position`, but after `start`, between two characters.

    A character is what people see as one: an emoji with its skin tone and joined parts, a flag, a
    letter with its accents, a Hangul syllable. Where there is no such place: `start`.
    """
    for place in range(min(position, len(text)), start, -1):
        if place == len(text) or not _joined(text, place, start):
            return place
    return start


def cut_before(text: str, room: int) -> int:
    """Find where to cut so that at most `room` (at least 1) characters stay: after a word.

    Where that would leave less than a third, it is the last place between two characters.
    """
    at_word = text.rfind(" ", 0, room + 1)
    return at_word if at_word > room // 3 else boundary_before(text, room) or room


def _joined(text: str, place: int, start: int) -> bool:
    before, after = text[place - 1], text[place]
    return (
        before == _JOINER
        or _extends(after)
        or (_is_regional(before) and _is_regional(after) and _odd_regionals(text, place, start))
    )


def _extends(character: str) -> bool:
    return (
        character in "\u200c\u200d"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or "\u1160" <= character <= "\u11ff"
        or unicodedata.category(character) in {"Mn", "Me", "Mc"}
    )


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _odd_regionals(text: str, place: int, start: int) -> bool:
    first = place
    while first > start and _is_regional(text[first - 1]):
        first -= 1
    return (place - first) % 2 == 1
