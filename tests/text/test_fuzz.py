"""Hostile HTML: some by chance, and whatever once found something."""

from __future__ import annotations

import pytest

from tests.text.fuzz import SECOND, check, fuzz

SEEDS = [
    "",
    "<p>\ud800<a href='http://['>x</a>",
    "<a href='https://\ud800.example/'>x</a>",
    "<a href='https://x.example:99999999999999/'>x</a>",
    "<ol start=999999999 reversed><li>a<li>b</ol>",
    "<code>``` `` `</code><pre>``````</pre>",
]
MEGABYTES = [
    "<ul><li>", "<p>x", "<b>x</b><i>y</i>", "<code>`</code>", "<ol reversed><li>a",
    "<abbr title=x>y",
    "<img src=/a>", "<table><tr><td>", "https://x.example/)", "\n> a", "1. ", "<", "&amp;", "</p>",
    "<a href=x>y", "\U0001f1e6", "<p style='font-weight:bold' class='a b'>x", "<script>",
    "(", "[](",
]  # fmt: skip


@pytest.mark.parametrize("html", SEEDS)
def test_what_once_found_something(html: str) -> None:
    check(html)


@pytest.mark.parametrize("piece", MEGABYTES)
def test_four_megabytes_take_no_minutes(piece: str) -> None:
    """They take less than a second (`tests.text.fuzz`); quadratic time would be minutes."""
    check(piece * (4 * 2**20 // len(piece)), most=30 * SECOND)


def test_some_by_chance() -> None:
    fuzz(60, quick=True)
