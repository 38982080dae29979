"""What becomes of an article that visitors can no longer read, and when it comes back."""

from __future__ import annotations

import pytest

from tests.mirror.world import World, replies, the_thread, words


async def test_withdrawn_says_so_closes_and_keeps_the_words(small: World) -> None:
    small.blog.save("1", status="draft")
    await small.notice()
    ((_, announcement, _),) = small.discord.announcements.values()
    (thread,) = small.discord.threads.values()
    assert announcement.url is None
    assert (thread.locked, thread.archived) == (True, True)
    assert len(words(thread)) == 4


async def test_back_again_it_is_as_before(small: World) -> None:
    small.blog.save("1", status="draft")
    await small.notice()
    small.blog.save("1", status="publish")
    small.blog.say("1")
    await small.notice()
    thread = the_thread(small)
    assert (thread.locked, thread.archived) == (False, False)
    assert words(thread) == [f"words of {number}" for number in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize("status", ["trash", "deleted"])
async def test_trashed_or_deleted_takes_our_words_but_not_those_of_members(
    small: World, status: str
) -> None:
    (thread_id,) = small.discord.threads
    member = small.discord.people_write(thread_id, "what I think")
    small.blog.save("1", status=status)
    await small.notice()
    thread = small.discord.threads[thread_id]
    assert list(thread.messages) == [member]
    assert thread.name == "Withdrawn article"
    assert (thread.locked, thread.archived) == (True, True)
    assert await small.unfinished() == 0


async def test_withdrawn_for_longer_than_a_day_the_words_go(small: World) -> None:
    small.blog.save("1", status="private")
    await small.notice()
    (thread,) = small.discord.threads.values()
    small.now += 23 * 3600
    await small.follow_through(1)
    assert len(thread.messages) == 4
    small.now += 3600
    await small.follow_through(1)
    assert thread.messages == {}
    assert thread.locked


async def test_back_after_it_was_gone_everything_is_sent_anew(small: World) -> None:
    small.blog.save("1", status="trash")
    await small.notice()
    small.blog.save("1", status="publish")
    await small.notice()
    thread = the_thread(small)
    assert thread.name == "On bread"
    assert words(thread) == [f"words of {number}" for number in (1, 2, 3, 4)]
    assert replies(thread) == [None, 0, 1, None]
    assert not thread.locked


async def test_withdrawn_before_it_was_announced_it_appears_when_it_comes_back(
    here: World,
) -> None:
    await here.cycle()
    here.blog.save("1", status="draft")
    await here.follow_through()
    assert here.discord.announcements == {}
    assert await here.unfinished() == 0
    here.blog.save("1", status="publish")
    await here.follow_through()
    assert the_thread(here).name == "On bread"
