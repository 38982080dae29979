"""Threads by Discord's rules: whose id they have, when they sleep, who may change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import pytest

from tests.wire.client import Harbour, connected, harbour
from tests.wire.world import BOT_PERMISSIONS

if TYPE_CHECKING:
    from collections.abc import Awaitable


async def code_of(doing: Awaitable[object]) -> int:
    """Discord's error code for something that must be refused."""
    with pytest.raises(discord.HTTPException) as refusal:
        await doing
    return refusal.value.code


async def new_thread(here: Harbour, name: str = "Discussion") -> discord.Thread:
    message = await here.channel.send(name)
    return await message.create_thread(name=name)


async def test_a_thread_has_its_message_id_and_comes_once() -> None:
    async with harbour() as here:
        message = await here.channel.send("An article")
        thread = await message.create_thread(name="Discussion")
        assert thread.id == message.id
        assert await code_of(message.create_thread(name="Again")) == 160004
        (row,) = here.wire.world.threads()
        assert (row.name, row.parent_id, row.type) == ("Discussion", here.channel.id, 11)
        (starter,) = here.wire.world.messages(thread.id)
        assert starter.type == 21
        (source,) = here.wire.world.messages(here.channel.id)
        assert source.flags & 32


async def test_an_old_message_gets_a_notice_beside_it() -> None:
    async with harbour(notice_after=0) as here:
        await new_thread(here)
        assert [row.type for row in here.wire.world.messages(here.channel.id)] == [0, 18]


async def test_an_announcement_channel_has_its_own_kind_of_thread() -> None:
    async with harbour() as here:
        news_id = here.wire.world.create_channel(here.guild_id, "news", "announcement")
        await here.wire.until(lambda: here.client.get_channel(news_id))
        message = await here.client.text_channel(news_id).send("An article")
        thread = await message.create_thread(name="Discussion")
        assert thread.type is discord.ChannelType.news_thread
        await thread.send("First")
        assert [row.type for row in here.wire.world.threads()] == [10]


@pytest.mark.parametrize("name", ["", "n" * 101])
async def test_a_thread_name_has_1_to_100_characters(name: str) -> None:
    async with harbour() as here:
        message = await here.channel.send("An article")
        assert await code_of(message.create_thread(name=name)) == 50035


async def test_a_forum_post_has_the_id_of_its_first_message() -> None:
    async with harbour() as here:
        world = here.wire.world
        forum_id = world.create_channel(here.guild_id, "talk", "forum", tags=["sea", "shore"])
        await here.wire.until(lambda: here.client.get_channel(forum_id))
        forum = here.client.get_channel(forum_id)
        assert isinstance(forum, discord.ForumChannel)
        tag = forum.available_tags[1]
        made = await forum.create_thread(name="Tides", content="An article", applied_tags=[tag])
        assert made.thread.id == made.message.id
        (row,) = world.threads()
        assert row.tags == (tag.id,)
        assert [each.content for each in world.messages(row.id)] == ["An article"]
        again = await forum.create_thread(name="Tides", content="An article")
        assert again.thread.id != made.thread.id


async def test_a_forum_takes_no_plain_message_and_may_require_a_tag() -> None:
    async with harbour() as here:
        forum_id = here.wire.world.create_channel(
            here.guild_id, "talk", "forum", tags=["sea"], require_tag=True
        )
        await here.wire.until(lambda: here.client.get_channel(forum_id))
        forum = here.client.get_channel(forum_id)
        assert isinstance(forum, discord.ForumChannel)
        assert forum.flags.require_tag
        assert await code_of(forum.create_thread(name="Tides", content="Text")) == 40067
        plain = here.client.get_partial_messageable(forum_id)
        assert await code_of(plain.send("Text")) == 40058


async def test_writing_wakes_an_archived_thread_and_changing_does_not() -> None:
    async with harbour() as here:
        thread = await new_thread(here)
        message = await thread.send("First")
        here.wire.world.edit_thread(thread.id, archived=True)
        assert await code_of(message.edit(content="Changed")) == 50083
        assert await code_of(message.delete()) == 50083
        assert await code_of(message.add_reaction("✅")) == 50083
        assert await code_of(thread.edit(name="Other")) == 50083
        assert await code_of(thread.edit(locked=True)) == 50083
        assert await code_of(thread.edit(archived=True)) == 50083
        assert await code_of(thread.join()) == 50083
        await thread.send("Second")
        assert not here.wire.world.threads()[0].archived
        await message.edit(content="Changed")


