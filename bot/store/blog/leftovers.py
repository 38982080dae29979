"""What passages left behind in the index of words: nothing finds it, and it is swept away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.store.blog.passages import REMOVE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from bot.store.database import Database

STEP = 200
"""Words looked up at once: others use the database between two steps."""

_COLUMNS = ("title", "author", "words")

_PLACES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.word_place "
    "USING fts5vocab(main, passage_text, instance)"
)
_NEXT = (
    "SELECT max(term) FROM (SELECT DISTINCT term FROM temp.word_place WHERE term > ? "
    "ORDER BY term LIMIT ?)"
)
_AMONG = "SELECT doc, col, offset, term FROM temp.word_place WHERE term > ? AND term <= ?"


class Leftovers:
    """Passages that are gone, and the words by which the index still has them."""

    def __init__(self, places: Collection[int]) -> None:
        self._words: dict[int, dict[tuple[str, int], str]] = {place: {} for place in places}

    def look(self, connection: sqlite3.Connection, after: str) -> str | None:
        """Look for them among the next words; answers the last of these, None at the end."""
        connection.execute(_PLACES)
        last = connection.execute(_NEXT, (after, STEP)).fetchone()[0]
        for place, column, number, word in connection.execute(_AMONG, (after, last)):
            if place in self._words:
                self._words[place][column, number] = word
        return last if last is None else str(last)

    def remove(self, connection: sqlite3.Connection) -> None:
        """Take them out: a word is its own reading."""
        for place, words in self._words.items():
            texts = [
                " ".join(word for (of, _), word in sorted(words.items()) if of == column)
                for column in _COLUMNS
            ]
            connection.execute(REMOVE, (place, *texts))


async def sweep(database: Database) -> int:
    """Take out of the index what belongs to no passage; answers how many of them there were.

    Which words those were, only the index itself knows. It is read from its first word to its last,
    which takes seconds where it is large.
    """
    rows = await database.rows(
        "SELECT id FROM passage_text_docsize WHERE id NOT IN (SELECT id FROM passage)"
    )
    if rows:
        left = Leftovers([row["id"] for row in rows])
        after: str | None = ""
        while after is not None:
            after = await database.at_once(partial(left.look, after=after))
        await database.written(left.remove)
    return len(rows)
