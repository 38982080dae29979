"""The first line of each message: what people see, and what recovery finds a message by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mirror.lines import NOTE_ORPHAN, TOMBSTONE, first_line, further_line, link, read_line
from tests.mirror.fakes import comment

SEVEN = "https://blog.example/1/#comment-7"


def test_who_when_and_where() -> None:
    assert first_line(comment(7), orphan=False) == (
        f"**Orla** · <t:1803902820:R> · [on the blog](<{SEVEN}>)"
    )


def test_the_articles_author_is_marked() -> None:
    line = first_line(replace(comment(7), by_article_author=True), orphan=False)
    assert line.startswith("**Orla** · ✒️ author · ")


def test_an_orphan_says_so_below() -> None:
    line = first_line(comment(7), orphan=True)
    assert line.split("\n")[1] == NOTE_ORPHAN
    assert read_line(line + "\nwords") == (SEVEN, 1)


def test_further_parts_are_counted() -> None:
    assert further_line(comment(7), 2, 3) == f"-# 2/3 · [Orla](<{SEVEN}>)"


def test_without_a_name() -> None:
    assert first_line(comment(7, author=" "), orphan=False).startswith("**Anonymous** · ")
    assert further_line(comment(7, author=" "), 2, 3) == f"-# 2/3 · [on the blog](<{SEVEN}>)"


@pytest.mark.parametrize(
    "content",
    [
        TOMBSTONE,
        "",
        "words alone",
        f"words\n**Orla** · [on the blog](<{SEVEN}>)",
        f"**Orla** · [on the blog](<{SEVEN}>) and more",
        f"-# x/3 · [Orla](<{SEVEN}>)",
    ],
)
def test_other_messages_have_no_such_line(content: str) -> None:
    assert read_line(content) is None


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://blog.example/a b/#c", "https://blog.example/a%20b/#c"),
        ("https://blog.example/>x<", "https://blog.example/%3Ex%3C"),
        ("https://blog.example/\n# x", "https://blog.example/%0A#%20x"),
        ("https://blog.example/%D7%90?p=1&q=2#c-1", "https://blog.example/%D7%90?p=1&q=2#c-1"),
    ],
)
def test_no_address_ends_the_link_early(url: str, safe: str) -> None:
    assert link(url) == safe


NAMES = st.text(max_size=120) | st.sampled_from(
    ["a\nb", "**x**", "](<https://evil.example>)", "`", "\u2028x", "@everyone", "-# 2/3 ·", "<@1>"]
)


@settings(deadline=None, max_examples=300)
@given(NAMES, st.text(max_size=40), st.booleans(), st.integers(2, 99))
def test_whatever_the_name_a_message_is_found_again(
    name: str, words: str, orphan: bool, number: int
) -> None:
    spoken = comment(7, author=name)
    assert read_line(first_line(spoken, orphan=orphan) + "\n" + words) == (SEVEN, 1)
    assert read_line(further_line(spoken, number, 99) + "\n" + words) == (SEVEN, number)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=700))
def test_whatever_the_address_a_message_is_found_again(tail: str) -> None:
    spoken = replace(comment(7), url=f"https://blog.example/{tail}")
    assert read_line(first_line(spoken, orphan=False)) == (link(spoken.url), 1)
