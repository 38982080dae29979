"""The gateway when it doesn't last: resumed with what was missed, or begun anew without it."""

from __future__ import annotations

import asyncio
import json
import zlib

import aiohttp
import discord
import pytest

from tests.wire.client import harbour
from tests.wire.wire import PATIENCE, Wire

CONTENT = discord.Intents(guilds=True, guild_messages=True, message_content=True)


@pytest.mark.parametrize("code", [4000, None])
async def test_what_was_missed_comes_after_resuming(code: int | None) -> None:
    async with harbour(intents=CONTENT) as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        here.wire.world.send(ada, here.channel.id, "Before")
        await here.wire.until(lambda: here.client.heard)
        await here.wire.gateway.kick(code)
        here.wire.world.send(ada, here.channel.id, "Meanwhile")
        async with asyncio.timeout(PATIENCE):
            await here.client.resumed.wait()
        here.wire.world.send(ada, here.channel.id, "After")
        await here.wire.until(lambda: "After" in here.client.heard)
        assert here.client.heard == ["Before", "Meanwhile", "After"]
        assert len(here.wire.gateway.sessions) == 1


async def test_a_forgotten_session_begins_anew_without_what_was_missed() -> None:
    async with harbour(intents=CONTENT) as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        await here.wire.gateway.kick(forget=True)
        here.wire.world.send(ada, here.channel.id, "Meanwhile")
        await here.wire.until(lambda: here.wire.gateway.sessions)
        here.wire.world.send(ada, here.channel.id, "After")
        await here.wire.until(lambda: here.client.heard)
        assert here.client.heard == ["After"]
        assert not here.client.resumed.is_set()


async def test_asked_to_reconnect_a_client_resumes() -> None:
    async with harbour() as here:
        here.wire.gateway.ask_to_reconnect()
        async with asyncio.timeout(PATIENCE):
            await here.client.resumed.wait()


@pytest.mark.parametrize(("code", "left"), [(1000, 0), (1001, 0), (4000, 1)])
async def test_a_client_that_says_goodbye_gives_up_its_session(code: int, left: int) -> None:
    async with Wire() as wire, aiohttp.ClientSession() as session:
        async with session.ws_connect(f"{wire.address}/gateway") as socket:
            await socket.send_json({"op": 2, "d": {"token": wire.token, "intents": 1}})
            await wire.until(lambda: wire.gateway.sessions)
            await socket.close(code=code)
        await wire.until(lambda: not wire.gateway.connections)
        assert len(wire.gateway.sessions) == left


async def test_heartbeats_are_answered() -> None:
    async with harbour(heartbeat_seconds=0.05) as here:
        beats = here.wire.gateway.received
        await here.wire.until(lambda: [each["op"] for each in beats].count(1) >= 3)
        assert here.client.latency < 5
        assert not here.client.gone.is_set()


async def test_the_stream_is_one_zlib_stream() -> None:
    async with Wire() as wire, aiohttp.ClientSession() as session:
        url = f"{wire.address}/gateway?v=10&encoding=json&compress=zlib-stream"
        async with session.ws_connect(url) as socket:
            stream = zlib.decompressobj()
            hello = json.loads(stream.decompress(await socket.receive_bytes(timeout=PATIENCE)))
            assert hello["op"] == 10
            identify = {"token": wire.token, "intents": 1, "properties": {}}
            await socket.send_json({"op": 2, "d": identify})
            packed = await socket.receive_bytes(timeout=PATIENCE)
            assert packed.endswith(b"\x00\x00\xff\xff")
            ready = json.loads(stream.decompress(packed))
            assert (ready["t"], ready["s"]) == ("READY", 1)


async def test_nothing_goes_before_identify() -> None:
    async with (
        Wire() as wire,
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{wire.address}/gateway") as socket,
    ):
        await socket.receive_json(timeout=PATIENCE)
        await socket.send_json({"op": 3, "d": {}})
        assert (await socket.receive(timeout=PATIENCE)).data == 4003


async def test_a_client_comes_back_through_a_closed_door() -> None:
    async with harbour(intents=CONTENT) as here:
        here.wire.fault("GET", "/gateway/connect", status=None)
        await here.wire.gateway.kick()
        async with asyncio.timeout(PATIENCE):
            await here.client.resumed.wait()


async def test_what_the_bot_may_not_see_is_not_told() -> None:
    async with harbour(intents=CONTENT) as here:
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        hidden = here.wire.world.create_channel(here.guild_id, "staff")
        here.wire.world.set_bot_permissions(hidden, [])
        here.wire.world.send(ada, hidden, "Between us")
        here.wire.world.send(ada, here.channel.id, "For all")
        await here.wire.until(lambda: here.client.heard)
        assert here.client.heard == ["For all"]
