"""What is said in which language, and what a stored sentence keeps."""

from __future__ import annotations

from datetime import date
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BlogUnreachable
from bot.languages.catalogues import Languages
from bot.languages.language import ENGLISH, Language
from bot.languages.phrase import Phrase

PLACES = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
VALUES = st.recursive(
    st.text() | st.integers(),
    lambda inner: (
        st.builds(lambda value: Phrase("Inner {value}", value=value), inner)
        | st.lists(st.text(), max_size=3).map(tuple)
    ),
    max_leaves=4,
)


class Dutch(NullTranslations):
    def gettext(self, message: str) -> str:
        return {"Wait {n} days in {where}.": "In {where} {n} dagen wachten.", "here": "hier"}.get(
            message, message
        )

    def ngettext(self, one: str, more: str, number: int) -> str:
        return "{n} artikel" if number == 1 else "{n} artikelen"


DUTCH = Language("nl", Dutch())


def test_values_are_put_where_the_language_wants_them() -> None:
    assert DUTCH("Wait {n} days in {where}.", n=3, where=Phrase("here")) == (
        "In hier 3 dagen wachten."
    )


def test_what_is_unknown_is_said_in_english() -> None:
    assert DUTCH("Read {name}.", name="Ada {x}") == "Read Ada {x}."


def test_counts_and_numbers() -> None:
    assert DUTCH.plural("{n} article", "{n} articles", 12345) == "12.345 artikelen"
    assert ENGLISH.plural("{n} article", "{n} articles", 1) == "1 article"
    assert ENGLISH.plural("{n} article", "{n} articles", 1234) == "1,234 articles"


def test_a_day_is_written_as_the_language_does() -> None:
    assert ENGLISH.date(date(2026, 3, 1)) == "1 March 2026"
    assert DUTCH.date(date(2026, 3, 1)) == "1 maart 2026"
    assert (ENGLISH.name, DUTCH.name) == ("English", "Nederlands")


def test_an_error_is_english_in_the_log_and_anything_where_it_is_shown() -> None:
    error = BlogUnreachable("Wait {n} days in {where}.", n=3, where="X", retry_after=5)
    assert (str(error), error.retry_after) == ("Wait 3 days in X.", 5)
    assert DUTCH(error.phrase) == "In X 3 dagen wachten."


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("nl", "nl"),
        ("nl-BE", "nl"),
        ("pt-BR", "pt_BR"),
        ("pt-PT", "en"),
        ("en-US", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_locale(locale: str, code: str) -> None:
    languages = Languages([DUTCH, Language("pt_BR", NullTranslations())])
    assert languages.of(locale).code == code


@given(st.dictionaries(PLACES, VALUES, max_size=3), st.text())
def test_a_stored_sentence_comes_back(values: dict[str, str], words: str) -> None:
    text = "".join(f" {{{name}}}" for name in values) or words
    phrase = Phrase(text, **values)
    again = Phrase.of(phrase.stored)
    assert str(again) == str(phrase)
    if values:
        assert again == phrase


@given(st.text().filter(lambda words: not words.startswith('{"text": ')))
def test_a_sentence_without_values_is_stored_as_it_is(words: str) -> None:
    assert (Phrase(words).stored, str(Phrase.of(words))) == (words, words)


SETTINGS = "See `/blog settings`, `/search` and `code`."


def test_commands_are_links_where_their_ids_are_known() -> None:
    """Values are people's words, and stay as they are."""
    say = ENGLISH.with_commands({"blog": 7, "search": 8})
    assert say(SETTINGS) == "See </blog settings:7>, </search:8> and `code`."
    assert say("See {words}.", words="`/search`") == "See `/search`."
    hint = Phrase("`/search` finds it.")
    assert say("Look: {hint}", hint=hint) == "Look: </search:8> finds it."
    assert say.plural("{n} by `/search`", "{n} by `/search`", 2) == "2 by </search:8>"
    dutch = DUTCH.with_commands({"blog": 7})
    assert "</blog settings:7>" in dutch(SETTINGS)


def test_no_line_breaks_a_command_apart() -> None:
    nowhere = "See `/blog\N{NO-BREAK SPACE}settings`, `/search` and `code`."
    assert ENGLISH(SETTINGS) == nowhere
    assert ENGLISH.with_commands({"latest": 9})(SETTINGS) == nowhere
