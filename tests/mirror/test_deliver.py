"""What the writer makes of a thread, on a real store and a Discord in memory."""

from __future__ import annotations

import pytest

from bot.errors import DiscordUnavailable
from bot.languages.language import ENGLISH
from bot.mirror.lines import orphan_note, unsaid
from tests.mirror.fake_discord import Killed
from tests.mirror.world import World, html, keys, replies, the_thread, tokens, words

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
    await small.notice()
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


# What changes.


async def test_what_comes_later_is_appended_as_a_reply_to_its_parent(small: World) -> None:
    small.blog.say("1", parent="1")
    await small.notice()
    thread = the_thread(small)
    assert [key for key, _ in keys(thread)] == ["1", "2", "3", "4", "5"]
    assert replies(thread) == [None, 0, 1, None, 0]


async def test_an_edit_changes_the_message_in_its_place(small: World) -> None:
    before = list(the_thread(small).messages)
    small.blog.edit("2", "<p>others</p>")
    await small.notice()
    assert list(the_thread(small).messages) == before
    assert words(the_thread(small)) == ["words of 1", "others", "words of 3", "words of 4"]


async def test_an_edit_to_three_times_the_length_appends_replying_to_the_first_part(
    small: World,
) -> None:
    small.blog.edit("2", html(2, 1, length=700))
    await small.notice()
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
    await here.notice()
    assert words(the_thread(here)) == ["short", "words of 2"]
    assert await here.unfinished() == 0


async def test_a_removed_leaf_goes_and_comes_back_as_a_new_message(small: World) -> None:
    small.blog.remove("4")
    await small.notice()
    assert words(the_thread(small)) == ["words of 1", "words of 2", "words of 3"]
    small.blog.approve("4")
    await small.notice()
    assert words(the_thread(small))[-1] == "words of 4"
    assert await small.unfinished() == 0


async def test_a_removed_parent_leaves_a_tombstone_until_its_last_reply_goes(
    small: World,
) -> None:
    small.blog.remove("1")
    small.blog.remove("2")
    await small.notice()
    assert words(the_thread(small)) == ["†", "†", "words of 3", "words of 4"]
    assert "Orla" not in "".join(m.content for m in list(the_thread(small).messages.values())[:2])
    small.blog.remove("3")
    await small.notice()
    assert words(the_thread(small)) == ["words of 4"]


async def test_a_tombstone_gets_its_words_back(small: World) -> None:
    small.blog.remove("1")
    await small.notice()
    small.blog.approve("1")
    await small.notice()
    assert words(the_thread(small)) == ["words of 1", "words of 2", "words of 3", "words of 4"]
    assert [key for key, _ in keys(the_thread(small))] == ["1", "2", "3", "4"]


async def test_a_late_approval_of_a_parent_takes_the_note_from_its_orphan(here: World) -> None:
    here.blog.hold("1")
    here.blog.say("1", parent="1")
    await here.follow_through(1)
    assert words(the_thread(here)) == [f"words of 2\n{orphan_note(ENGLISH)}"]
    here.blog.approve("1")
    await here.notice()
    assert words(the_thread(here)) == ["words of 2", "words of 1"]


# What Discord refuses.


async def test_a_refused_part_holds_nothing_up_and_is_tried_again_when_it_changes(
    here: World,
) -> None:
    here.blog.say("1", "<p>bad</p>")
    here.blog.say("1", parent="1")
    here.discord.refuse = lambda content: "\nbad" in content
    await here.follow_through(1)
    assert words(the_thread(here)) == [unsaid(ENGLISH), "words of 2"]
    assert await here.unfinished() == 0
    sends = len(here.discord.acts)
    await here.notice()
    assert len(here.discord.acts) == sends
    here.blog.edit("1", "<p>good</p>")
    await here.notice()
    assert words(the_thread(here)) == ["good", "words of 2"]


async def test_a_refused_edit_leaves_the_message(small: World) -> None:
    small.discord.refuse = lambda content: "\nbad" in content
    small.blog.edit("2", "<p>bad</p>")
    await small.notice()
    assert words(the_thread(small))[1] == "words of 2"
    small.blog.edit("2", "<p>good</p>")
    await small.notice()
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
