"""What is said of each trouble, and when."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from bot.watch.facts import Facts, Read
from bot.watch.health import SILENT, STUCK, Standing, wrong

NOW = 10_000
POLL = 60


def facts(*reads: Read, at: int = NOW) -> Facts:
    return Facts(at, reads, 0, len(reads), None, {}, {})


def read(blog: int = 1, *, ago: int | None = 10, failing: bool = False) -> Read:
    at = None if ago is None else NOW - ago
    return Read(blog, f"blog{blog}.example", at, failing)


def standing(**details: Any) -> Standing:
    usual = Standing(
        now=NOW, began=0, poll=POLL, obstacle=None, machine=None, connected=True,
        connected_at=NOW, facts=facts(read()), known={1: 0},
        replies_still=0, deliveries_still=0,
    )  # fmt: skip
    return dataclasses.replace(usual, **details)


def test_all_is_well() -> None:
    assert wrong(standing()) == []


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"obstacle": "The disk is full.", "facts": None}, ["The disk is full."]),
        ({"machine": "The disk is full."}, ["The disk is full."]),
        (
            {"connected": False, "connected_at": NOW - 300},
            ["Not connected to Discord for 5 min; it is tried again and again."],
        ),
        (
            {"facts": facts(read(), at=NOW - SILENT - 30)},
            ["The database has answered nothing for 90 s."],
        ),
        (
            {"facts": facts(read(ago=5 * POLL + 1, failing=True))},
            [
                "The blog at blog1.example can't be read for 5 min; it should be every 60 s. "
                "/blog status in Discord and the command check say more."
            ],
        ),
        (
            {"replies_still": STUCK + 1},
            [
                "Members' replies are on their way to the blog, and for 10 min none has got "
                "there."
            ],
        ),
        (
            {"deliveries_still": 3 * 3600},
            ["There is something to write in Discord, and for 3 h nothing has been written."],
        ),
    ],
)  # fmt: skip
def test_each_trouble_is_said(details: dict[str, Any], said: list[str]) -> None:
    assert wrong(standing(**details)) == said


def test_what_lasts_a_moment_is_no_trouble() -> None:
    late = facts(read(ago=5 * POLL), at=NOW - SILENT)
    assert wrong(standing(facts=late, replies_still=STUCK, deliveries_still=STUCK)) == []


def test_a_blog_has_five_intervals_from_the_start_and_from_its_follow() -> None:
    for ago in (None, 100_000):
        unread = facts(read(ago=ago))
        assert wrong(standing(facts=unread, known={1: NOW - 5 * POLL})) == []
        (said,) = wrong(standing(facts=unread, known={1: NOW - 5 * POLL - 1}))
        assert "was not read for 5 min" in said


def test_many_late_blogs_are_counted() -> None:
    late = facts(*(read(number, ago=4000, failing=True) for number in range(1, 9)))
    said = wrong(standing(facts=late, known=dict.fromkeys(range(1, 9), 0)))
    assert len(said) == 6
    assert said[-1] == "3 more blogs were not read for as long."
