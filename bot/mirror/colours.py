"""A small coloured sign for each name, by which people are told apart at a glance. Pure.

All of a thread's messages have the bot's picture. The sign is always the first thing in a message,
and the same for the same name in every thread; two names may share one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from bot.text.escape import fold

AUTHOR = "✒️"
"""The sign of whoever wrote the article, and of nobody else."""

COLOURS = "🔴🟠🟡🟢🔵🟣🟤🟥🟧🟨🟩🟦🟪🟫🔶🔷"
"""Black and white are not among them: each is lost on one of Discord's backgrounds."""

_SHAPES = frozenset({"CIRCLE", "SQUARE", "DIAMOND", "NIB", "PEN", "PENCIL"})
_SIGN = re.compile("([^\0-\u218f])[\ufe0e\ufe0f]?")


def sign(name: str, *, by_article_author: bool) -> str:
    """The sign of this name, however its letters are cased and its spaces set."""
    if by_article_author:
        return AUTHOR
    same = unicodedata.normalize("NFC", fold(name)).casefold()
    return COLOURS[hashlib.sha256(same.encode(errors="replace")).digest()[0] % len(COLOURS)]


def without_signs(name: str) -> str:
    """A name without whatever could pass for a sign beside it."""
    return _SIGN.sub(lambda found: "" if _passes(found[1]) else found[0], name)


def _passes(character: str) -> bool:
    # What Unicode calls "SQUARE" first are Japanese units of measure.
    words = unicodedata.name(character, "").removeprefix("SQUARE ").split()
    return unicodedata.category(character) == "So" and not _SHAPES.isdisjoint(words)
