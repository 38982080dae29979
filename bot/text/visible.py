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
