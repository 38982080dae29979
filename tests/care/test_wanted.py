"""What filters make of a blog: names that it does not know, and its newest articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.care.wanted import (
    Names,
    Trial,
    Unknown,
    describe_trial,
    describe_unknown,
    mended,
    trial,
    unknown,
)
from bot.choices import Filters
from bot.languages.language import ENGLISH
from tests.mirror.test_desired import ARTICLE

NAMES = Names(("News", "Sourdough bread", "Café"), ("Orla Venn", "Bo"))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(("news", "-SOURDOUGH BREAD"), ("orla venn",), ("anything",)), []),
        (Filters(("Nwes",)), [Unknown("Nwes", "News")]),
        (Filters(("-Sourdogh bread",)), [Unknown("Sourdogh bread", "Sourdough bread")]),
        (Filters(("cafe",)), [Unknown("cafe", "Café")]),
        (Filters((), ("Orla Ven",)), [Unknown("Orla Ven", "Orla Venn")]),
        (Filters(("Politics",)), [Unknown("Politics", None)]),
    ],
)
def test_what_the_blog_does_not_know_is_named_with_the_nearest(
    filters: Filters, found: list[Unknown]
) -> None:
    assert unknown(filters, NAMES) == found


def test_of_a_blog_that_names_none_nothing_is_unknown() -> None:
    assert unknown(Filters(("Nwes",), ("Ola",)), Names((), ())) == []


def test_the_nearest_takes_the_place_of_what_was_typed_nots_included() -> None:
    typed = Filters(("-Nwes", "Politics"), ("Orla Ven",), ("Nwes",))
    kept = mended(typed, unknown(typed, NAMES))
    assert kept == Filters(("-News", "Politics"), ("Orla Venn",), ("Nwes",))


async def test_how_many_would_have_come_and_which_not() -> None:
    articles = [
        replace(ARTICLE, title=f"No {number}", terms=("News",) if number % 2 else ("Sport",))
        for number in range(20)
    ]
    found = await trial(Filters(("News",)), articles)
    words = describe_trial(found, ENGLISH)
    assert words.startswith("Of the newest 20 articles, 10 would have come. Not: “No 0”, “No 2”,")
    assert words.endswith("“No 18”")
    none = describe_trial(Trial((), tuple(f"*{n}*" for n in range(20))), ENGLISH)
    assert none.endswith(r"“\*9\*”, … and 10 more")
    assert describe_trial(Trial(("One",), ()), ENGLISH) == (
        "Of the newest article, 1 would have come."
    )


def test_each_unknown_name_is_said_with_what_may_be_meant() -> None:
    assert describe_unknown([Unknown("Nw*s", "News"), Unknown("X", None)], ENGLISH) == [
        r"- “Nw\*s”: the nearest is **News**.",
        "- “X”: nothing is near.",
    ]
