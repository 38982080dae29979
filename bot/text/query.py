"""What people type → a query that FTS5 takes. Pure.

Every term is quoted: typed as it is, a hyphen, a colon or `AND` would be syntax, and an error.
"""

from __future__ import annotations

import re

MOST_TERMS = 12
"""More terms than anybody types; each costs time."""

SHORTEST_PREFIX = 2
"""Letters from which on the last word may go on: a single one begins too many words."""

_TERM = re.compile(r'"([^"]+)"|([^\s"]+)')
_LETTERS = re.compile(r"[^\W_]+")


def match(words: str, author: str = "") -> str | None:
    """Write a query for the words, by that author; None if nothing that could be found is left.

    All words must be there; words in double quotes, side by side. The last one may go on.
    """
    terms = _terms(words)
    if not terms:
        return None
    query = " AND ".join(terms)
    names = " AND ".join(_quoted(name) for name in _LETTERS.findall(author)[:MOST_TERMS])
    return f"({query}) AND author : ({names})" if names else query


def _terms(words: str) -> list[str]:
    found = [
        (phrase, word) for phrase, word in _TERM.findall(words) if _LETTERS.search(phrase + word)
    ]
    terms = [_quoted(phrase or word) for phrase, word in found[:MOST_TERMS]]
    if found and len(found) <= MOST_TERMS:
        last = found[-1][1]
        if last and len(_LETTERS.findall(last)[-1]) >= SHORTEST_PREFIX:
            terms[-1] += "*"
    return terms


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "").replace("\0", "") + '"'
