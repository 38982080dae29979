"""What people type becomes a query that SQLite takes, whatever it is."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.query import match


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("slow", '"slow"*'),
        ("slow river", '"slow" AND "river"*'),
        ('"slow river"', '"slow river"'),
        ('deep "slow river"', '"deep" AND "slow river"'),
        ("slow r", '"slow" AND "r"'),
        ("don't", '"don\'t"'),
        ("well-known", '"well-known"*'),
        ("AND OR NOT", '"AND" AND "OR" AND "NOT"*'),
        ("bees -honey", '("bees") NOT ("honey")'),
        ("-honey bees", '("bees"*) NOT ("honey")'),
        ("bees \u2212honey -wax", '("bees") NOT ("honey" OR "wax")'),
        ('bees -"slow river"', '("bees") NOT ("slow river")'),
        ('"slow"-river', '"slow" AND "-river"*'),
        ("bees - honey", '"bees" AND "honey"*'),
        ("-honey", None),
        ("… !?", None),
        ("", None),
        ('"', None),
    ],
)
def test_terms_are_quoted_and_the_last_may_go_on(words: str, query: str | None) -> None:
    assert match(words) == query


def test_an_author_is_looked_for_by_each_name() -> None:
    assert match("slow", "Ada O'Hara") == '("slow"*) AND author : ("Ada" AND "O" AND "Hara")'
    assert match("a -b", "Ada") == '(("a") NOT ("b")) AND author : ("Ada")'
    assert match("slow", "…") == '"slow"*'


@given(st.text(max_size=80), st.text(max_size=30))
def test_sqlite_takes_it(words: str, author: str) -> None:
    query = match(words, author)
    if query is None:
        return
    with sqlite3.connect(":memory:") as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE t USING fts5(title, author, words, prefix = '2 3 4')"
        )
        connection.execute("SELECT * FROM t WHERE t MATCH ?", (query,)).fetchall()
    connection.close()


@given(st.lists(st.sampled_from(["ab", "cd", "ef", "gh"]), min_size=1, unique=True))
def test_what_has_a_minus_in_front_is_left_out(there: list[str]) -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(title, author, words)")
        connection.execute("INSERT INTO t VALUES ('', '', ?)", (" ".join(there),))
        asked = "SELECT count(*) FROM t WHERE t MATCH ?"
        (found,) = connection.execute(asked, (match("ab -cd -ef"),)).fetchone()
    connection.close()
    assert found == ("ab" in there and not {"cd", "ef"} & {*there})


@given(st.lists(st.text("abcdefgäößéþ", min_size=1, max_size=8), min_size=1, max_size=5))
def test_what_stands_there_is_found(words: list[str]) -> None:
    query = match(" ".join(words))
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(title, author, words)")
        connection.execute("INSERT INTO t VALUES ('', '', ?)", (" ".join(reversed(words)),))
        found = connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (query,)).fetchone()
    connection.close()
    assert found == (1,)
