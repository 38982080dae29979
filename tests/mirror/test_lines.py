"""Our lines in each message: what people see, and what recovery finds a message by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.languages.language import ENGLISH, Language
from bot.mirror.lines import (
    BEFORE,
    FEDIVERSE,
    NOW,
    Form,
    further_line,
    is_tombstone,
    lines,
    link,
    orphan_note,
    read_lines,
    tombstone,
)
from tests.mirror.fake_blog import comment
from tests.pseudo import MARKED, unmarked
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from bot.model import Comment

SEVEN = "https://blog.example/1/#comment-7"


SPOKEN = [*LANGUAGES, MARKED]
in_every_language = pytest.mark.parametrize("say", SPOKEN, ids=repr)


in_every_form = pytest.mark.parametrize("form", [NOW, BEFORE], ids=["now", "before"])


def whole(spoken: Comment, words: str = "words", *, orphan: bool = False, say: Language) -> str:
    return lines(spoken, 1, orphan=orphan, say=say).around(words)


def test_the_name_the_words_when_and_where() -> None:
    first, words, last = whole(comment(7), say=ENGLISH).split("\n")
    assert first.endswith(" **Orla**")
    assert words == "words"
    assert last == f"-# <t:1803902820:R> · [on the blog](<{SEVEN}>)"


def test_the_articles_author_is_marked_by_a_sign_of_their_own() -> None:
    spoken = replace(comment(7), by_article_author=True)
    first, _, last = whole(spoken, say=ENGLISH).split("\n")
    assert first == "✒️ **Orla**"
    assert last.startswith("-# ✒️ author · <t:")


@in_every_language
def test_one_from_the_fediverse_is_marked_and_found_again(say: Language) -> None:
    content = whole(replace(comment(7), from_fediverse=True), say=say)
    assert f"-# {say(FEDIVERSE)} · <t:" in content
    assert read_lines(content) == (SEVEN, 1)


@in_every_language
def test_an_orphan_says_so_below_its_words(say: Language) -> None:
    content = whole(comment(7), orphan=True, say=say)
    assert content.split("\n")[1:3] == ["words", orphan_note(say)]
    assert read_lines(content) == (SEVEN, 1)


def test_parts_are_counted() -> None:
    (first, below) = (
        lines(comment(7), 3, orphan=False, say=ENGLISH).around("words").split("\nwords\n")
    )
    sign = first.partition(" ")[0]
    assert below.startswith("-# 1/3 · <t:")
    assert further_line(comment(7), 2, 3, say=ENGLISH) == f"-# {sign} 2/3 · [Orla](<{SEVEN}>)"


@pytest.mark.parametrize(
    "author", ["", " ", "\u3164", "\u2800", "\u0301", "\u200d", "\u200b\u200c\u200d"], ids=ascii
)
def test_without_a_name(author: str) -> None:
    nameless = comment(7, author=author)
    assert " **Anonymous**\n" in whole(nameless, say=ENGLISH)
    assert further_line(nameless, 2, 3, say=ENGLISH).endswith(f" 2/3 · [on the blog](<{SEVEN}>)")


def test_every_word_of_ours_is_translated() -> None:
    spoken = replace(comment(7, author=" "), by_article_author=True)
    assert unmarked(whole(spoken, orphan=True, say=MARKED)) == (
        f"✒️ ****\nwords\n-# \n-#  · <t:1803902820:R> · [](<{SEVEN}>)"
    )
    assert unmarked(further_line(spoken, 2, 3, say=MARKED)) == f"-# ✒️ 2/3 · [](<{SEVEN}>)"
    assert unmarked(tombstone(MARKED)) == "**"


@in_every_language
def test_a_tombstone_is_known_in_any_language(say: Language) -> None:
    assert is_tombstone(tombstone(say))
    for words in (
        whole(comment(7), "", orphan=True, say=say),
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
        f"words\n-# 4 days ago · [on the blog](<{SEVEN}>)",
        f"🟦 **Orla**\n-# [on the blog](<{SEVEN}>)\nwords",
        f"🟦 **Orla** says\nwords\n-# [on the blog](<{SEVEN}>)",
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


@in_every_form
@settings(deadline=None, max_examples=300)
@given(
    NAMES,
    st.text(max_size=40),
    st.booleans(),
    st.booleans(),
    st.integers(2, 99),
    st.sampled_from(SPOKEN),
)
def test_whatever_the_name_a_message_is_found_again(
    form: Form, name: str, words: str, orphan: bool, author: bool, number: int, say: Language
) -> None:
    spoken = replace(comment(7, author=name), by_article_author=author)
    first = form.first(spoken, number, orphan=orphan, say=say).around(words)
    further = form.further(spoken, number, 99, say=say)
    assert read_lines(first) == (SEVEN, 1)
    assert read_lines(f"{further}\n{words}") == (SEVEN, number)


@in_every_form
@settings(deadline=None, max_examples=200)
@given(st.text(max_size=700))
def test_whatever_the_address_a_message_is_found_again(form: Form, tail: str) -> None:
    spoken = replace(comment(7), url=f"https://blog.example/{tail}")
    content = form.first(spoken, 1, orphan=False, say=ENGLISH).around("words")
    assert read_lines(content) == (link(spoken.url), 1)


def test_what_the_first_versions_wrote() -> None:
    spoken = replace(comment(7), by_article_author=True)
    assert BEFORE.first(spoken, 3, orphan=True, say=ENGLISH).around("words").split("\n") == [
        f"**Orla** · ✒️ author · <t:1803902820:R> · [on the blog](<{SEVEN}>)",
        orphan_note(ENGLISH),
        "words",
    ]
    assert BEFORE.further(spoken, 2, 3, say=ENGLISH) == f"-# 2/3 · [Orla](<{SEVEN}>)"
