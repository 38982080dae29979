"""The first line of each message: what people see, and what recovery finds a message by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.languages.language import ENGLISH, Language
from bot.mirror.lines import (
    FEDIVERSE,
    first_line,
    further_line,
    is_tombstone,
    link,
    orphan_note,
    read_lines,
    tombstone,
)
from tests.mirror.fake_blog import comment
from tests.pseudo import MARKED, unmarked
from tests.speech import LANGUAGES

SEVEN = "https://blog.example/1/#comment-7"


SPOKEN = [*LANGUAGES, MARKED]
in_every_language = pytest.mark.parametrize("say", SPOKEN, ids=repr)


def test_who_when_and_where() -> None:
    assert first_line(comment(7), orphan=False, say=ENGLISH) == (
        f"**Orla** · <t:1803902820:R> · [on the blog](<{SEVEN}>)"
    )


def test_the_articles_author_is_marked() -> None:
    line = first_line(replace(comment(7), by_article_author=True), orphan=False, say=ENGLISH)
    assert line.startswith("**Orla** · ✒️ author · ")


@in_every_language
def test_one_from_the_fediverse_is_marked_and_found_again(say: Language) -> None:
    line = first_line(replace(comment(7), from_fediverse=True), orphan=False, say=say)
    assert f"· {say(FEDIVERSE)} · <t:" in line
    assert read_lines(line + "\nwords") == (SEVEN, 1)


@in_every_language
def test_an_orphan_says_so_below(say: Language) -> None:
    line = first_line(comment(7), orphan=True, say=say)
    assert line.split("\n")[1] == orphan_note(say)
    assert read_lines(line + "\nwords") == (SEVEN, 1)


def test_further_parts_are_counted() -> None:
    assert further_line(comment(7), 2, 3, say=ENGLISH) == f"-# 2/3 · [Orla](<{SEVEN}>)"


@pytest.mark.parametrize(
    "author", ["", " ", "\u3164", "\u2800", "\u0301", "\u200d", "\u200b\u200c\u200d"], ids=ascii
)
def test_without_a_name(author: str) -> None:
    nameless = comment(7, author=author)
    assert first_line(nameless, orphan=False, say=ENGLISH).startswith("**Anonymous** · ")
    assert further_line(nameless, 2, 3, say=ENGLISH) == f"-# 2/3 · [on the blog](<{SEVEN}>)"


def test_every_word_of_ours_is_translated() -> None:
    spoken = replace(comment(7, author=" "), by_article_author=True)
    assert unmarked(first_line(spoken, orphan=True, say=MARKED)) == (
        f"**** ·  · <t:1803902820:R> · [](<{SEVEN}>)\n-# "
    )
    assert unmarked(further_line(spoken, 2, 3, say=MARKED)) == f"-# 2/3 · [](<{SEVEN}>)"
    assert unmarked(tombstone(MARKED)) == "**"


@in_every_language
def test_a_tombstone_is_known_in_any_language(say: Language) -> None:
    assert is_tombstone(tombstone(say))
    for words in (
        first_line(comment(7), orphan=True, say=say),
        "*a* and *b*",
        "**bold**",
        "* item",
    ):
        assert not is_tombstone(words)


@pytest.mark.parametrize(
    "content",
    [
        tombstone(ENGLISH),
        "",
        "words alone",
        f"words\n**Orla** · [on the blog](<{SEVEN}>)",
        f"**Orla** · [on the blog](<{SEVEN}>) and more",
        f"-# x/3 · [Orla](<{SEVEN}>)",
    ],
)
def test_other_messages_have_no_such_line(content: str) -> None:
    assert read_lines(content) is None


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
@given(
    NAMES,
    st.text(max_size=40),
    st.booleans(),
    st.integers(2, 99),
    st.sampled_from(SPOKEN),
)
def test_whatever_the_name_a_message_is_found_again(
    name: str, words: str, orphan: bool, number: int, say: Language
) -> None:
    spoken = comment(7, author=name)
    first = first_line(spoken, orphan=orphan, say=say)
    further = further_line(spoken, number, 99, say=say)
    assert read_lines(f"{first}\n{words}") == (SEVEN, 1)
    assert read_lines(f"{further}\n{words}") == (SEVEN, number)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=700))
def test_whatever_the_address_a_message_is_found_again(tail: str) -> None:
    spoken = replace(comment(7), url=f"https://blog.example/{tail}")
    assert read_lines(first_line(spoken, orphan=False, say=ENGLISH)) == (link(spoken.url), 1)
