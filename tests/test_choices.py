"""Which articles a channel wants, and when they may be announced."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.choices import Filters, QuietHours, read_hours, read_list
from bot.errors import ChoiceUnusable
from bot.model import Article, ArticleState


def article(**changes: object) -> Article:
    values = {
        "remote_id": "1", "url": "https://b.example/1", "title": "On Bread", "author": "Orla Venn",
        "published": datetime(2027, 1, 1, tzinfo=UTC), "version": "1", "excerpt": "", "html": "",
        "image": None, "terms": ("Kitchen", "Slow things"), "state": ArticleState.PUBLISHED,
    }  # fmt: skip
    return Article(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(), True),
        (Filters(terms=("kitchen",)), True),
        (Filters(terms=("garden", "SLOW THINGS")), True),
        (Filters(terms=("slow",)), False),
        (Filters(terms=("-Kitchen",)), False),
        (Filters(terms=("- garden",)), True),
        (Filters(terms=("kitchen", "-slow things")), False),
        (Filters(authors=("orla venn",)), True),
        (Filters(authors=("Orla",)), False),
        (Filters(authors=("-Orla Venn",)), False),
        (Filters(words=("bread",)), True),
        (Filters(words=("read",)), False),
        (Filters(words=("sourdough starter",)), True),
        (Filters(words=("-sourdough",)), False),
        (Filters(words=("c++",)), True),
        (Filters(terms=("kitchen",), words=("-bread",)), False),
    ],
    ids=str,
)
def test_filters(filters: Filters, wanted: bool) -> None:
    assert filters.admit(article(), "My sourdough starter is called C++ today.") is wanted


def test_a_list_as_people_type_it() -> None:
    assert read_list(" a b ,, -c ,\n d") == ("a b", "-c", "d")


def at(hour: int, minute: int = 0, day: int = 1) -> int:
    return int(datetime(2027, 1, day, hour, minute, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ("22-7", at(21, 59), None),
        ("22-7", at(22), at(7, day=2)),
        ("22-7", at(3), at(7)),
        ("22-7", at(7), None),
        ("12:30-13", at(12, 45), at(13)),
        ("12:30-13", at(12, 29), None),
        ("22-7 Europe/Berlin", at(21), at(6, day=2)),
        ("22-7 Europe/Berlin", at(6), None),
        ("22-7 Asia/Kolkata", at(16, 29), None),
        ("22-7 Asia/Kolkata", at(16, 30), at(1, 30, day=2)),
        ("22-7 +5:30", at(1, 29), at(1, 30)),
        ("22-7 UTC+5.75", at(16, 14), None),
        ("22-7 UTC+5.75", at(16, 15), at(1, 15, day=2)),
        ("22-7 UTC-3:30", at(1, 29), None),
        ("22-7 UTC-3:30", at(1, 30), at(10, 30)),
    ],
)
def test_quiet_hours(hours: str, now: int, until: int | None) -> None:
    assert read_hours(hours).until(now) == until


def test_quiet_hours_when_the_clocks_change() -> None:
    """On 28 March 2027 Berlin's night has no hour from two to three."""
    evening = int(datetime(2027, 3, 27, 22, tzinfo=UTC).timestamp())
    until = read_hours("22-7 Europe/Berlin").until(evening)
    assert until == int(datetime(2027, 3, 28, 5, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "like this"),
        ("22", "like this"),
        ("22-", "like this"),
        ("25-7", "24 hours"),
        ("22:60-7", "24 hours"),
        ("7-7", "the whole day"),
        ("22-7 Mars/Base", "no time zone “Mars/Base”"),
        ("22-7 UTC+5:20", r"no time zone “UTC\+5:20”"),
    ],
)
def test_hours_that_are_none(text: str, words: str) -> None:
    with pytest.raises(ChoiceUnusable, match=words):
        read_hours(text)


@pytest.mark.parametrize(
    "text",
    [
        "22:00-07:00 Europe/Berlin",
        "00:30-06:00 UTC",
        "22:00-07:00 UTC+05:45",
        "22:00-07:00 UTC-03:30",
    ],
)
def test_hours_are_kept_as_they_are_shown(text: str) -> None:
    hours = read_hours(text)
    assert str(hours) == text
    assert read_hours(str(hours)) == hours
    assert isinstance(hours, QuietHours)
