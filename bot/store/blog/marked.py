"""Where the words that were looked for stand in what was found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.text.snippets import BEGIN, END
from bot.text.to_discord import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKENS = 28
"""Words in a snippet."""

_TABLE = (
    "CREATE VIRTUAL TABLE found USING fts5("
    "title, author, words, tokenize = 'unicode61 remove_diacritics 2')"
)
"""Like `passage_text` in the schema, and with its words."""


def marked(match: str, found: Sequence[tuple[str, str, str]]) -> list[str]:
    """A snippet of each of these titles, authors and HTML, with the hits between BEGIN and END.

    Where HTML is read otherwise than when it was put into the index, there may be none: then it is
    the beginning.
    """
    texts = [(title, author, plain(html)) for title, author, html in found]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(_TABLE)
        connection.executemany("INSERT INTO found (title, author, words) VALUES (?, ?, ?)", texts)
        snippets = dict(
            connection.execute(
                "SELECT rowid, snippet(found, 2, ?, ?, '…', ?) FROM found WHERE found MATCH ?",
                (BEGIN, END, TOKENS, match),
            ).fetchall()
        )
    return [
        snippets.get(number, " ".join(words.split()[:TOKENS]))
        for number, (_, _, words) in enumerate(texts, start=1)
    ]
