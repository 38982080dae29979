"""Everything that a feed holds is read, in its order: and only what is new is posted."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from tests.mirror.feeds import HOME, Entry, feed_world
from tests.mirror.world import NOON

if TYPE_CHECKING:
    from pathlib import Path

TODAY = datetime.fromtimestamp(NOON, UTC)


def note(number: int, when: str | None = None, *, name: str = "g{}") -> Entry:
    """Of that many days before or after today's thirtieth, unless it says when itself."""
    day = format_datetime(TODAY + timedelta(days=number - 30)) if when is None else when
    return Entry(f"Note {number}", f"{HOME}n/{number}", name.format(number), day or None)


def undated(number: int, *, name: str = "g{}") -> Entry:
    return note(number, "", name=name)


def titles(*numbers: int) -> list[str]:
    return [f"Note {number}" for number in numbers]


async def test_of_many_new_ones_none_is_missed(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        await here.read(*(note(n) for n in range(5, 0, -1)))
        posted = await here.read(*(note(n) for n in range(28, 0, -1)))
        assert posted == titles(*range(6, 29))


@pytest.mark.parametrize(
    "when",
    [
        pytest.param(format_datetime(TODAY - timedelta(days=400)), id="dated long ago"),
        pytest.param("Fri, 12 Jan 1912 10:00:00 GMT", id="before what can be"),
        pytest.param("0001-01-01T00:00:00Z", id="in year 1"),
        pytest.param("9999-12-31T23:59:59Z", id="in year 9999"),
        pytest.param(format_datetime(TODAY + timedelta(days=40)), id="in the future"),
        pytest.param("soon", id="unreadable"),
        pytest.param("", id="without a date"),
    ],
)
@pytest.mark.parametrize("place", [0, 7, 20])
@pytest.mark.parametrize("restarted", [False, True])
async def test_one_new_item_is_posted_wherever_it_stands_and_whenever_it_is_from(
    tmp_path: Path, when: str, place: int, *, restarted: bool
) -> None:
    async with feed_world(tmp_path) as here:
        items = [note(n) for n in range(20, 0, -1)]
        await here.read(*items)
        if restarted:
            here.restart()
        items.insert(place, note(99, when))
        assert await here.read(*items) == titles(99)
        assert await here.read(*items, Entry("No end", f"{HOME}x", "x")) == ["No end"]


async def test_a_date_that_tells_nothing_is_when_it_was_first_seen(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        await here.read(note(2), note(1))
        await here.read(note(3, "1794564"), note(4, "2126-12-31"), note(2), note(1))
        seen = here.now
        here.now += 3600
        await here.read(replace(note(3, "1794564"), title="Note 3!"), note(2), note(1))
        shown = {
            each.title: int(each.published.timestamp()) - seen if each.published else None
            for _, each, _ in here.discord.announcements.values()
        }
        assert shown["Note 3!"] in range(-5, 1)
        assert shown["Note 4"] in range(-5, 1)


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([undated(n) for n in range(9, 0, -1)], (7, 8, 9), id="undated"),
        pytest.param([undated(n) for n in range(1, 10)], (7, 8, 9), id="undated, oldest first"),
        pytest.param(
            [undated(n, name="by lot " + "akzbqpdcx"[n - 1]) for n in range(9, 0, -1)],
            (7, 8, 9),
            id="undated, and no number tells",
        ),
        pytest.param(
            [undated(n, name=f"7f3c{9 - n}e") for n in range(9, 0, -1)],
            (7, 8, 9),
            id="undated, and numbers are parts of what is drawn by lot",
        ),
        pytest.param(
            [*(note(n) for n in (9, 8, 7, 6)), *(undated(n) for n in (5, 4, 3, 2, 1))],
            (7, 8, 9),
            id="the old ones are undated",
        ),
        pytest.param(
            [note(n, "Sat, 02 Jan 2027 10:00:00 GMT") for n in range(9, 0, -1)],
            (7, 8, 9),
            id="all of one moment",
        ),
        pytest.param(
            [note(n, "0001-01-01T00:00:00") for n in range(9, 0, -1)], (7, 8, 9), id="of year 1"
        ),
        pytest.param(
            [note(n, f"{2100 + n}-01-01") for n in range(9, 0, -1)], (7, 8, 9), id="of the future"
        ),
        pytest.param(
            [*(note(n) for n in range(9, 1, -1)), note(1, "2126-01-01")],
            (7, 8, 9),
            id="an old one is from the future",
        ),
        pytest.param(
            [note(1, "2126-01-01"), *(note(n) for n in range(9, 1, -1))],
            (8, 9, 1),
            id="one pinned with a date far ahead",
        ),
        pytest.param([note(n) for n in range(1, 10)], (7, 8, 9), id="oldest first"),
        pytest.param([note(n) for n in (4, 9, 2, 7, 1, 8, 3)], (7, 8, 9), id="in no order"),
    ],
)
async def test_a_channel_begins_with_the_newest(
    tmp_path: Path, items: list[Entry], expected: tuple[int, ...]
) -> None:
    async with feed_world(tmp_path, backfill=3) as here:
        assert await here.read(*items) == titles(*expected)


