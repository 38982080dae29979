"""What people type → a query that FTS5 takes. Pure.

Every term is quoted: typed as it is, a hyphen, a colon or `AND` would be syntax, and an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TERMS = 12
"""More terms than anybody types; each costs time."""

SHORTEST_PREFIX = 2
"""Letters from which on the last word may go on: a single one begins too many words."""

_TERM = re.compile(r'(?:(?<!\S)([-\u2212]))?(?:"([^"]+)"|([^\s"]+))')
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Term:
    """A word, or words side by side; with a minus in front, what must not be there."""

    text: str
    phrase: bool
    not_there: bool


def match(words: str, author: str = "") -> str | None:
    """Write a query for the words, by that author; None if nothing that could be found is left.

    All words must be there, and none with a minus in front; words in double quotes, side by side.
    The last one may go on.
    """
    terms = list(_terms(words))
    kept = terms[:MOST_TERMS]
    wanted = [_quoted(term.text) for term in kept if not term.not_there]
    if not wanted:
        return None
    last = terms[-1]
    if len(kept) == len(terms) and not (last.phrase or last.not_there) and _may_go_on(last.text):
        wanted[-1] += "*"
    query = " AND ".join(wanted)
    unwanted = " OR ".join(_quoted(term.text) for term in kept if term.not_there)
    if unwanted:
        query = f"({query}) NOT ({unwanted})"
    names = " AND ".join(_quoted(name) for name in _LETTERS.findall(author)[:MOST_TERMS])
    return f"({query}) AND author : ({names})" if names else query


def _terms(words: str) -> Iterator[_Term]:
    for minus, phrase, word in _TERM.findall(words):
        if _LETTERS.search(phrase + word):
            yield _Term(phrase or word, bool(phrase), bool(minus))


def _may_go_on(word: str) -> bool:
    return len(_LETTERS.findall(word)[-1]) >= SHORTEST_PREFIX


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "").replace("\0", "") + '"'
