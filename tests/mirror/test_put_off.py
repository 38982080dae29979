"""What Discord does not take now waits by itself, comes later, and holds nothing else up."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest

from bot.errors import (
    DiscordError,
    DiscordRejected,
    DiscordUnavailable,
    PermissionMissing,
    ThreadClosed,
)
from bot.mirror.edits import COUNT_PAUSE, FIRST_PAUSE, LONGEST_PAUSE
from tests.mirror.world import World, keys, the_thread, words


async def notice(here: World) -> None:
    """As `notice`, whatever Discord says to it."""
    for _ in range(7):
        await here.cycle()
        with suppress(DiscordError):
            await here.write()


async def write_on(here: World, seconds: int) -> None:
    """Write whenever it could be due, for so long."""
    for _ in range(0, seconds, 5):
        here.now += 5
        with suppress(DiscordError):
            await here.write()


# An old message that can't be changed now.


async def test_it_holds_no_new_one_up_and_comes_when_it_can(small: World) -> None:
    (first, *_) = the_thread(small).messages
    small.discord.unchangeable = {first}
    small.blog.edit("1", "<p>changed</p>")
    small.blog.edit("2", "<p>changed too</p>")
    small.blog.say("1")
    await small.notice()
    assert words(the_thread(small)) == [
        "words of 1", "changed too", "words of 3", "words of 4", "words of 5",
    ]  # fmt: skip
    (progress,) = await small.store.mirrors.progress(1)
    assert not progress.finished
    assert "older message" in str(progress.failure)
    small.discord.unchangeable = set()
    small.now += LONGEST_PAUSE
    await small.write()
    assert words(the_thread(small))[0] == "changed"
    (progress,) = await small.store.mirrors.progress(1)
    assert (progress.finished, progress.failure) == (True, None)


async def test_it_is_tried_after_growing_pauses(small: World) -> None:
    (first, *_) = the_thread(small).messages
    small.discord.unchangeable = {first}
    small.blog.edit("1", "<p>changed</p>")
    tried: list[int] = []

    def note(act: str) -> None:
        if act == f"edit {first}":
            tried.append(small.now)

    small.discord.before_act = note
    await small.notice()
    await write_on(small, 2 * 3600)
    pauses = [after - before for before, after in pairwise(tried)]
    assert pauses[-3:] == [FIRST_PAUSE * 2**n for n in range(len(pauses) - 3, len(pauses))]
    assert 6 <= len(tried) <= 9


async def test_its_newest_words_are_shown_in_the_end(small: World) -> None:
    (first, *_) = the_thread(small).messages
    small.discord.unchangeable = {first}
    for version in ("once", "twice"):
        small.blog.edit("1", f"<p>{version}</p>")
        await small.notice()
    small.discord.unchangeable = set()
    small.restart()
    small.now += LONGEST_PAUSE
    await small.write()
    assert words(the_thread(small))[0] == "twice"


async def test_what_was_removed_meanwhile_is_gone(small: World) -> None:
    last = list(the_thread(small).messages)[-1]
    small.discord.unchangeable = {last}
    small.blog.edit("4", "<p>changed</p>")
    await small.notice()
    small.blog.remove("4")
    await small.notice()
    assert words(the_thread(small)) == ["words of 1", "words of 2", "words of 3"]
    small.now += LONGEST_PAUSE
    await small.write()
    assert await small.unfinished() == 0


async def test_an_announcement_that_can_not_be_changed_holds_nothing_up(small: World) -> None:
    small.discord.unchangeable = {*small.discord.announcements}
    small.now += COUNT_PAUSE
    small.blog.save("1", title="On better bread")
    small.blog.say("1")
    await small.notice()
    thread = next(iter(small.discord.threads.values()))
    assert words(thread)[-1] == "words of 5"
    assert thread.name == "On better bread"
    small.discord.unchangeable = set()
    small.now += LONGEST_PAUSE
    await small.write()
    ((_, announcement, comments),) = small.discord.announcements.values()
    assert (announcement.title, comments) == ("On better bread", 5)


async def test_where_discord_does_not_answer_no_other_change_is_tried(small: World) -> None:
    for number in (1, 2, 3):
        small.blog.edit(str(number), "<p>changed</p>")
    await small.cycle(7)
    begin = len(small.discord.acts)
    small.discord.fault = (begin, False, DiscordUnavailable("lost"))
    await small.write()
    assert len(small.discord.acts) == begin + 1
    small.now += FIRST_PAUSE
    await small.write()
    assert words(the_thread(small)) == ["changed"] * 3 + ["words of 4"]


# A thread that a moderator closed and locked.


async def test_it_takes_changes_and_removals_and_new_comments_wait(small: World) -> None:
    (thread,) = small.discord.threads
    small.discord.moderators_close(thread)
    small.blog.edit("1", "<p>changed</p>")
    small.blog.remove("4")
    small.blog.say("1")
    await notice(small)
    assert words(the_thread(small)) == ["changed", "words of 2", "words of 3"]
    found = the_thread(small)
    assert (found.locked, found.archived) == (True, True)
    (progress,) = await small.store.mirrors.progress(1)
    assert (progress.finished, progress.refused) == (False, 0)
    small.discord.moderators_open(thread)
    await small.write()
    assert words(the_thread(small))[-1] == "words of 5"


async def test_of_many_that_wait_one_is_tried(small: World) -> None:
    (thread,) = small.discord.threads
    small.discord.moderators_close(thread)
    for _ in range(5):
        small.blog.say("1")
    await small.cycle(7)
    begin = len(small.discord.acts)
    with pytest.raises(ThreadClosed):
        await small.write()
    assert len(small.discord.acts) == begin + 1
    small.discord.moderators_open(thread)
    await small.write()
    assert [key for key, _ in keys(the_thread(small))][-5:] == ["5", "6", "7", "8", "9"]


async def test_a_moderators_lock_outlasts_an_article_that_was_away(small: World) -> None:
    (thread,) = small.discord.threads
    small.discord.moderators_close(thread)
    for status in ("draft", "publish"):
        small.blog.save("1", status=status)
        await small.notice()
    found = small.discord.threads[thread]
    assert (found.locked, found.archived) == (True, True)


async def test_our_own_lock_does_not(small: World) -> None:
    (thread,) = small.discord.threads
    for status in ("draft", "publish"):
        small.blog.save("1", status=status)
        await small.notice()
    found = small.discord.threads[thread]
    assert (found.locked, found.archived) == (False, False)


# A refusal that is not about the words.


@pytest.mark.parametrize(
    "reason",
    [ThreadClosed("No."), PermissionMissing("No."), DiscordRejected("No.")],
    ids=lambda reason: type(reason).__name__,
)
async def test_what_was_refused_for_another_reason_comes_later(
    small: World, reason: DiscordError
) -> None:
    small.discord.rejected = lambda _: reason
    small.blog.say("1")
    await small.cycle(7)
    with pytest.raises(type(reason)):
        await small.write()
    assert len(words(the_thread(small))) == 4
    small.restart()
    small.discord.rejected = lambda _: None
    await small.write()
    assert words(the_thread(small))[-1] == "words of 5"
    assert await small.unfinished() == 0


async def test_one_that_is_rejected_holds_no_other_up(small: World) -> None:
    small.discord.rejected = lambda content: DiscordRejected("No.") if "\nbad" in content else None
    small.blog.say("1", "<p>bad</p>")
    small.blog.say("1")
    small.blog.remove("4")
    await small.cycle(7)
    with pytest.raises(DiscordRejected):
        await small.write()
    assert words(the_thread(small)) == [
        "words of 1", "words of 2", "words of 3", "words of 6",
    ]  # fmt: skip
    assert await small.unfinished() == 1


async def test_refused_words_are_counted_until_they_change(small: World) -> None:
    small.discord.refuse = lambda content: "\nbad" in content
    small.blog.say("1", "<p>bad</p>")
    small.blog.edit("2", "<p>bad</p>")
    await small.notice()
    (progress,) = await small.store.mirrors.progress(1)
    assert (progress.finished, progress.refused) == (True, 2)
    small.blog.edit("2", "<p>good</p>")
    small.blog.edit("5", "<p>good</p>")
    await small.notice()
    (progress,) = await small.store.mirrors.progress(1)
    assert progress.refused == 0
    assert words(the_thread(small)).count("good") == 2


async def test_an_edit_back_to_what_stands_needs_nothing(small: World) -> None:
    small.discord.refuse = lambda content: "\nbad" in content
    before = words(the_thread(small))
    small.blog.edit("2", "<p>bad</p>")
    await small.notice()
    small.blog.edit("2", "<p>words of 2</p>")
    await small.notice()
    assert words(the_thread(small)) == before
    assert await small.unfinished() == 0
    (progress,) = await small.store.mirrors.progress(1)
    assert progress.refused == 0


async def test_what_is_gone_from_the_blog_is_not_counted_as_refused(small: World) -> None:
    small.discord.refuse = lambda content: "\nbad" in content
    small.blog.say("1", "<p>bad</p>")
    await small.notice()
    small.blog.remove("5")
    await small.notice()
    (progress,) = await small.store.mirrors.progress(1)
    assert progress.refused == 0
