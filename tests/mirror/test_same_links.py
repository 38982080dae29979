"""Articles that share a link, or have none: each is known by its own mirror."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import DiscordUnavailable
from bot.mirror.announce import THREAD_TAKEN
from bot.mirror.reading import Reading
from tests.mirror.fake_blog import FakeBlog
from tests.mirror.fake_discord import Killed
from tests.mirror.world import CHANNEL, GUILD, World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store.discord.mirror import MirrorRecord

HOME = "https://lantern.example/"


@pytest.fixture(params=["text", "forum"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A followed blog without articles, in a channel of either kind."""
    async with world(tmp_path) as opened:
        if request.param == "forum":
            opened.discord.forums.add(CHANNEL)
        yield opened


def shown(here: World) -> list[tuple[str, str | None]]:
    """The announcements, each with the name of the thread beside it."""
    threads = here.discord.threads
    return [
        (found.title, threads[message].name if message in threads else None)
        for message, (_, found, _) in here.discord.announcements.items()
    ]


async def unfinished(here: World) -> list[MirrorRecord]:
    return await here.store.mirrors.unfinished()


@pytest.mark.parametrize("link", [HOME, ""])
async def test_each_has_its_announcement_and_its_thread(empty: World, link: str) -> None:
    for number in range(3):
        empty.blog.publish(title=f"Note {number}", link=link, days=number)
        empty.blog.say(str(number + 1))
    await empty.follow_through(2)
    assert shown(empty) == [(f"Note {number}", f"Note {number}") for number in range(3)]
    assert [len(thread.messages) for thread in empty.discord.threads.values()] == [1, 1, 1]
    urls = {found.url for _, found, _ in empty.discord.announcements.values()}
    assert urls == {link or None}
    assert await empty.unfinished() == 0


async def test_a_later_one_leaves_what_members_wrote_below_an_earlier_one(empty: World) -> None:
    empty.blog.publish(title="Note 1", link=HOME)
    await empty.follow_through(1)
    (thread,) = empty.discord.threads
    said = empty.discord.people_write(thread, "hello")
    empty.discord.posts_twice = True
    empty.blog.publish(title="Note 1", link=HOME, days=1)
    await empty.follow_through(5)
    assert said in empty.discord.threads[thread].messages
    assert shown(empty) == [("Note 1", "Note 1")] * 2


async def test_two_blogs_with_the_same_articles_in_one_channel(empty: World) -> None:
    planet = FakeBlog("https://planet.example/")
    planet_id = await empty.store.blogs.add(planet.address)
    await empty.store.follows.start(planet_id, guild=GUILD, channel=CHANNEL, backfill=10)
    for number in (1, 2):
        for blog in (empty.blog, planet):
            blog.publish(title=f"Note {number}", link=f"{HOME}n/{number}", days=number)
    await empty.cycle()
    await Reading(empty.store, planet_id, planet, lambda: empty.now).cycle()
    await empty.write()
    assert shown(empty) == [
        ("Note 1", "Note 1"), ("Note 1", "Note 1"), ("Note 2", "Note 2"), ("Note 2", "Note 2"),
    ]  # fmt: skip
    assert await empty.unfinished() == 0


async def test_of_two_in_doubt_each_takes_its_own(empty: World) -> None:
    """The second one's message is there, the first one's is not."""
    for number in (1, 2):
        empty.blog.publish(title=f"Note {number}", link=HOME, days=number)
    await empty.cycle()
    first, second = await unfinished(empty)
    for mirror, stored in ((first, False), (second, True)):
        empty.discord.fault = (len(empty.discord.acts), stored, DiscordUnavailable("lost"))
        with pytest.raises(DiscordUnavailable):
            await empty.announcer.announce(mirror.id)
    (message,) = empty.discord.announcements
    empty.restart()
    await empty.write()
    assert sorted(shown(empty)) == [("Note 1", "Note 1"), ("Note 2", "Note 2")]
    bound = await empty.store.mirrors.get(second.id)
    assert bound is not None
    assert bound.announcement_id == message
    assert await empty.unfinished() == 0


async def test_in_doubt_it_is_known_by_its_link_when_its_title_changed(empty: World) -> None:
    empty.blog.publish(title="Note 1", link=HOME)
    await empty.cycle()
    empty.discord.fault = (0, True, Killed())
    with pytest.raises(Killed):
        await empty.write()
    empty.restart()
    empty.discord.forget_nonces()
    empty.blog.save("1", title="Note one")
    await empty.cycle(5)
    await empty.write()
    await empty.write()
    ((_, announcement, _),) = empty.discord.announcements.values()
    assert announcement.title == "Note one"
    assert await empty.unfinished() == 0


async def test_one_in_doubt_when_the_bot_was_updated_is_found_without_its_nonce(
    empty: World,
) -> None:
    empty.blog.publish(title="Note 1")
    await empty.cycle()
    empty.discord.fault = (0, True, Killed())
    with pytest.raises(Killed):
        await empty.write()
    await empty.store.mirrors._database.write("UPDATE mirror SET announcement_nonce = NULL")
    empty.restart()
    await empty.write()
    assert shown(empty) == [("Note 1", "Note 1")]