@pytest.mark.parametrize("order", [1, -1])
async def test_new_ones_without_dates_are_posted_in_the_order_of_their_feed(
    tmp_path: Path, order: int
) -> None:
    async with feed_world(tmp_path) as here:
        await here.read(*[undated(n) for n in (3, 2, 1)][::order])
        new = [undated(n) for n in range(14, 0, -1)][::order]
        assert await here.read(*new) == titles(*range(4, 15))


async def test_what_only_moves_up_because_another_left_is_not_new(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        everything = [note(n) for n in range(25, 0, -1)]
        await here.read(*everything[:10])
        shown = everything[:4] + everything[5:11]
        assert await here.read(*shown) == []
        here.restart()
        shown = everything[1:4] + everything[6:12]
        assert await here.read(*shown) == []
        # One more left than came: one is new, one moved up.
        shown = [note(26), *everything[2:4], *everything[7:13]]
        assert await here.read(*shown) == titles(26)


async def test_where_only_the_newest_stayed_what_moves_up_below_it_is_not_new(
    tmp_path: Path,
) -> None:
    async with feed_world(tmp_path) as here:
        everything = [note(n) for n in range(25, 0, -1)]
        await here.read(*everything[:10])
        assert await here.read(everything[0], *everything[10:19]) == []


async def test_a_window_that_moves_on_by_whole_pages_posts_all_of_them(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        everything = [note(n) for n in range(40, 0, -1)]
        await here.read(*everything[20:30])
        assert await here.read(*everything[10:20]) == titles(*range(21, 31))
        assert await here.read(*everything[5:15]) == titles(*range(31, 36))


async def test_a_queue_without_dates_or_numbers_posts_what_joins_it(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        names = list("abcdefghijklmnop")
        random.Random(3).shuffle(names)
        items = [undated(n, name=f"{names[n]}-{{}}-x"[:2]) for n in range(1, 14)]
        await here.read(*items[:12])
        assert await here.read(*items[1:13]) == titles(13)


async def test_a_feed_that_is_empty_for_once_makes_nothing_new(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        items = [note(n) for n in range(9, 0, -1)]
        await here.read(*items)
        await here.read("<rss version='2.0'><channel><title>Lantern</title></channel></rss>")
        assert await here.read(*items, note(10)) == titles(10)


async def test_what_is_corrected_far_down_is_corrected(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        items = [note(n) for n in range(24, 0, -1)]
        await here.read(*items)
        await here.read(*(replace(item, title=f"{item.title}, corrected") for item in items))
        shown = {each.title for _, each, _ in here.discord.announcements.values()}
        assert shown == {f"Note {n}, corrected" for n in range(1, 25)}