async def test_an_archived_thread_is_changed_by_what_wakes_it() -> None:
    async with harbour() as here:
        thread = await new_thread(here)
        await thread.edit(archived=True)
        await thread.edit(archived=False, locked=True, name="Other")
        (row,) = here.wire.world.threads()
        assert (row.archived, row.locked, row.name) == (False, True, "Other")


async def test_a_locked_thread_needs_manage_threads() -> None:
    async with harbour() as here:
        thread = await new_thread(here)
        message = await thread.send("First")
        here.wire.world.edit_thread(thread.id, locked=True)
        await thread.send("As a moderator")
        allowed = [each for each in BOT_PERMISSIONS if each != "manage_threads"]
        here.wire.world.set_bot_permissions(here.channel.id, allowed)
        assert await code_of(thread.send("As anyone")) == 160005
        assert await code_of(message.edit(content="Changed")) == 160005
        assert await code_of(thread.edit(locked=False)) == 50013


async def test_locked_and_archived_opens_only_on_purpose() -> None:
    async with harbour() as here:
        thread = await new_thread(here)
        await thread.edit(archived=True, locked=True)
        assert await code_of(thread.send("Hello?")) == 160005
        await thread.edit(archived=False)
        await thread.send("Hello")


async def test_only_so_many_threads_are_active() -> None:
    async with harbour(thread_cap=1) as here:
        first = await new_thread(here)
        message = await here.channel.send("Another")
        assert await code_of(message.create_thread(name="Another")) == 160006
        await first.edit(archived=True)
        await message.create_thread(name="Another")
        assert await code_of(first.send("Wake up")) == 160006
        assert await code_of(first.edit(archived=False)) == 160006


async def test_threads_are_found_again() -> None:
    async with harbour(pace=None) as here:
        threads = [await new_thread(here, f"Number {number}") for number in range(5)]
        for thread in threads[1:]:
            await thread.edit(archived=True)
        archived = [each.id async for each in here.channel.archived_threads(limit=None)]
        assert archived == [each.id for each in reversed(threads[1:])]
        page = await here.client.http.get_public_archived_threads(here.channel.id, limit=3)
        assert (len(page["threads"]), page["has_more"]) == (3, True)
        assert [each.id for each in await here.guild.active_threads()] == [threads[0].id]
        found = await here.client.fetch_channel(threads[3].id)
        assert isinstance(found, discord.Thread)
        assert found.archived


async def test_a_new_client_is_told_of_active_threads_only() -> None:
    async with harbour() as here:
        awake, asleep = await new_thread(here), await new_thread(here)
        await asleep.edit(archived=True)
        async with connected(here.wire) as other:
            guild = other.get_guild(here.guild_id)
            assert guild is not None
            assert [thread.id for thread in guild.threads] == [awake.id]


async def test_a_thread_outlives_its_message_but_not_its_channel() -> None:
    async with harbour() as here:
        thread = await new_thread(here)
        here.wire.world.delete_message(here.channel.id, thread.id)
        await thread.send("Still here")
        here.wire.world.delete_channel(here.channel.id)
        assert await code_of(thread.send("Still here?")) == 10003
        assert here.wire.world.threads() == []


async def test_deleting_a_thread_is_told() -> None:
    async with harbour() as here:
        thread = await new_thread(here)
        await here.wire.until(lambda: here.guild.get_thread(thread.id))
        await thread.delete()
        await here.wire.until(lambda: here.guild.get_thread(thread.id) is None)


async def test_renaming_is_told_in_the_thread() -> None:
    async with harbour() as here:
        thread = await new_thread(here)
        await thread.edit(name="Another name")
        assert here.wire.world.threads()[0].name == "Another name"
        assert [row.type for row in here.wire.world.messages(thread.id)] == [21, 4]