async def test_a_nonce_is_its_own_and_stays(empty: World) -> None:
    for _ in range(2):
        empty.blog.publish(link=HOME)
    await empty.cycle()
    one, two = [each.id for each in await unfinished(empty)]
    first = await empty.store.announcements.announcing(one, now=1)
    assert len(first) <= 25
    assert await empty.store.announcements.announcing(one, now=2) == first
    assert await empty.store.announcements.announcing(two, now=2) != first
    assert await empty.store.announcements.announcing(one, now=3, anew=True) != first


async def test_what_one_mirror_has_no_other_takes(empty: World) -> None:
    for _ in range(2):
        empty.blog.publish(link=HOME)
    await empty.cycle()
    one, two = [each.id for each in await unfinished(empty)]
    mirrors, announcements = empty.store.mirrors, empty.store.announcements
    assert await announcements.announced(one, 500, None)
    assert await mirrors.threaded(one, 501, "One")
    for message, thread in ((500, None), (501, None), (9, 500), (9, 501)):
        assert not await announcements.announced(two, message, thread)
    for thread in (500, 501):
        assert not await mirrors.threaded(two, thread, "Two")
    taken = await mirrors.get(two)
    assert taken is not None
    assert (taken.announcement_id, taken.thread_id) == (None, None)
    assert [await announcements.is_known(message) for message in (500, 501, 9)] == [
        True,
        True,
        False,
    ]


async def test_a_thread_that_is_another_articles_ends_the_mirror_in_words(
    here: World,
) -> None:
    here.blog.publish(title="Another", days=1)
    await here.cycle()
    first, second = await unfinished(here)
    here.discord.fault = (1, True, DiscordUnavailable("lost"))
    with pytest.raises(DiscordUnavailable):
        await here.announcer.announce(first.id)
    (thread,) = here.discord.threads
    await here.store.mirrors._database.write(
        "UPDATE mirror SET thread_id = ? WHERE id = ?", (thread, second.id)
    )
    await here.announcer.announce(first.id)
    (follow,) = await here.store.follows.of_channel(CHANNEL)
    paused = [each.paused for each in await here.store.mirrors.progress(follow.id)]
    assert paused == [None, THREAD_TAKEN]


async def test_a_post_that_came_twice_is_taken_back(empty: World) -> None:
    empty.discord.posts_twice = True
    empty.blog.publish(title="Note 1", link=HOME)
    await empty.follow_through(1)
    assert shown(empty) == [("Note 1", "Note 1")]


async def test_one_that_came_twice_before_a_crash_is_taken_back_after_it(empty: World) -> None:
    empty.discord.posts_twice = True
    empty.blog.publish(title="Note 1", link=HOME)
    await empty.cycle()
    empty.discord.fault = (0, True, Killed())
    with pytest.raises(Killed):
        await empty.write()
    empty.restart()
    await empty.write()
    assert shown(empty) == [("Note 1", "Note 1")]
    assert await empty.unfinished() == 0


async def test_two_that_look_the_same_are_no_double_after_a_crash(empty: World) -> None:
    for number in (1, 2):
        empty.blog.publish(title="Note", link=HOME, days=number)
    await empty.cycle()
    for mirror in await unfinished(empty):
        empty.discord.fault = (len(empty.discord.acts), True, DiscordUnavailable("lost"))
        with pytest.raises(DiscordUnavailable):
            await empty.announcer.announce(mirror.id)
    posted = list(empty.discord.announcements)
    empty.restart()
    await empty.write()
    assert list(empty.discord.announcements) == posted
    assert shown(empty) == [("Note", "Note")] * 2
    assert await empty.unfinished() == 0


async def test_a_double_that_can_not_be_taken_back_stops_nothing(empty: World) -> None:
    empty.discord.forums.add(CHANNEL)
    empty.discord.posts_twice = True
    empty.blog.publish(title="Note 1", link=HOME)
    empty.blog.say("1")
    await empty.cycle()
    empty.discord.fault = (1, False, DiscordUnavailable("lost"))
    await empty.write()
    assert "take back" in empty.discord.acts[1]
    assert len(empty.discord.announcements) == 2
    assert await empty.unfinished() == 0


async def test_a_link_of_several_articles_leads_to_no_thread(empty: World) -> None:
    for number, link in enumerate((HOME, HOME, None), start=1):
        empty.blog.publish(title=f"Note {number}", link=link, days=number)
    await empty.follow_through(1)
    assert list(await empty.store.threads.ways(GUILD)) == ["https://blog.example/3"]


async def test_two_comments_with_one_link_are_each_found_again(empty: World) -> None:
    """A feed's comments may all link to the article."""
    empty.blog.publish(title="Note 1")
    for number in (1, 2):
        empty.blog.say("1")
        found = empty.blog.said[str(number)]
        empty.blog.said[str(number)] = replace(found, url=HOME)
    await empty.follow_through(1)
    (thread,) = empty.discord.threads.values()
    before = list(thread.messages)
    database = empty.store.mirrors._database
    await database.write("UPDATE part SET state = 'sending', message_id = NULL")
    await database.write("UPDATE mirror SET wanted = wanted + 1")
    empty.restart()
    empty.discord.forget_nonces()
    await empty.write()
    assert list(thread.messages) == before
    assert [part.state for part in await empty.store.parts.of(1)] == ["sent", "sent"]
    assert await empty.unfinished() == 0
