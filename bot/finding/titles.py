"""Titles as people begin to type them: by the beginnings of words, or else by likeness. Pure.

They are kept in memory, ready for comparison: every key that someone presses is a question.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 5
"""Titles found by the beginnings of their words; with fewer, likeness is tried as well."""

LIKE = 70.0
"""Of 100: less is not alike. One wrong letter in eight makes some 85."""

SURE = 88.0
"""A title that begins so much alike is the one; no need to look within titles as well."""

LONGEST = 24
"""Letters that are looked for within titles."""

_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Title:
    """A title and its article, by the store's own id."""

    article: int
    title: str


class Titles:
    """Titles, newest first; made once, asked often."""

    def __init__(self, titles: Sequence[Title]) -> None:
        self._titles = titles
        self._plain = [normal(each.title) for each in titles]
        self._words = [f" {plain}" for plain in self._plain]

    def suggest(self, typed: str, count: int) -> list[Title]:
        """The titles that are most likely meant, the likeliest first; the newest for nothing."""
        wanted = normal(typed)
        if not wanted:
            return list(self._titles[:count])
        found = self._beginning(wanted, count)
        if len(found) < ENOUGH:
            found += [place for place in self._alike(wanted, count) if place not in found]
        return [self._titles[place] for place in found[:count]]

    def _beginning(self, wanted: str, count: int) -> list[int]:
        """Places of the titles in which each word begins one; as a whole beginning, first."""
        starts = [f" {word}" for word in wanted.split()]
        found = [
            place
            for place, words in enumerate(self._words)
            if all(start in words for start in starts)
        ]
        return sorted(found, key=lambda place: not self._plain[place].startswith(wanted))[:count]

    def _alike(self, wanted: str, count: int) -> list[int]:
        """Places of the titles that begin alike, then of those that hold something alike."""
        heads = [plain[: len(wanted)] for plain in self._plain]
        found = process.extract(wanted, heads, scorer=fuzz.ratio, limit=count, score_cutoff=LIKE)
        if found and found[0][1] >= SURE:
            return [place for _, _, place in found]
        # Slow for long texts, and the first letters of one tell enough.
        inside = process.extract(
            wanted[:LONGEST], self._plain, scorer=fuzz.partial_ratio, limit=count, score_cutoff=LIKE
        )
        best: dict[int, float] = {}
        for _, score, place in [*found, *inside]:
            best[place] = max(best.get(place, 0), score)
        return sorted(best, key=lambda place: -best[place])


def normal(text: str) -> str:
    """Text without capitals, accents and signs, its words one space apart."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(_LETTERS.findall(bare))
