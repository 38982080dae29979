"""Where a server has as many active threads as Discord allows, and where they sleep."""

from __future__ import annotations

import pytest

from bot.errors import ThreadsFull
from bot.mirror.room import THREAD_DELETED
from bot.store.discord.follows import FollowState
from tests.mirror.world import GUILD, World, the_thread, words


async def test_at_the_cap_the_longest_idle_thread_is_archived(here: World) -> None:
    here.blog.publish(days=1)
    here.blog.publish(days=2)
    here.discord.room = 2
    await here.follow_through(1)
    archived = [thread.archived for thread in here.discord.threads.values()]
    assert sum(archived) == 1
    assert not here.discord.thread_of("3").archived
    here.blog.say("1")
    await here.follow_through()
    assert words(here.discord.thread_of("1")) == ["words of 1"]
    assert sum(thread.archived for thread in here.discord.threads.values()) == 1


async def three_threads(here: World) -> None:
    """Written into one after the other."""
    for article in ("1", "2", "3"):
        if article != "1":
            here.blog.publish(days=int(article))
        here.blog.say(article)
        await here.follow_through()


async def test_at_the_cap_threads_that_discord_archived_are_passed_over(here: World) -> None:
    await three_threads(here)
    here.discord.thread_of("1").archived = True
    here.discord.thread_of("2").archived = True
    here.discord.room = 1
    here.blog.publish(days=4)
    await here.follow_through()
    assert here.discord.thread_of("3").archived is True
    assert here.discord.thread_of("4").archived is False


async def test_at_the_cap_without_a_thread_to_archive_it_is_said(here: World) -> None:
    await here.cycle()
    here.discord.room = 0
    with pytest.raises(ThreadsFull):
        await here.write()
    here.discord.room = 1
    await here.write()
    assert the_thread(here).name == "On bread"


async def test_at_the_cap_a_thread_that_people_deleted_takes_no_other_mirror_along(
    here: World,
) -> None:
    await three_threads(here)
    lost = next(iter(here.discord.threads))
    del here.discord.threads[lost]
    here.discord.room = 2
    here.blog.publish(days=4)
    await here.follow_through()
    assert here.discord.thread_of("4").archived is False
    assert here.discord.thread_of("3").archived is False
    assert here.discord.thread_of("2").archived is True
    (follow,) = await here.store.follows.of_guild(GUILD)
    assert follow.state is FollowState.ACTIVE
    paused = {p.title: p.paused for p in await here.store.mirrors.progress(follow.id)}
    assert paused.pop("On bread") == THREAD_DELETED
    assert set(paused.values()) == {None}


async def test_an_archived_thread_is_woken_by_writing(small: World) -> None:
    the_thread(small).archived = True
    small.blog.say("1")
    await small.notice()
    assert the_thread(small).archived is False
