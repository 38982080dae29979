"""What the bot is never told: lost sessions, outages, what is out of its sight, being gone."""

from __future__ import annotations

import asyncio

import discord

from tests.wire.client import Harbour, harbour, pointed
from tests.wire.wire import PATIENCE, Wire

CONTENT = discord.Intents(guilds=True, guild_messages=True, message_content=True)


async def heard_in_the_end(here: Harbour, ada: int) -> list[str]:
    """All that reached the bot by the time that it hears what is said now."""
    here.wire.world.send(ada, here.channel.id, "After")
    await here.wire.until(lambda: "After" in here.client.heard)
    return here.client.heard


async def test_a_lost_session_means_a_new_ready_and_nothing_that_was_missed() -> None:
    async with harbour(CONTENT) as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        (old,) = here.wire.gateway.sessions
        await here.wire.gateway.lose_session()
        here.wire.world.send(ada, here.channel.id, "Meanwhile")
        await here.wire.until(lambda: here.wire.gateway.sessions)
        assert await heard_in_the_end(here, ada) == ["After"]
        tried = [frame["op"] for frame in here.wire.gateway.received if frame["op"] in (2, 6)]
        assert tried == [2, 6, 2], "it tried to resume, and was not let"
        assert old not in here.wire.gateway.sessions


async def test_events_come_before_a_client_calls_itself_ready() -> None:
    async with Wire() as wire:
        guild = wire.world.create_guild("Harbour")
        channel = wire.world.create_channel(guild, "articles")
        ada = wire.world.create_member(guild, "Ada")
        order: list[str] = []

        class Newcomer(discord.Client):
            async def on_message(self, message: discord.Message) -> None:
                order.append(message.content)

            async def on_ready(self) -> None:
                order.append("ready")

        with pointed(wire):
            async with Newcomer(intents=CONTENT) as client:
                running = asyncio.create_task(client.start(wire.token))
                await wire.until(lambda: wire.gateway.sessions)
                wire.world.send(ada, channel, "At once")
                await wire.until(lambda: "ready" in order)
                running.cancel()
        assert order == ["At once", "ready"]


async def test_an_outage_is_told_and_what_happens_in_it_is_not() -> None:
    async with harbour(CONTENT) as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        here.wire.gateway.begin_outage(here.guild_id)
        await here.wire.until(lambda: here.guild.unavailable)
        here.wire.world.send(ada, here.channel.id, "Meanwhile")
        here.wire.gateway.end_outage(here.guild_id)
        await here.wire.until(lambda: not here.guild.unavailable)
        assert await heard_in_the_end(here, ada) == ["After"]
        assert len(here.wire.gateway.sessions) == 1, "the session is the same"


async def test_a_new_session_during_an_outage_learns_of_the_guild_after_it() -> None:
    async with harbour(CONTENT) as here:
        here.wire.gateway.begin_outage(here.guild_id)
        await here.wire.gateway.lose_session()
        await here.wire.until(lambda: here.wire.gateway.sessions)
        (session,) = here.wire.gateway.sessions.values()
        assert ["GUILD_CREATE" in event for event in session.events] == [False]
        here.wire.gateway.end_outage(here.guild_id)
        await here.wire.until(lambda: here.guild.get_channel(here.channel.id))


async def test_what_happens_out_of_sight_is_not_told_afterwards() -> None:
    async with harbour(CONTENT) as here:
        world = here.wire.world
        ada = world.create_member(here.guild_id, "Ada")
        thread = await (await here.channel.send("An article")).create_thread(name="Discussion")
        said = world.send(ada, thread.id, "Before")
        await here.wire.until(lambda: "Before" in here.client.heard)
        edits: list[int] = []

        @here.client.event
        async def on_raw_message_edit(payload: discord.RawMessageUpdateEvent) -> None:
            edits.append(payload.message_id)

        world.take_permission(here.channel.id, "view_channel")
        world.send(ada, thread.id, "Meanwhile")
        world.edit(thread.id, said, "Changed meanwhile")
        hidden = world.send(ada, here.channel.id, "Aside")
        world.delete_messages(here.channel.id, [hidden])
        world.give_permission(here.channel.id, "view_channel")
        assert await heard_in_the_end(here, ada) == ["An article", "", "Before", "After"]
        assert edits == []
        page = [message.content async for message in thread.history(limit=2)]
        assert page == ["Meanwhile", "Changed meanwhile"], "whoever looks finds it"


async def test_a_channel_in_sight_again_comes_with_its_active_threads() -> None:
    async with harbour(CONTENT) as here:
        world = here.wire.world
        synced: asyncio.Queue[int] = asyncio.Queue()

        @here.client.event
        async def on_thread_join(thread: discord.Thread) -> None:
            synced.put_nowait(thread.id)

        ada = world.create_member(here.guild_id, "Ada")
        world.take_permission(here.channel.id, "view_channel")
        made = world.backend.create_thread(here.channel.id, "Discussion", ada).id
        world.give_permission(here.channel.id, "view_channel")
        async with asyncio.timeout(PATIENCE):
            assert await synced.get() == made


async def test_only_the_permission_that_was_named_is_taken_and_given() -> None:
    async with harbour() as here:
        before = dict(here.channel.permissions_for(here.guild.me))
        here.wire.world.take_permission(here.channel.id, "read_message_history")

        def lost() -> list[str]:
            now = dict(here.channel.permissions_for(here.guild.me))
            return [name for name, had in before.items() if had != now[name]]

        assert await here.wire.until(lost) == ["read_message_history"]
        here.wire.world.give_permission(here.channel.id, "read_message_history")
        await here.wire.until(lambda: not lost())


async def test_thrown_out_it_hears_nothing_until_it_is_asked_back() -> None:
    async with harbour(CONTENT) as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        here.wire.world.throw_out(here.guild_id)
        await here.wire.until(lambda: here.client.get_guild(here.guild_id) is None)
        here.wire.world.send(ada, here.channel.id, "Meanwhile")
        here.wire.world.ask_back(here.guild_id)
        await here.wire.until(lambda: here.client.get_guild(here.guild_id))
        assert await heard_in_the_end(here, ada) == ["After"]


async def test_many_deletions_at_once_are_one_event() -> None:
    async with harbour(CONTENT) as here:
        told: list[set[int]] = []

        @here.client.event
        async def on_raw_bulk_message_delete(payload: discord.RawBulkMessageDeleteEvent) -> None:
            told.append(payload.message_ids)

        ada = here.wire.world.create_member(here.guild_id, "Ada")
        said = {here.wire.world.send(ada, here.channel.id, f"{n}") for n in range(3)}
        here.wire.world.delete_messages(here.channel.id, said)
        await here.wire.until(lambda: told)
        assert told == [said]
