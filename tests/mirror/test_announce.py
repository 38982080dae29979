"""Announcements: what an owner chose for a channel, what changes, and what is in doubt."""

from __future__ import annotations

from datetime import time

import pytest

from bot.choices import Filters, QuietHours
from bot.errors import DiscordRejected, DiscordUnavailable
from bot.languages.phrase import Phrase
from bot.mirror.edits import COUNT_PAUSE
from bot.model import BlogAddress
from tests.mirror.fake_discord import Killed
from tests.mirror.world import CHANNEL, GUILD, World, the_thread, words


@pytest.fixture
async def announced(here: World) -> World:
    """One article without comments, in Discord."""
    await here.follow_through(1)
    return here


async def test_a_role_is_mentioned_in_a_new_announcement(announced: World) -> None:
    await announced.choose(role=555)
    announced.blog.publish()
    await announced.follow_through()
    assert list(announced.discord.called.values())[-1] == 555


async def test_an_article_that_the_filters_keep_out_waits_until_they_change(
    announced: World,
) -> None:
    await announced.choose(filters=Filters(words=("-nothing",), terms=("no such term",)))
    before = len(announced.discord.announcements)
    announced.blog.publish()
    await announced.follow_through()
    assert len(announced.discord.announcements) == before
    assert await announced.unfinished() == 0
    await announced.choose()
    await announced.follow_through()
    assert len(announced.discord.announcements) == before + 1


async def test_a_brief_announcement_has_neither_excerpt_nor_picture(announced: World) -> None:
    assert all(shown.excerpt for _, shown, _ in announced.discord.announcements.values())
    await announced.choose(brief=True)
    await announced.follow_through()
    for _, shown, _ in announced.discord.announcements.values():
        assert (shown.excerpt, shown.image) == ("", None)


async def test_an_announcement_names_its_blog_where_a_channel_has_several(
    announced: World,
) -> None:
    """What stands is not changed for that until its own words are."""
    (first,) = announced.discord.announcements
    other = BlogAddress("later", "https://other.example/", "https://other.example/feed", "Other")
    other_id = await announced.store.blogs.add(other)
    await announced.store.follows.start(other_id, guild=GUILD, channel=CHANNEL, backfill=0)
    before = list(announced.discord.acts)
    (mine,) = await announced.store.follows.of_blog(announced.blog_id)
    await announced.store.follows.choose(
        mine.id, brief=False, role=None, filters=Filters(), quiet=None, language="en", publish=False
    )
    assert await announced.unfinished() == 1
    await announced.follow_through()
    assert announced.discord.acts == before
    announced.blog.publish()
    await announced.follow_through()
    assert [shown.blog for _, shown, _ in announced.discord.announcements.values()] == [
        "", "Sample",
    ]  # fmt: skip
    announced.blog.save("1", title="Another title")
    await announced.follow_through()
    assert announced.discord.announcements[first][1].blog == "Sample"
    (follow,) = await announced.store.follows.of_blog(other_id)
    await announced.store.follows.end(follow.id)
    announced.blog.publish()
    await announced.follow_through()
    assert list(announced.discord.announcements.values())[-1][1].blog == ""


async def test_in_quiet_hours_nothing_new_is_announced(announced: World) -> None:
    await announced.choose(quiet=QuietHours(time(0, 0), time(23, 59), "UTC"))
    before = len(announced.discord.announcements)
    announced.blog.publish()
    await announced.cycle()
    mirror = (await announced.store.mirrors.unfinished())[-1]
    until = await announced.announcer.announce(mirror.id)
    assert until is not None
    assert until > announced.now
    assert len(announced.discord.announcements) == before
    announced.now = until
    assert await announced.announcer.announce(mirror.id) is None
    assert len(announced.discord.announcements) == before + 1


async def test_in_a_forum_the_announcement_brings_its_thread(here: World) -> None:
    here.discord.forums.add(CHANNEL)
    here.blog.say("1")
    await here.follow_through(1)
    assert "start thread" not in here.discord.acts
    assert words(the_thread(here)) == ["words of 1"]


async def test_oldest_article_first(here: World) -> None:
    here.blog.publish(days=-3)
    here.blog.publish(days=3)
    await here.follow_through(1)
    order = [found.url for _, found, _ in here.discord.announcements.values()]
    assert order == [f"https://blog.example/{number}/" for number in (2, 1, 3)]


async def test_a_changed_title_changes_announcement_and_thread(small: World) -> None:
    small.blog.save("1", title="On better bread")
    await small.notice()
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


async def test_that_no_comments_are_left_is_shown_at_once(small: World) -> None:
    """As where an article comes back from the trash, and its comments stay there."""
    small.blog.save("1", status="trash")
    await small.notice()
    for comment in ("4", "3", "2", "1"):
        small.blog.remove(comment)
    small.blog.save("1", status="publish")
    for _ in range(8):
        await small.follow_through(1)
    assert words(the_thread(small)) == []
    ((_, announcement, comments),) = small.discord.announcements.values()
    assert (announcement.title, comments) == ("On bread", 0)


async def test_a_number_of_comments_that_is_the_old_one_again_is_no_work(small: World) -> None:
    small.blog.say("1")
    await small.follow_through(1)
    small.blog.remove("5")
    await small.follow_through(2)
    small.now += COUNT_PAUSE
    await small.write()
    assert await small.unfinished() == 0


@pytest.mark.parametrize("forum", [False, True])
async def test_an_announcement_in_doubt_is_found_behind_another_ones_success(
    here: World, forum: bool
) -> None:
    here.blog.publish(days=1)
    if forum:
        here.discord.forums.add(CHANNEL)
    await here.cycle()
    here.discord.fault = (0, True, DiscordUnavailable("lost"))
    first, second = await here.store.mirrors.unfinished()
    with pytest.raises(DiscordUnavailable):
        await here.announcer.announce(first.id)
    here.now += 1
    await here.announcer.announce(second.id)
    here.discord.forget_nonces()
    here.now += 600
    await here.write()
    assert len(here.discord.announcements) == 2
    assert await here.unfinished() == 0


async def test_a_removed_announcement_is_left_alone_and_its_thread_goes_on(small: World) -> None:
    (message,) = small.discord.announcements
    del small.discord.announcements[message]
    small.blog.save("1", title="Another")
    small.blog.say("1")
    await small.notice()
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


async def test_a_refused_announcement_is_said_and_not_hidden(here: World) -> None:
    await here.cycle()
    here.discord.fault = (0, False, DiscordRejected("Discord said: no."))
    with pytest.raises(DiscordRejected):
        await here.write()
    assert await here.unfinished() == 1


async def test_what_was_left_out_is_recorded_until_it_is_whole(here: World) -> None:
    here.discord.lacks = (Phrase("its picture"),)
    await here.follow_through(1)
    (progress,) = await here.store.mirrors.progress(1)
    assert str(progress.reduced) == ("It is announced without its picture: Discord refused that.")
    acts = len(here.discord.acts)
    await here.notice()
    assert here.discord.acts[acts:] == [], "nor is it tried again"
    here.discord.lacks = ()
    here.blog.save("1", title="Another")
    await here.notice()
    (progress,) = await here.store.mirrors.progress(1)
    assert progress.reduced is None
