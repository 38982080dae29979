"""What the writer makes of a thread, on a real store and a Discord in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import DiscordRejected, DiscordUnavailable, MessageGone, ThreadsFull
from bot.mirror.announce import CHANNEL_DELETED, COUNT_PAUSE
from bot.mirror.lines import NOTE_ORPHAN
from bot.mirror.room import THREAD_DELETED
from bot.store.follows import FollowState
from tests.mirror.fakes import Killed, Thread
from tests.mirror.world import CHANNEL, GUILD, World, html, keys, tokens, words, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as opened:
        opened.blog.publish(title="On bread")
        yield opened


@pytest.fixture
async def small(here: World) -> World:
    """1 ← 2 ← 3, and 4: all in the thread."""
    for parent in (None, "1", "2", None):
        here.blog.say("1", parent=parent)
    await here.follow_through(1)
    return here


def the_thread(here: World) -> Thread:
    return here.discord.thread_of("1")


def replies(thread: Thread) -> list[int | None]:
    """For each message, which message (by its place, from 0) it replies to; -1: a deleted one."""
    places = {message: place for place, message in enumerate(thread.messages)}
    return [
        None if found.reply_to is None else places.get(found.reply_to, -1)
        for found in thread.messages.values()
    ]


async def change(here: World, article: str = "1") -> None:
    """Read the blog until a change of any comment is noticed, and write."""
    await here.follow_through(6)
    await here.follow_through(1)


# What is there at first.


async def test_an_existing_discussion_is_written_depth_first(here: World) -> None:
    for parent in (None, None, "1", "2", "3", "1"):
        here.blog.say("1", parent=parent)
    await here.follow_through(1)
    thread = the_thread(here)
    assert thread.name == "On bread"
    assert [key for key, _ in keys(thread)] == ["1", "3", "5", "6", "2", "4"]
    assert replies(thread) == [None, 0, 1, 0, None, 4]
    assert words(thread)[0] == "words of 1"
    ((_, announcement, comments),) = here.discord.announcements.values()
    assert (announcement.title, comments) == ("On bread", 6)
    assert await here.unfinished() == 0


async def test_what_is_written_is_not_written_again(small: World) -> None:
    acts = len(small.discord.acts)
    await change(small)
    assert small.discord.acts[acts:] == []


async def test_a_long_comment_takes_parts_in_order_and_none_replies_to_its_own(
    here: World,
) -> None:
    here.blog.say("1", html(1, 0, length=600))
    here.blog.say("1", html(2, 0, length=600), parent="1")
    await here.follow_through(1)
    thread = the_thread(here)
    numbers = keys(thread)
    assert numbers == sorted(numbers)
    assert len(numbers) >= 6
    assert tokens(thread)["1"] == [f"w1v0x{n}" for n in range(600)]
    assert [place for place in replies(thread) if place is not None] == [0]


async def test_an_article_without_comments_has_its_thread(here: World) -> None:
    await here.follow_through(1)
    assert the_thread(here).messages == {}
    assert await here.unfinished() == 0


async def test_oldest_article_first(here: World) -> None:
    here.blog.publish(days=-3)
    here.blog.publish(days=3)
    await here.follow_through(1)
    order = [found.url for _, found, _ in here.discord.announcements.values()]
    assert order == [f"https://blog.example/{number}/" for number in (2, 1, 3)]


async def test_in_a_forum_the_announcement_brings_its_thread(here: World) -> None:
    here.discord.forums.add(CHANNEL)
    here.blog.say("1")
    await here.follow_through(1)
    assert "start thread" not in here.discord.acts
    assert words(the_thread(here)) == ["words of 1"]


# What changes.


async def test_what_comes_later_is_appended_as_a_reply_to_its_parent(small: World) -> None:
    small.blog.say("1", parent="1")
    await change(small)
    thread = the_thread(small)
    assert [key for key, _ in keys(thread)] == ["1", "2", "3", "4", "5"]
    assert replies(thread) == [None, 0, 1, None, 0]


async def test_an_edit_changes_the_message_in_its_place(small: World) -> None:
    before = list(the_thread(small).messages)
    small.blog.edit("2", "<p>others</p>")
    await change(small)
    assert list(the_thread(small).messages) == before
    assert words(the_thread(small)) == ["words of 1", "others", "words of 3", "words of 4"]


async def test_an_edit_to_three_times_the_length_appends_replying_to_the_first_part(
    small: World,
) -> None:
    small.blog.edit("2", html(2, 1, length=700))
    await change(small)
    thread = the_thread(small)
    assert keys(thread)[:4] == [("1", 1), ("2", 1), ("3", 1), ("4", 1)]
    assert {key for key, _ in keys(thread)[4:]} == {"2"}
    assert replies(thread)[4:] == [1] + [None] * (len(thread.messages) - 5)
    assert tokens(thread)["2"] == [f"w2v1x{n}" for n in range(700)]


async def test_an_edit_to_less_deletes_the_surplus(here: World) -> None:
    here.blog.say("1", html(1, 0, length=700))
    here.blog.say("1")
    await here.follow_through(1)
    here.blog.edit("1", "<p>short</p>")
    await change(here)
    assert words(the_thread(here)) == ["short", "words of 2"]
    assert await here.unfinished() == 0


async def test_a_removed_leaf_goes_and_comes_back_as_a_new_message(small: World) -> None:
    small.blog.remove("4")
    await change(small)
    assert words(the_thread(small)) == ["words of 1", "words of 2", "words of 3"]
    small.blog.approve("4")
    await change(small)
    assert words(the_thread(small))[-1] == "words of 4"
    assert await small.unfinished() == 0


async def test_a_removed_parent_leaves_a_tombstone_until_its_last_reply_goes(
    small: World,
) -> None:
    small.blog.remove("1")
    small.blog.remove("2")
    await change(small)
    assert words(the_thread(small)) == ["†", "†", "words of 3", "words of 4"]
    assert "Orla" not in "".join(m.content for m in list(the_thread(small).messages.values())[:2])
    small.blog.remove("3")
    await change(small)
    assert words(the_thread(small)) == ["words of 4"]


async def test_a_tombstone_gets_its_words_back(small: World) -> None:
    small.blog.remove("1")
    await change(small)
    small.blog.approve("1")
    await change(small)
    assert words(the_thread(small)) == ["words of 1", "words of 2", "words of 3", "words of 4"]
    assert [key for key, _ in keys(the_thread(small))] == ["1", "2", "3", "4"]


async def test_a_late_approval_of_a_parent_takes_the_note_from_its_orphan(here: World) -> None:
    here.blog.hold("1")
    here.blog.say("1", parent="1")
    await here.follow_through(1)
    assert words(the_thread(here)) == [f"{NOTE_ORPHAN}\nwords of 2"]
    here.blog.approve("1")
    await change(here)
    assert words(the_thread(here)) == ["words of 2", "words of 1"]


async def test_a_changed_title_changes_announcement_and_thread(small: World) -> None:
    small.blog.save("1", title="On better bread")
    await change(small)
    assert the_thread(small).name == "On better bread"
    ((_, announcement, comments),) = small.discord.announcements.values()
    assert (announcement.title, comments) == ("On better bread", 4)


async def test_the_number_of_comments_alone_changes_after_a_pause_and_once(small: World) -> None:
    def counted() -> int:
        ((_, _, comments),) = small.discord.announcements.values()
        return comments

    small.blog.say("1")
    await small.follow_through(1)
    small.blog.say("1")
    await small.follow_through(1)
    assert words(the_thread(small))[-1] == "words of 6"
    assert counted() == 4
    small.now += COUNT_PAUSE
    changes = small.discord.acts.count("change announcement")
    await small.write()
    assert counted() == 6
    await small.write()
    assert small.discord.acts.count("change announcement") == changes + 1
    assert await small.unfinished() == 0


async def test_a_number_of_comments_that_is_the_old_one_again_is_no_work(small: World) -> None:
    small.blog.say("1")
    await small.follow_through(1)
    small.blog.remove("5")
    await small.follow_through(2)
    small.now += COUNT_PAUSE
    await small.write()
    assert await small.unfinished() == 0


# What is withdrawn.


async def test_withdrawn_says_so_closes_and_keeps_the_words(small: World) -> None:
    small.blog.save("1", status="draft")
    await change(small)
    ((_, announcement, _),) = small.discord.announcements.values()
    (thread,) = small.discord.threads.values()
    assert announcement.url is None
    assert (thread.locked, thread.archived) == (True, True)
    assert len(words(thread)) == 4


async def test_back_again_it_is_as_before(small: World) -> None:
    small.blog.save("1", status="draft")
    await change(small)
    small.blog.save("1", status="publish")
    small.blog.say("1")
    await change(small)
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
    await change(small)
    thread = small.discord.threads[thread_id]
    assert list(thread.messages) == [member]
    assert thread.name == "Withdrawn article"
    assert (thread.locked, thread.archived) == (True, True)
    assert await small.unfinished() == 0


async def test_withdrawn_for_longer_than_a_day_the_words_go(small: World) -> None:
    small.blog.save("1", status="private")
    await change(small)
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
    await change(small)
    small.blog.save("1", status="publish")
    await change(small)
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


# What is in doubt.


@pytest.mark.parametrize("forum", [False, True])
async def test_an_announcement_in_doubt_is_found_behind_another_ones_success(
    here: World, forum: bool
) -> None:
    here.blog.publish(days=1)
    if forum:
        here.discord.forums.add(CHANNEL)
    await here.cycle()
    here.discord.fault = (0, True, DiscordUnavailable("lost"))
    first, second = await here.store.mirrors.unfinished(now=here.now)
    with pytest.raises(DiscordUnavailable):
        await here.announcer.announce(first.id)
    here.now += 1
    await here.announcer.announce(second.id)
    here.discord.forget_nonces()
    here.now += 600
    await here.write()
    assert len(here.discord.announcements) == 2
    assert await here.unfinished() == 0


# What people do in Discord.


async def test_what_people_removed_is_not_sent_again(small: World) -> None:
    (thread_id,) = small.discord.threads
    message = list(the_thread(small).messages)[3]
    small.discord.people_delete(thread_id, message)
    assert await small.store.parts.removed_by_people(message)
    for step in ("edit", "remove", "approve"):
        if step == "edit":
            small.blog.edit("4", "<p>others</p>")
        else:
            getattr(small.blog, step)("4")
        await change(small)
        assert words(the_thread(small)) == ["words of 1", "words of 2", "words of 3"]
    assert await small.unfinished() == 0


async def test_what_people_removed_unseen_is_noticed_at_the_next_edit(small: World) -> None:
    (thread_id,) = small.discord.threads
    small.discord.people_delete(thread_id, list(the_thread(small).messages)[3])
    for text in ("others", "and others"):
        small.blog.edit("4", f"<p>{text}</p>")
        await change(small)
    assert words(the_thread(small)) == ["words of 1", "words of 2", "words of 3"]
    assert sum(act.startswith("edit") for act in small.discord.acts) == 1


async def test_our_own_removals_are_not_taken_for_peoples(small: World) -> None:
    message = list(the_thread(small).messages)[3]
    seen = []

    async def gateway() -> None:
        seen.append(await small.store.parts.removed_by_people(message))

    small.blog.remove("4")
    await small.cycle(7)
    small.discord.after_delete = gateway
    await small.write()
    assert seen == [False]
    small.blog.approve("4")
    await change(small)
    assert words(the_thread(small))[-1] == "words of 4"


async def test_a_reply_to_what_people_removed_stands_without_reference(small: World) -> None:
    (thread_id,) = small.discord.threads
    message = next(iter(the_thread(small).messages))
    small.discord.people_delete(thread_id, message)
    await small.store.parts.removed_by_people(message)
    small.blog.say("1", parent="1")
    await change(small)
    assert replies(the_thread(small)) == [-1, 0, None, None]


async def test_a_deleted_thread_pauses_its_mirror_alone(small: World) -> None:
    small.discord.threads.clear()
    small.blog.say("1")
    await change(small)
    (progress,) = await small.store.mirrors.progress(1)
    assert progress.paused == THREAD_DELETED
    assert await small.unfinished() == 0
    small.blog.publish(days=1)
    await change(small)
    assert len(small.discord.threads) == 1


async def test_a_deleted_channel_pauses_the_follow(small: World) -> None:
    small.discord.gone_channels.add(CHANNEL)
    small.blog.publish(days=1)
    await small.follow_through()
    (follow,) = await small.store.follows.of_guild(GUILD)
    assert (follow.state, follow.reason) == (FollowState.PAUSED, CHANNEL_DELETED)


async def test_a_removed_announcement_is_left_alone_and_its_thread_goes_on(small: World) -> None:
    (message,) = small.discord.announcements
    del small.discord.announcements[message]
    small.blog.save("1", title="Another")
    small.blog.say("1")
    await change(small)
    assert small.discord.announcements == {}
    (thread,) = small.discord.threads.values()
    assert words(thread)[-1] == "words of 5"
    assert await small.unfinished() == 0


async def test_an_announcement_removed_before_its_thread_began_is_not_sent_again(
    here: World,
) -> None:
    await here.cycle()
    here.discord.fault = (1, False, Killed())
    with pytest.raises(Killed):
        await here.write()
    here.discord.announcements.clear()
    here.restart()
    await here.write()
    await here.write()
    assert here.discord.announcements == {}
    assert await here.unfinished() == 0


async def test_an_announcement_removed_before_it_was_recorded_is_not_sent_again(
    here: World,
) -> None:
    await here.cycle()
    here.discord.fault = (0, True, Killed())
    with pytest.raises(Killed):
        await here.write()
    here.discord.announcements.clear()
    here.restart()
    await here.write()
    here.discord.forget_nonces()
    await here.write()
    assert here.discord.announcements == {}
    assert await here.unfinished() == 0


async def test_a_message_removed_before_it_was_recorded_is_not_sent_again(small: World) -> None:
    small.blog.say("1")
    await small.cycle()
    small.discord.fault = (len(small.discord.acts), True, Killed())
    with pytest.raises(Killed):
        await small.write()
    (thread_id,) = small.discord.threads
    small.discord.people_delete(thread_id, list(the_thread(small).messages)[-1])
    small.restart()
    await small.write()
    small.discord.forget_nonces()
    await change(small)
    assert len(the_thread(small).messages) == 4
    assert await small.unfinished() == 0


# What Discord refuses.


async def test_a_refused_part_holds_nothing_up_and_is_tried_again_when_it_changes(
    here: World,
) -> None:
    here.blog.say("1", "<p>bad</p>")
    here.blog.say("1", parent="1")
    here.discord.refuse = lambda content: content.endswith("bad")
    await here.follow_through(1)
    assert words(the_thread(here)) == ["words of 2"]
    assert await here.unfinished() == 0
    sends = len(here.discord.acts)
    await change(here)
    assert len(here.discord.acts) == sends
    here.blog.edit("1", "<p>good</p>")
    await change(here)
    assert words(the_thread(here)) == ["words of 2", "good"]


async def test_a_refused_edit_leaves_the_message(small: World) -> None:
    small.discord.refuse = lambda content: content.endswith("bad")
    small.blog.edit("2", "<p>bad</p>")
    await change(small)
    assert words(the_thread(small))[1] == "words of 2"
    small.blog.edit("2", "<p>good</p>")
    await change(small)
    assert words(the_thread(small))[1] == "good"


async def test_a_fault_of_discord_is_raised_and_the_next_attempt_goes_on(here: World) -> None:
    for _ in range(4):
        here.blog.say("1")
    await here.cycle()
    here.discord.fault = (4, False, DiscordUnavailable("lost"))
    with pytest.raises(DiscordUnavailable):
        await here.write()
    await here.write()
    assert words(the_thread(here)) == [f"words of {number}" for number in (1, 2, 3, 4)]


# Room.


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
    await change(small)
    assert the_thread(small).archived is False


# The brake is tested in test_reading.py; crashes in test_recovery.py.


async def test_the_writer_ends_between_two_messages_when_told_to(here: World) -> None:
    for _ in range(5):
        here.blog.say("1")
    await here.cycle()

    def stop_at_the_third(act: str) -> None:
        if act == "send 3":
            here.stop.set()

    here.discord.before_act = stop_at_the_third
    assert await here.write() == [None]
    assert words(the_thread(here)) == [f"words of {number}" for number in (1, 2, 3)]
    here.restart()
    await here.write()
    assert words(the_thread(here)) == [f"words of {number}" for number in (1, 2, 3, 4, 5)]


async def test_progress_counts_messages(here: World) -> None:
    for _ in range(4):
        here.blog.say("1")
    await here.cycle()
    here.discord.fault = (4, False, Killed())
    with pytest.raises(Killed):
        await here.write()
    (progress,) = await here.store.mirrors.progress(1)
    assert (progress.sent, progress.parts, progress.finished) == (1, 4, False)
    await here.write()
    (progress,) = await here.store.mirrors.progress(1)
    assert (progress.sent, progress.parts, progress.finished) == (4, 4, True)


async def test_a_refused_announcement_is_said_and_not_hidden(here: World) -> None:
    await here.cycle()
    here.discord.fault = (0, False, DiscordRejected("Discord said: no."))
    with pytest.raises(DiscordRejected):
        await here.write()
    assert await here.unfinished() == 1


async def test_an_own_message_that_went_missing_is_no_error(small: World) -> None:
    """Deleting what people deleted already, seen or not."""
    (thread_id,) = small.discord.threads
    small.discord.people_delete(thread_id, list(the_thread(small).messages)[3])
    small.blog.remove("4")
    await change(small)
    assert len(the_thread(small).messages) == 3
    assert MessageGone.__name__ not in str(await small.store.mirrors.progress(1))
