"""The words that can be found, written in the same transaction as the article or comment itself.

Removing is left to the schema's triggers: nothing that the blog removed is found by oversight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.text.to_discord import plain

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

SECOND = 4096
"""Passages that can be told apart within one second. Their numbers grow with time, so that SQLite
reads the newest ones first without sorting."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of an article or of a visible comment."""

    blog: int
    article: int
    comment: str | None
    """The comment's id; None: they are the article's own."""
    written: int
    """In seconds since 1970."""
    author: str
    html: str
    title: str = ""
    place: int | None = None
    """Its number, if it has one already."""


def put(connection: sqlite3.Connection, passages: Iterable[Passage]) -> None:
    """Let each be found by its present words."""
    for each in passages:
        place = each.place
        if place is None:
            place = _new(connection, each)
        elif each.comment is not None:
            connection.execute("UPDATE passage SET article = ? WHERE id = ?", (each.article, place))
        connection.execute("DELETE FROM passage_text WHERE rowid = ?", (place,))
        connection.execute(
            "INSERT INTO passage_text (rowid, title, author, words) VALUES (?, ?, ?, ?)",
            (place, each.title, each.author, plain(each.html)),
        )


def place_of(connection: sqlite3.Connection, article: int) -> int | None:
    """The number of the passage that an article's own words are."""
    row = connection.execute(
        "SELECT id FROM passage WHERE article = ? AND comment IS NULL", (article,)
    ).fetchone()
    return row[0] if row else None


def _new(connection: sqlite3.Connection, passage: Passage) -> int:
    place = _free(connection, passage.written * SECOND)
    connection.execute(
        "INSERT INTO passage (id, blog, article, comment) VALUES (?, ?, ?, ?)",
        (place, passage.blog, passage.article, passage.comment),
    )
    return place


def _free(connection: sqlite3.Connection, first: int) -> int:
    """The next free number in this second; when it is full, the one after all others."""
    free, after_all = connection.execute(
        "SELECT coalesce((SELECT max(id) + 1 FROM passage WHERE id >= ?1 AND id < ?2), ?1), "
        "(SELECT max(id) + 1 FROM passage)",
        (first, first + SECOND),
    ).fetchone()
    return int(free if free < first + SECOND else after_all)
