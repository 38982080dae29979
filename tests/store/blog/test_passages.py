"""The index of words holds what stands in articles and comments, word by word, and nothing else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.model import Summary
from bot.store.blog import passages
from bot.store.blog.leftovers import sweep
from bot.text.to_discord import plain
from tests.store.blog.test_search import HERE, NOW, blog, publish, said, store, urls

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bot.model import Article
    from bot.store.store import Store

__all__ = ["store"]

_PLACES = "CREATE VIRTUAL TABLE temp.place USING fts5vocab(%s, passage_text, instance)"
_WORDS = (
    "SELECT passage.id, iif(passage.comment IS NULL, title, ''), "
    "coalesce(comment.author, article.author), coalesce(comment.html, article.html) FROM passage "
    "JOIN article ON article.id = passage.article LEFT JOIN comment "
    "ON comment.blog = passage.blog AND comment.remote_id = passage.comment"
)


def indexed(folder: Path) -> set[tuple[str, ...]]:
    """Every word in the index: which it is, of which passage, and where."""
    with closing(sqlite3.connect(folder / "afterword.sqlite3")) as connection:
        connection.execute(_PLACES % "main")
        return set(connection.execute("SELECT doc, col, offset, term FROM temp.place"))


def standing(folder: Path) -> set[tuple[str, ...]]:
    """The same of an index that is made anew."""
    with closing(sqlite3.connect(folder / "afterword.sqlite3")) as connection:
        rows = [(*row[:3], plain(row[3])) for row in connection.execute(_WORDS)]
        (made,) = connection.execute(
            "SELECT sql FROM sqlite_schema WHERE name = 'passage_text'"
        ).fetchone()
    with closing(sqlite3.connect(":memory:")) as anew:
        anew.execute(made)
        anew.executemany(
            "INSERT INTO passage_text (rowid, title, author, words) VALUES (?, ?, ?, ?)", rows
        )
        anew.execute(_PLACES % "main")
        return set(anew.execute("SELECT doc, col, offset, term FROM temp.place"))


async def discussed(store: Store) -> tuple[int, Article]:
    """An article with three comments."""
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "On bread", "<p>Bread and salt.</p>")
    for number, words in enumerate(("Good crust", "Crust again", "Crumbs"), start=1):
        await store.comments.note(on, [said(number, article, f"<p>{words}</p>")])
    return on, article


async def test_what_is_written_otherwise_is_found_so_and_not_as_before(
    store: Store, tmp_path: Path
) -> None:
    on, article = await discussed(store)
    await store.comments.note(on, [said(1, article, "<p>Good <b>rye</b></p>", "Bea")])
    await store.articles.read(on, replace(article, html="<p>Rye and salt.</p>", author="Nell"))
    assert [len(await urls(store, word)) for word in ("bread", "rye", "good", "bea", "olga")] == [
        1, 2, 1, 1, 0,
    ]  # fmt: skip
    assert indexed(tmp_path) == standing(tmp_path) != set()


async def test_a_comment_that_is_gone_leaves_nothing(store: Store, tmp_path: Path) -> None:
    on, _ = await discussed(store)
    await store.comments.gone(on, ["1", "3"])
    assert await urls(store, "crumbs") == []
    assert indexed(tmp_path) == standing(tmp_path) != set()


async def test_a_title_that_only_the_list_shows_is_found(store: Store, tmp_path: Path) -> None:
    on, article = await discussed(store)
    renamed = Summary(
        article.remote_id, article.url, "On beard", article.published, "2", article.state
    )
    await store.articles.note(on, [renamed], now=NOW)
    assert (await urls(store, "beard"), len(await urls(store, "bread"))) == ([article.url], 1)
    await store.articles.read(on, replace(article, title="On beard", version="2"))
    assert indexed(tmp_path) == standing(tmp_path)


async def test_of_one_comment_twice_on_a_page_the_later_words_count(
    store: Store, tmp_path: Path
) -> None:
    on, article = await discussed(store)
    twice = [said(2, article, "<p>Once</p>"), said(2, article, "<p>Twice</p>")]
    assert await store.comments.note(on, twice) == 2
    assert [len(await urls(store, word)) for word in ("once", "twice", "again")] == [0, 1, 0]
    assert indexed(tmp_path) == standing(tmp_path)


async def test_what_was_read_otherwise_once_is_not_found_and_is_swept(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update of the bot may read HTML otherwise than the one that filled the index."""
    on = await blog(store, HERE)
    article = await publish(store, on, 1, "On bread")
    with monkeypatch.context() as before:
        before.setattr(passages, "plain", lambda html: f"Formerly: {plain(html)}")
        await store.comments.note(on, [said(1, article, "<p>Crust</p>")])
    await store.comments.note(on, [said(1, article, "<p>Crumbs</p>")])
    # In the same second: it must not get the number under which the index still has those words.
    await store.comments.note(on, [replace(said(1, article, "<p>Salt</p>"), remote_id="2")])
    assert [len(await urls(store, word)) for word in ("formerly", "crust", "crumbs", "salt")] == [
        0, 0, 1, 1,
    ]  # fmt: skip
    assert indexed(tmp_path) > standing(tmp_path)
    assert await sweep(store.blogs._database) == 1
    assert indexed(tmp_path) == standing(tmp_path)
    assert await sweep(store.blogs._database) == 0
