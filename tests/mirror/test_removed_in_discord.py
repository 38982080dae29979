"""What people remove in Discord is theirs to remove."""

from __future__ import annotations

import pytest

from bot.errors import MessageGone
from bot.mirror.announce import CHANNEL_DELETED
from bot.mirror.room import THREAD_DELETED
from bot.store.discord.follows import FollowState
from tests.mirror.fake_discord import Killed
from tests.mirror.world import CHANNEL, GUILD, World, replies, the_thread, words


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
        await small.notice()
        assert words(the_thread(small)) == ["words of 1", "words of 2", "words of 3"]
    assert await small.unfinished() == 0


async def test_what_people_removed_unseen_is_noticed_at_the_next_edit(small: World) -> None:
    (thread_id,) = small.discord.threads
    small.discord.people_delete(thread_id, list(the_thread(small).messages)[3])
    for text in ("others", "and others"):
        small.blog.edit("4", f"<p>{text}</p>")
        await small.notice()
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
    await small.notice()
    assert words(the_thread(small))[-1] == "words of 4"


async def test_a_reply_to_what_people_removed_stands_without_reference(small: World) -> None:
    (thread_id,) = small.discord.threads
    message = next(iter(the_thread(small).messages))
    small.discord.people_delete(thread_id, message)
    await small.store.parts.removed_by_people(message)
    small.blog.say("1", parent="1")
    await small.notice()
    assert replies(the_thread(small)) == [-1, 0, None, None]


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
    await small.notice()
    assert len(the_thread(small).messages) == 4
    assert await small.unfinished() == 0


async def test_an_own_message_that_went_missing_is_no_error(small: World) -> None:
    """Deleting what people deleted already, seen or not."""
    (thread_id,) = small.discord.threads
    small.discord.people_delete(thread_id, list(the_thread(small).messages)[3])
    small.blog.remove("4")
    await small.notice()
    assert len(the_thread(small).messages) == 3
    assert MessageGone.__name__ not in str(await small.store.mirrors.progress(1))


async def test_a_deleted_thread_pauses_its_mirror_alone(small: World) -> None:
    small.discord.threads.clear()
    small.blog.say("1")
    await small.notice()
    (progress,) = await small.store.mirrors.progress(1)
    assert progress.paused == THREAD_DELETED
    assert await small.unfinished() == 0
    small.blog.publish(days=1)
    await small.notice()
    assert len(small.discord.threads) == 1


async def test_a_deleted_channel_pauses_the_follow(small: World) -> None:
    small.discord.gone_channels.add(CHANNEL)
    small.blog.publish(days=1)
    await small.follow_through()
    (follow,) = await small.store.follows.of_guild(GUILD)
    assert (follow.state, follow.reason) == (FollowState.PAUSED, CHANNEL_DELETED)
