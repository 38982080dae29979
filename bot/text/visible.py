"""What people type → what of it may be seen on a blog.

Signs of direction and of no width are how a word is made to look like another, or to hide one.
Discord shows most of them; a blog, whose readers know nobody's tricks, shall not.
"""

from __future__ import annotations

import re
import unicodedata

from bot.text.escape import clean

MAX_MARKS = 4
"""Accents on one letter; no language needs more, and a tower of them covers the lines above."""

# The tag characters spell the name of a region's flag; anywhere else they are hidden writing.
_UNSEEN = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    "|[\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\U000e0000-\U000e007f]"
)
# Unicode's property Default_Ignorable_Code_Point, which Python's own tables lack.
_IGNORABLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
# Signs and letters whose picture is empty, though nothing in Unicode's properties says so: Braille
# without a dot, a note without a head, the blanks of hieroglyphs, an object that is not there.
_EMPTY = frozenset("\u2800\U0001d159\U00013441\U00013442\ufffc")
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_LOOSE_JOINER = re.compile(r"(?<!\S)[\u200c\u200d]|[\u200c\u200d](?!\S)")


def visible(text: str) -> str:
    """Take out controls, signs of direction and of no width, and accents piled too high.

    Joiners stay between two characters, where Persian and emoji need them. Line breaks stay.
    """
    if text.isascii():
        return clean(text)
    text = _with_few_marks(_UNSEEN.sub(r"\1", clean(text)))
    return _LOOSE_JOINER.sub("", _JOINERS.sub(r"\1", text))


def shows(text: str) -> bool:
    """Whether anything is seen of it: an accent alone, or what only joins others, is nothing."""
    return any(_is_seen(character) for character in text)


def without_blanks(text: str) -> str:
    """Make empty letters spaces, and take out what is unseen but belongs to no character."""
    return "".join(
        " " if is_empty_letter(each) else each
        for each in text
        if _is_seen(each) or is_empty_letter(each) or each.isspace() or _belongs(each)
    )


def is_empty_letter(character: str) -> bool:
    """Whether it takes its place on the line, and is not seen there."""
    return character in _EMPTY or (
        unicodedata.category(character) == "Lo" and bool(_IGNORABLE.match(character))
    )


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    if character in _EMPTY:
        return False
    if category == "Cn":  # of a later Unicode than Python's, if it is any
        plane_end = ord(character) & 0xFFFE == 0xFFFE
        return not (plane_end or "\ufdd0" <= character <= "\ufdef" or _IGNORABLE.match(character))
    return category[0] not in "CMZ" and not is_empty_letter(character)


def _belongs(character: str) -> bool:
    """Whether it changes how the character beside it looks: accents, joiners, the tags of flags."""
    if unicodedata.category(character)[0] == "M":
        name = unicodedata.name(character, "")
        return not _IGNORABLE.match(character) or "VARIATION SELECTOR" in name
    return character in "\u200c\u200d" or "\U000e0020" <= character <= "\U000e007f"


def _with_few_marks(text: str) -> str:
    kept: list[str] = []
    room = 0
    for character in text:
        category = unicodedata.category(character)
        if category in {"Mn", "Me"}:
            room -= 1
            if room < 0:
                continue
        elif category != "Cf":
            room = MAX_MARKS
        kept.append(character)
    return "".join(kept)
