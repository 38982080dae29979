"""What changes without its author's doing is not edited at every reading; what they change is."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.mirror.feeds import HOME, feed_world

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AGES = ("now", "a minute ago", "two minutes ago", "long ago", "for ever ago")

COUNTERS: dict[str, Callable[[int, int], str]] = {
    "how many read it": lambda n, turn: f"Seen by {turn * 37 + n} people. Words.",
    "thousands": lambda n, turn: f"{turn + n},0{turn % 10}{n % 10} views. Words.",
    "how long ago": lambda n, turn: f"Written {AGES[turn % 5]}, number {n}.",
    "drawn by lot": lambda n, turn: f"Words, {random.Random(turn * 99 + n).random()}x{turn:x}.",
}


def feed(*texts: str) -> str:
    items = "".join(
        f"<item><title>Note {n}</title><link>{HOME}n/{n}</link><guid>{HOME}n/{n}</guid>"
        f"<pubDate>{n:02} Nov 2026 10:00:00 GMT</pubDate><description>{text}</description></item>"
        for n, text in enumerate(texts, start=1)
    )
    return (
        f"<rss version='2.0'><channel><title>Lantern</title><link>{HOME}</link>{items}</channel>"
        "</rss>"
    )


@pytest.mark.parametrize("counter", COUNTERS)
@pytest.mark.parametrize("count", [1, 3, 12])
async def test_what_changes_at_every_reading_is_not_edited_at_every_reading(
    tmp_path: Path, counter: str, count: int
) -> None:
    async with feed_world(tmp_path) as here:
        texts = COUNTERS[counter]
        await here.read(feed(*(texts(n, 0) for n in range(1, count + 1))))
        here.discord.acts.clear()
        for turn in range(1, 31):
            assert await here.read(feed(*(texts(n, turn) for n in range(1, count + 1)))) == []
        counts = counter in {"how many read it", "thousands"}
        most = (0 if count > 1 else 1) if counts else 3 * count
        assert len([act for act in here.discord.acts if "change" in repr(act)]) <= most


async def test_it_is_shown_in_the_end_even_if_the_feed_stays_the_same(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        for turn in range(10):
            await here.read(feed(f"Words, {'x' * turn}"))
        (shown,) = [each for _, each, _ in here.discord.announcements.values()]
        assert shown.excerpt != f"Words, {'x' * 9}"
        here.now += 6 * 3600
        await here.read(feed(f"Words, {'x' * 9}"))
        (shown,) = [each for _, each, _ in here.discord.announcements.values()]
        assert shown.excerpt == f"Words, {'x' * 9}"


async def test_an_hour_that_was_wrong_is_corrected_at_once(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        await here.read(feed("We meet at 7.", "We meet at 8.", "We meet at 9."))
        await here.read(feed("We meet at 7.", "We meet at 10.", "We meet at 9."))
        excerpts = {each.title: each.excerpt for _, each, _ in here.discord.announcements.values()}
        assert excerpts["Note 2"] == "We meet at 10."
        await here.read(feed("We meet at 7.", "We meet at noon.", "We meet at 9."))
        excerpts = {each.title: each.excerpt for _, each, _ in here.discord.announcements.values()}
        assert excerpts["Note 2"] == "We meet at noon."
