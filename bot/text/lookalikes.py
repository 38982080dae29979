"""Text → what it looks like, so that two that people confuse are the same. Pure.

As UTS #39 does it, and more roughly: accents, case and everything but letters and digits are no
difference either.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

from bot.text.visible import without_blanks

TABLE = "confusables.txt"

DOT = "\xb7"
"""What all dots in the middle of a line look like."""

# What Unicode calls by a letter's name, and neither decomposes nor lists: ʟ, 🅛, 🇱.
_STYLED = re.compile(
    r"(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER"
    r"|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])"
)
# Marks that make another letter of one are of these classes of combination: vowel signs, nukta,
# the voicing of kana, virama.
_LETTERS_OWN = frozenset({0, 7, 8, 9})


def looks(text: str) -> frozenset[str]:
    """How it looks, in letters and digits; two texts look alike that have one of these in common.

    A letter may look like another in one case only (`I` like `l`), hence more than one.
    """
    cases = {text, text.casefold(), text.title()}
    return frozenset(filter(None, (_letters(drawn(each).casefold()) for each in cases))) or (
        # Nothing but signs: these count.
        frozenset({"".join(plain_letters(text).split())})
    )


def drawn(text: str) -> str:
    """Each character as the one that it looks like; accents and styles are gone."""
    return plain_letters("".join(_prototype(character) for character in plain_letters(text)))


def plain_letters(text: str) -> str:
    """Decomposed, and without the marks that only decorate."""
    decomposed = unicodedata.normalize("NFKD", without_blanks(text))
    return "".join(character for character in decomposed if not _decorates(character))


def _letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum() or unicodedata.category(each)[0] == "M")


def _decorates(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Me" or (
        category == "Mn"
        and (
            unicodedata.combining(character) not in _LETTERS_OWN
            or "VARIATION SELECTOR" in unicodedata.name(character, "")
        )
    )


def _prototype(character: str) -> str:
    if styled := _STYLED.fullmatch(unicodedata.name(character, "")):
        return styled[1].lower()
    return _table().get(character, character)


@cache
def _table() -> dict[str, str]:
    lines = (resources.files("bot.text") / TABLE).read_text(encoding="ascii").splitlines()
    table: dict[str, str] = {}
    for line in lines:
        if not line.startswith("#"):
            likeness, *characters = line.split()
            shape = "".join(chr(int(code, 16)) for code in likeness.split("+"))
            table |= {chr(int(code, 16)): shape for code in characters}
    return table
