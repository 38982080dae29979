"""The words that can be found, written in the same transaction as the article or comment itself.

Their index keeps no words, only where each one stands; so it is told every word that is to leave
it. Those are read from `article` and `comment`, before these change, as they were read when they
were put there. Where that gives others by now, the passage goes all the same, and nothing finds
it; what it leaves behind stays until `bot.store.blog.leftovers` sweeps, under a number that no
other passage gets.

Removing passages is left to the schema's triggers, too: nothing that the blog removed is found by
oversight.
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

REMOVE = (
    "INSERT INTO passage_text (passage_text, rowid, title, author, words) "
    "VALUES ('delete', ?, ?, ?, ?)"
)
"""FTS5's way to take a row out of an index without content: with all that was put in."""

_OF_ARTICLE = (
    "SELECT passage.id, letters, title, author, html FROM passage "
    "JOIN article ON article.id = passage.article WHERE passage.article = ? AND comment IS NULL"
)
_OF_COMMENT = (
    "SELECT passage.id, letters, '', author, html FROM passage "
    "JOIN comment ON comment.blog = passage.blog AND remote_id = comment "
    "WHERE passage.blog = ? AND passage.comment = ?"
)


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


def put(connection: sqlite3.Connection, passage: Passage) -> None:
    """Let it be found by its words; by others, if there were any, it is not any more."""
    words = plain(passage.html)
    letters = len(passage.title) + len(passage.author) + len(words)
    place = _free(connection, passage.written * SECOND)
    connection.execute(
        "INSERT INTO passage (id, blog, article, comment, letters) VALUES (?, ?, ?, ?, ?)",
        (place, passage.blog, passage.article, passage.comment, letters),
    )
    connection.execute(
        "INSERT INTO passage_text (rowid, title, author, words) VALUES (?, ?, ?, ?)",
        (place, passage.title, passage.author, words),
    )


def put_article(connection: sqlite3.Connection, article: int) -> None:
    """Let an article be found by the words that it has now."""
    blog, written, title, author, html = connection.execute(
        "SELECT blog, published, title, author, html FROM article WHERE id = ?", (article,)
    ).fetchone()
    put(connection, Passage(blog, article, None, written, author, html, title))


def take_out_article(connection: sqlite3.Connection, article: int) -> bool:
    """Let an article not be found by the words that it has, which are about to change.

    Answers whether it was found by them.
    """
    found = connection.execute(_OF_ARTICLE, (article,)).fetchall()
    _take_out(connection, found)
    return bool(found)


def take_out_comments(connection: sqlite3.Connection, blog: int, remote_ids: Iterable[str]) -> None:
    """Let comments not be found by the words that they have; they are about to change or go."""
    for remote_id in remote_ids:
        _take_out(connection, connection.execute(_OF_COMMENT, (blog, remote_id)).fetchall())


def _take_out(
    connection: sqlite3.Connection, passages: Iterable[tuple[int, int | None, str, str, str]]
) -> None:
    for place, letters, title, author, html in passages:
        words = plain(html)
        # Others than those that were put in would leave the index damaged.
        if letters == len(title) + len(author) + len(words):
            connection.execute(REMOVE, (place, title, author, words))
        connection.execute("DELETE FROM passage WHERE id = ?", (place,))


def _free(connection: sqlite3.Connection, first: int) -> int:
    """The next free number in this second; when it is full, the one after all others.

    The index knows them all, those that were left behind among them.
    """
    free, after_all = connection.execute(
        "SELECT coalesce((SELECT max(id) + 1 FROM passage_text_docsize WHERE id >= ?1 AND id < ?2),"
        " ?1), (SELECT max(id) + 1 FROM passage_text_docsize)",
        (first, first + SECOND),
    ).fetchone()
    return int(free if free < first + SECOND else after_all)
