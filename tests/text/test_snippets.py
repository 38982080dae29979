"""Snippets: hits are bold, and nothing that people wrote becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.escape import APART
from bot.text.snippets import BEGIN, END, snippet

HOSTILE = st.lists(
    st.sampled_from([*"*_~`|[]()<>@#:/\\.- \n", "everyone", "1", "ab", "ä", "👍🏽"])
).map("".join)
WORD = st.text("abcdeföß", min_size=1, max_size=6)


def marked(*pieces: str) -> str:
    """Every second piece is a hit."""
    return "".join(
        f"{BEGIN}{piece}{END}" if place % 2 else piece for place, piece in enumerate(pieces)
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (marked("a ", "slow", " river"), "a **slow** river"),
        (marked("", "slow", " ", "river"), "**slow river**"),
        (marked("**", "slow", "** _x_"), rf"\*\*{APART}**slow**\*\* \_x\_"),
        (marked("@", "everyone", ""), "@**everyone**"),
        (marked("[x](", "https", "://evil.example)"), None),
        (marked("", "# head", ""), r"**\# head**"),
    ],
)
def test_hits_are_bold_and_the_rest_is_literal(text: str, shown: str | None) -> None:
    written = snippet(text, 200)
    if shown is not None:
        assert written == shown
    assert "](" not in written
    assert "://" not in written


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("The teapot broke in 1998, I think.", 23, "The teapot broke in…"),
        (marked("The teapot ", "broke", " in 1998."), 26, "The teapot **broke** in…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
    ],
)
def test_it_is_cut_after_a_word(text: str, limit: int, shown: str) -> None:
    assert snippet(text, limit) == shown


@given(st.lists(st.tuples(HOSTILE, WORD), max_size=5), HOSTILE, st.integers(0, 120))
def test_marks_never_break(pieces: list[tuple[str, str]], tail: str, limit: int) -> None:
    text = marked(*(piece for pair in pieces for piece in pair), tail)
    written = snippet(text, limit)
    assert len(written) <= limit
    assert "\n" not in written
    assert BEGIN not in written
    assert END not in written
    bare = re.sub(r"\\.", "·", written)
    # What is left unescaped is our bold, in pairs, and nothing else.
    assert bare.count("**") % 2 == 0
    assert not set(bare.replace("**", "")) & set("*_`~|[]")
    assert not re.search(r"@(everyone|here)|<[@#:/a-z]", bare)


@given(st.lists(WORD, min_size=3, max_size=9, unique=True))
def test_exactly_the_hits_are_bold(words: list[str]) -> None:
    text = " ".join(
        f"{BEGIN}{word}{END}" if place % 3 == 1 else word for place, word in enumerate(words)
    )
    assert re.findall(r"\*\*(.+?)\*\*", snippet(text, 500)) == words[1::3]
