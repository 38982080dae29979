"""Renaming and publishing: once each, and beside the words, however long Discord lets them wait."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import DiscordRejected, PermissionMissing
from bot.mirror.slow import PAUSE, SlowLanes
from bot.tasks import Tasks
from tests.mirror.fake_discord import Killed
from tests.mirror.world import CHANNEL, World, the_thread, words


async def announce(here: World, articles: int = 1) -> None:
    for _ in range(articles):
        here.blog.publish()
    await here.follow_through()


async def test_nothing_is_published_unasked(here: World) -> None:
    await announce(here)
    assert "publish" not in here.discord.acts


async def test_what_is_announced_from_then_on_is_published_once(here: World) -> None:
    await here.follow_through(1)
    (old,) = here.discord.announcements
    await here.choose(publish=True)
    await announce(here, 2)
    await here.write()
    new = [message for message in here.discord.announcements if message != old]
    assert here.discord.published == new
    here.blog.say("2")
    here.blog.save("3", title="Another")
    await here.notice()
    here.restart()
    await here.write()
    assert here.discord.acts.count("publish") == 2


async def test_it_waits_until_the_announcement_leads_to_its_thread(here: World) -> None:
    await here.choose(publish=True)
    await here.cycle()
    (mirror,) = await here.store.mirrors.unfinished()
    await here.announcer.announce(mirror.id)
    await here.slow.start()
    await here.tasks.settled()
    assert here.discord.published == []
    await here.write()
    assert here.discord.published == list(here.discord.announcements)


@pytest.mark.parametrize("stored", [False, True])
async def test_killed_while_publishing_it_is_published_all_the_same(
    here: World, stored: bool
) -> None:
    await here.choose(publish=True)
    await here.cycle()
    here.discord.fault = (3, stored, Killed())
    with pytest.raises(Killed):
        await here.write()
    assert here.discord.acts[3] == "publish"
    here.restart()
    await here.write()
    assert here.discord.published == list(here.discord.announcements)
    await here.write()
    assert here.discord.acts.count("publish") == 2


async def test_what_waits_is_not_published_once_nobody_wants_it(here: World) -> None:
    await here.choose(publish=True)
    await here.cycle()
    here.discord.fault = (3, False, PermissionMissing("No."))
    await here.write()
    for publish in (False, True):
        await here.choose(publish=publish)
    here.now += PAUSE
    await here.write()
    assert here.discord.published == []


async def test_an_article_withdrawn_meanwhile_is_published_when_it_is_back(here: World) -> None:
    await here.choose(publish=True)
    await here.cycle()
    here.discord.fault = (3, False, PermissionMissing("No."))
    await here.write()
    here.blog.save("1", status="draft")
    await here.notice()
    here.now += PAUSE
    await here.write()
    assert here.discord.published == []
    here.blog.save("1", status="publish")
    await here.notice()
    assert len(here.discord.published) == 1


async def test_a_failure_is_told_until_it_works(here: World) -> None:
    await here.choose(publish=True)
    await here.cycle()
    here.discord.fault = (3, False, PermissionMissing("No."))
    await here.write()
    (progress,) = await here.store.mirrors.progress(1)
    assert (progress.finished, str(progress.failure)) == (False, "No.")
    await here.write()
    assert here.discord.acts.count("publish") == 1, "not before its time"
    here.now += PAUSE
    await here.write()
    (progress,) = await here.store.mirrors.progress(1)
    assert (progress.finished, progress.failure) == (True, None)


async def failing_to_publish(here: World) -> None:
    await here.choose(publish=True)
    await here.cycle()
    here.discord.fault = (3, False, PermissionMissing("No."))
    await here.write()


async def trouble(here: World) -> str | None:
    (progress,) = await here.store.mirrors.progress(1)
    return None if progress.finished else str(progress.failure)


async def test_its_failure_is_told_on_when_new_words_are_written(here: World) -> None:
    await failing_to_publish(here)
    here.blog.say("1")
    await here.notice()
    assert words(the_thread(here)) == ["words of 1"]
    assert await trouble(here) == "No."


async def test_it_hides_no_failure_of_writing(here: World) -> None:
    await here.choose(publish=True)
    await here.cycle()
    (mirror,) = await here.store.mirrors.unfinished()
    await here.announcer.announce(mirror.id)
    await here.writer.write(mirror.id)
    here.blog.say("1")
    await here.cycle(6)
    await here.store.mirrors.failed(mirror.id, PermissionMissing("Not there.").phrase)
    await here.slow.start()
    await here.tasks.settled()
    assert len(here.discord.published) == 1
    assert await trouble(here) == "Not there."


async def test_nothing_is_wrong_once_there_is_nothing_to_publish(here: World) -> None:
    await failing_to_publish(here)
    here.discord.announcements.clear()
    here.now += PAUSE
    await here.write()
    assert await trouble(here) is None


async def test_one_that_is_refused_holds_no_other_up(here: World) -> None:
    await here.choose(publish=True)
    here.blog.publish(days=1)
    await here.cycle()
    here.discord.before_act = lambda act: refuse_first(here, act)
    await here.write()
    await here.write()
    (_, second) = here.discord.announcements
    assert here.discord.published == [second]


def refuse_first(here: World, act: str) -> None:
    if act == "publish" and "publish" not in here.discord.acts:
        here.discord.fault = (len(here.discord.acts), False, DiscordRejected("No."))


async def test_a_removed_announcement_is_not_published(here: World) -> None:
    await here.choose(publish=True)
    await here.cycle()
    here.discord.fault = (3, False, PermissionMissing("No."))
    await here.write()
    here.discord.announcements.clear()
    here.now += PAUSE
    for _ in range(2):
        await here.write()
    assert here.discord.acts.count("publish") == 2
    assert here.discord.published == []


async def test_words_do_not_wait_for_renaming_and_publishing(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.choose(publish=True)
    tasks = Tasks()
    slow = SlowLanes(here.store, here.discord, here.edits, here.room, lambda: here.now, tasks=tasks)
    released = asyncio.Event()
    waiting = []

    async def wait(*about: object, **_: object) -> None:
        waiting.append(about)
        await released.wait()

    monkeypatch.setattr(here.discord, "publish", wait)
    monkeypatch.setattr(here.discord, "rename", wait)
    for number in range(3):
        here.blog.publish(title=f"Number {number}")
        await here.cycle()
        await write_words(here, slow)
    here.blog.save("1", title="On better bread")
    here.blog.say("1")
    await here.cycle(6)
    await write_words(here, slow)
    assert words(the_thread(here)) == ["words of 1"]
    assert len(here.discord.announcements) == 4
    first = next(iter(here.discord.threads))
    assert [about[0] for about in waiting] == [CHANNEL, first], "one in each lane"
    released.set()
    await tasks.settled()


async def write_words(here: World, slow: SlowLanes) -> None:
    for mirror in await here.store.mirrors.unfinished():
        await here.announcer.announce(mirror.id)
        await here.writer.write(mirror.id)
    await slow.start()
