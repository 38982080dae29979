"""Titles as people begin to type them, with slips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finding.titles import Title, Titles, normal

NAMES = [
    "On patience", "The slow river", "Rivers and roads", "Café in the rain", "*Bold* claims",
    "What we owe each other", "A letter to the lighthouse keeper", "", "Übermut", "Why rain helps",
]  # fmt: skip
TITLES = Titles([Title(number, name) for number, name in enumerate(NAMES)])


def first(typed: str) -> str:
    return TITLES.suggest(typed, 5)[0].title


def test_nothing_typed_shows_the_newest() -> None:
    assert [each.article for each in TITLES.suggest("  ", 3)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("pat", "On patience"),
        ("on p", "On patience"),
        ("slow r", "The slow river"),
        ("river", "Rivers and roads"),
        ("riv slow", "The slow river"),
        ("cafe", "Café in the rain"),
        ("ubermut", "Übermut"),
        ("BOLD", "*Bold* claims"),
        ("what we ow", "What we owe each other"),
    ],
)
def test_beginnings_of_words_are_found(typed: str, title: str) -> None:
    assert first(typed) == title


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("on patiemce", "On patience"),
        ("pateince", "On patience"),
        ("teh slow river", "The slow river"),
        ("lighthuose keeper", "A letter to the lighthouse keeper"),
        ("whatwe owe", "What we owe each other"),
        ("ubrmut", "Übermut"),
    ],
)
def test_slips_are_forgiven(typed: str, title: str) -> None:
    assert first(typed) == title


LONG = [
    "Narcissism, Shame, and Elsa of Frozen",
    "The Difference between Guilt and Shame in Therapy",
    "Why We Fail to Change: the Art of Letting Go",
    "The Quiet Garden behind the House of the Clockmaker",
]


@pytest.mark.parametrize("title", LONG)
@pytest.mark.parametrize("part", [slice(0, None), slice(0, 24), slice(8, 32)], ids=str)
@given(st.data())
def test_two_slips_in_a_long_title_are_forgiven(
    title: str, part: slice, data: st.DataObject
) -> None:
    typed = title[part]
    for _ in range(2):
        place = data.draw(st.integers(0, len(typed) - 2))
        instead = data.draw(st.sampled_from(["", "e", typed[place] * 2, typed[place + 1]]))
        typed = typed[:place] + instead + typed[place + 1 :]
    titles = Titles([Title(number, name) for number, name in enumerate([*NAMES, *LONG])])
    assert titles.suggest(typed, 5)[0].title == title


def test_nothing_alike_is_nothing() -> None:
    assert TITLES.suggest("zzzzqqqq", 5) == []
    assert Titles([]).suggest("anything", 5) == []


@given(st.text(max_size=40), st.integers(1, 25))
def test_any_text_is_answered(typed: str, count: int) -> None:
    found = TITLES.suggest(typed, count)
    assert len(found) <= count
    assert len({each.article for each in found}) == len(found)


@given(st.text())
def test_normal_is_plain(text: str) -> None:
    assert normal(normal(text)) == normal(text)
    assert normal(text) == normal(text).strip()


def test_where_few_begin_so_what_is_alike_follows() -> None:
    titles = Titles([Title(1, "Rivets of steel"), Title(2, "Rivers and roads")])
    assert [each.article for each in titles.suggest("rivers", 5)] == [2, 1]


def test_a_beginning_that_is_only_somewhat_alike_is_not_sure() -> None:
    titles = Titles([Title(1, "Pasteing it up"), Title(2, "Her way of patience")])
    assert titles.suggest("pateince", 2)[0].article == 2
