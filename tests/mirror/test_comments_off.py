"""A blog without comments: its articles are announced all the same, and it is asked again daily."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import (
    BlogMoved,
    BlogRefused,
    BlogTroubled,
    BlogUnreachable,
    BlogUnusable,
    BotCheck,
    CommentsOff,
)
from tests.mirror.world import GUILD, World, the_thread, words, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.errors import BlogError

OFF = CommentsOff("Comments are switched off there.")
DAY = 86_400


async def titles(here: World) -> set[str]:
    """What is announced by now."""
    await here.write()
    return {each.title for _, each, _ in here.discord.announcements.values()}


async def test_articles_are_announced_all_the_same(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.blog.publish(title="Old")
        await here.cycle(2)
        here.blog.comments_fail = OFF
        here.blog.publish(title="New", days=1)
        await here.cycle()
        assert await titles(here) == {"Old", "New"}
        record = await here.store.blogs.get(here.blog_id)
        assert record.comments_off == OFF.phrase


async def test_that_there_are_no_comments_yet_is_not_said_of_them(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.blog.comments_fail = OFF
        article = here.blog.publish()
        await here.follow_through()
        ((_, shown, _),) = here.discord.announcements.values()
        assert not shown.counted
        here.blog.comments_fail = None
        here.now += DAY
        await here.follow_through()
        here.discord.acts.clear()
        await here.follow_through()
        assert here.discord.acts == [], "what stands is not edited for that"
        (record,) = await here.store.articles.latest(GUILD, 1)
        assert record.counted
        here.blog.say(article, "<p>One.</p>")
        await here.follow_through()
        assert words(here.discord.thread_of(article)) == ["One."]


async def test_they_are_looked_for_again_after_a_day_and_read_from_the_beginning(
    tmp_path: Path,
) -> None:
    async with world(tmp_path, backfill=1) as here:
        here.blog.comments_fail = OFF
        unmirrored, article = here.blog.publish(), here.blog.publish(days=1)
        await here.cycle(5)
        while await here.reading.archive.fill():
            pass
        asked = await here.cycle()
        assert not [what for what in asked if what.startswith(("newest", "comments", "count"))]
        here.blog.comments_fail = None
        here.blog.say(article, "<p>First.</p>")
        for _ in range(150):
            here.blog.say(unmirrored, "<p>Aside.</p>")
        await here.cycle()
        await here.write()
        assert words(here.discord.thread_of(article)) == []
        here.now += DAY
        await here.follow_through()
        while await here.reading.archive.fill():
            pass
        assert words(here.discord.thread_of(article)) == ["First."]
        assert (await here.store.archives.recorded(here.blog_id)).comments == 151
        assert (await here.store.blogs.get(here.blog_id)).comments_off is None


async def test_what_stands_stays_while_they_are_off(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        article = here.blog.publish()
        here.blog.say(article, "<p>Hello.</p>")
        await here.follow_through()
        here.blog.comments_fail = OFF
        here.now += 3 * DAY
        await here.follow_through()
        assert words(the_thread(here)) == ["Hello."]


async def test_the_archive_is_filled_without_them(tmp_path: Path) -> None:
    """They may go off in the middle of it."""
    async with world(tmp_path, backfill=0) as here:
        for _ in range(30):
            article = here.blog.publish()
            here.blog.say(article)
        await here.cycle()
        await here.reading.archive.fill()
        here.blog.comments_fail = OFF
        for _ in range(20):
            if not await here.reading.archive.fill():
                break
        recorded = await here.store.archives.recorded(here.blog_id)
        assert (recorded.articles, recorded.filling) == (30, False)


@pytest.mark.parametrize(
    "fault",
    [
        BlogUnusable("The comments are no JSON."),
        BlogRefused("The comments are not for this account."),
        BlogTroubled("The comments have a problem of their own (500)."),
        BotCheck("The comments turn bots away."),
    ],
)
async def test_whatever_is_wrong_with_the_comments_articles_are_read(
    tmp_path: Path, fault: BlogError
) -> None:
    async with world(tmp_path) as here:
        here.blog.publish(title="Old")
        await here.cycle(2)
        here.blog.comments_fail = fault
        here.blog.publish(title="New", days=1)
        with pytest.raises(type(fault)):
            await here.cycle()
        assert await titles(here) == {"Old", "New"}


@pytest.mark.parametrize(
    "fault",
    [
        BlogUnreachable("It asks us to slow down."),
        BlogMoved("It is elsewhere.", to="https://b.example/", for_good=True),
    ],
)
async def test_a_blog_that_does_not_answer_is_asked_nothing_more(
    tmp_path: Path, fault: BlogError
) -> None:
    async with world(tmp_path) as here:
        here.blog.publish()
        await here.cycle(2)
        here.blog.comments_fail = fault
        with pytest.raises(type(fault)):
            await here.cycle()
        assert here.blog.requests == ["newest 1"]


async def test_where_totals_are_not_told_comments_come_and_nothing_fails(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        article = here.blog.publish()
        here.blog.say(article, "<p>One.</p>")
        await here.follow_through()
        here.blog.totals = False
        here.blog.say(article, "<p>Two.</p>")
        here.blog.remove("1")
        await here.follow_through(12)
        assert words(the_thread(here)) == ["Two."]
