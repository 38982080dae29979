"""The brake on arrivals: far more than ever at once is asked about before it fills a channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BlogUnreachable
from bot.mirror.rush import FIRST, MANY, MINUTE, TIMES, WEEK, is_rush, usual_week
from tests.mirror.feeds import feed_world, note
from tests.mirror.world import CHANNEL, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.blog.arrivals import Rush
    from tests.mirror.feeds import Entry
    from tests.mirror.world import World

OTHER = CHANNEL + 1


async def asked(here: World, channel: int = CHANNEL) -> Rush | None:
    (follow,) = await here.store.follows.of_channel(channel)
    return await here.store.arrivals.rush(follow.id)


async def read(here: World) -> None:
    """Every order of the blog's articles once, whatever else there is to read."""
    await here.cycle(3)
    await here.write()


def posted(here: World, channel: int = CHANNEL) -> list[str]:
    return [
        each.title for place, each, _ in here.discord.announcements.values() if place == channel
    ]


async def begun(here: World, count: int = 3) -> None:
    """A blog with an article a week."""
    for number in range(count):
        here.blog.publish(days=7 * number - 100)
    await here.follow_through()
    assert len(posted(here)) == count


def publish(here: World, count: int) -> list[str]:
    """So many at once, a day apart."""
    articles = [here.blog.publish(days=number) for number in range(count)]
    return [f"Article {each}" for each in articles]


async def test_a_bulk_import_is_asked_about_and_its_first_are_posted(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await begun(here)
        new = publish(here, 40)
        await read(here)
        assert posted(here)[3:] == new[:FIRST]
        rush = await asked(here)
        assert rush is not None
        assert (rush.came, rush.waiting) == (40, 35)
        assert rush.last == int(here.blog.drafts["3"].published.timestamp())


@pytest.mark.parametrize("restarted", [False, True])
async def test_post_them(tmp_path: Path, restarted: bool) -> None:
    async with world(tmp_path) as here:
        await begun(here)
        new = publish(here, 40)
        await read(here)
        if restarted:
            here.restart()
            await read(here)
        rush = await asked(here)
        assert rush is not None
        assert await here.store.arrivals.decide(rush, post=True)
        assert not await here.store.arrivals.decide(rush, post=True)
        assert not await here.store.arrivals.decide(rush, post=False)
        await read(here)
        assert posted(here)[3:] == new
        assert await asked(here) is None


async def test_they_are_old(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await begun(here)
        new = publish(here, 40)
        await read(here)
        rush = await asked(here)
        assert rush is not None
        assert await here.store.arrivals.decide(rush, post=False)
        assert not await here.store.arrivals.decide(rush, post=True)
        await read(here)
        here.restart()
        new.append(f"Article {here.blog.publish(days=50)}")
        await read(here)
        assert posted(here)[3:] == [*new[:FIRST], new[-1]]


async def test_each_channel_decides_for_itself(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.follow(channel=OTHER)
        await begun(here)
        new = publish(here, 40)
        await read(here)
        rush = await asked(here)
        assert rush is not None
        await here.store.arrivals.decide(rush, post=True)
        await read(here)
        assert posted(here)[3:] == new
        assert posted(here, OTHER)[3:] == new[:FIRST]
        assert await asked(here, OTHER) is not None


async def test_as_many_as_any_blog_may_bring_are_posted_whole(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await begun(here)
        new = publish(here, MANY)
        await read(here)
        assert posted(here)[3:] == new
        assert await asked(here) is None


async def test_a_lively_blog_may_bring_more(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        for number in range(30):
            here.blog.publish(days=number / 5 - 100)
        await here.follow_through()
        new = publish(here, 60)
        await read(here)
        assert posted(here)[30:] == new


async def test_an_import_that_takes_some_minutes_is_one(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await begun(here)
        new: list[str] = []
        for _ in range(10):
            new += publish(here, 10)
            await read(here)
        assert len(posted(here)[3:]) <= MANY
        rush = await asked(here)
        assert rush is not None
        assert rush.came == len(new)
        assert rush.waiting == len(new) - len(posted(here)[3:])


async def test_what_comes_after_a_rush_does_not_wait_with_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await begun(here)
        publish(here, 100)
        await read(here)
        single = f"Article {here.blog.publish(days=200)}"
        await read(here)
        assert posted(here)[-1] == single
        rush = await asked(here)
        assert rush is not None
        assert rush.waiting == 95


async def test_a_blog_that_fails_midway_does_not_get_round_it(tmp_path: Path) -> None:
    """The second page of its list does not come; meanwhile the archive is filled."""
    async with world(tmp_path) as here:
        await begun(here)
        publish(here, 150)

        def fail(request: str) -> None:
            if request.startswith("summaries") and " 2 100" in request:
                raise BlogUnreachable("The blog does not answer.")

        here.blog.before_request = fail
        with pytest.raises(BlogUnreachable):
            await here.cycle(3)
        while await here.reading.archive.fill():
            pass
        await here.write()
        assert posted(here)[3:] == []
        here.blog.before_request = lambda _: None
        await read(here)
        assert len(posted(here)[3:]) == FIRST


async def test_what_a_channel_starts_with_is_no_arrival(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        new = publish(here, 60)
        await read(here)
        assert posted(here) == new
        assert await asked(here) is None


def notes(last: int) -> list[Entry]:
    return [
        note(n, link=f"https://lantern.example/n/{n}", guid=f"g{n}") for n in range(last, 0, -1)
    ]


async def test_fifteen_after_five_are_posted_whole_and_the_oldest_first(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        await here.read(*notes(5))
        assert await here.read(*notes(20)) == [f"Note {n}" for n in range(6, 21)]


async def test_a_feed_that_comes_back_with_many_says_since_when(tmp_path: Path) -> None:
    async with feed_world(tmp_path) as here:
        await here.read(*notes(2))
        here.restart()
        assert await here.read(*notes(30)) == [f"Note {n}" for n in range(3, 8)]
        rush = await asked(here)
        assert rush is not None
        assert (rush.came, rush.waiting) == (28, 23)
        known = await here.store.articles.known(here.blog_id)
        assert rush.last == max(each.published.timestamp() for each in known if each.id <= 2)


@given(st.lists(st.integers(0, 2_000_000_000), max_size=100), st.integers(0, 2000))
def test_a_rush_is_more_than_any_blog_may_bring_and_than_its_usual(
    dates: list[int], came: int
) -> None:
    assert is_rush(came, dates) == (came > MANY and came > TIMES * usual_week(dates))
    assert not is_rush(MANY, dates)


@given(st.integers(1, 50), st.integers(2, 100))
def test_a_usual_week_is_what_the_dates_say(each_week: int, weeks: int) -> None:
    dates = [week * WEEK + place * MINUTE for week in range(weeks) for place in range(each_week)]
    assert each_week <= usual_week(dates) <= each_week * weeks / (weeks - 1)
    assert usual_week(dates * 2) == usual_week(dates)


def test_what_a_machine_wrote_within_a_minute_is_not_what_a_week_brings() -> None:
    """A new site filled by a program, a second for each article."""
    filled = [10**9 + second for second in range(40)]
    assert usual_week(filled) <= 2
    assert is_rush(MANY + 1, filled)
