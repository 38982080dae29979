"""Rate limits: the headers let a client wait in time, and who doesn't wait is refused."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord
import pytest

from tests.wire.client import harbour
from tests.wire.limits import Limits
from tests.wire.wire import Wire


async def test_discord_py_waits_instead_of_being_refused() -> None:
    async with harbour(pace=20) as here:
        began = time.monotonic()
        await asyncio.gather(*(here.channel.send(f"Line {number}") for number in range(12)))
        assert time.monotonic() - began >= 2 * 0.25
        assert {row.status for row in here.wire.rest.requests} == {200}
        assert len(here.wire.world.messages(here.channel.id)) == 12


def test_every_channel_has_its_own_bucket() -> None:
    limits = Limits(pace=1)
    for channel in (1, 2):
        verdicts = [limits.judge("POST", f"/channels/{channel}/messages") for _ in range(6)]
        assert [verdict.retry_after is None for verdict in verdicts] == [True] * 5 + [False]
    assert verdicts[0].headers["X-RateLimit-Remaining"] == "4"
    assert limits.judge("PATCH", "/channels/1/messages/7").retry_after is None


async def test_an_impatient_client_is_told_when_to_come_back() -> None:
    async with Wire(pace=20) as wire, aiohttp.ClientSession() as session:
        channel_id = wire.world.create_channel(wire.world.create_guild("Harbour"), "articles")
        url = f"{wire.address}/api/v10/channels/{channel_id}/messages"
        headers = {"Authorization": f"Bot {wire.token}"}
        for _ in range(5):
            async with session.post(url, json={"content": "Hello"}, headers=headers) as answer:
                assert answer.status == 200
        async with session.post(url, json={"content": "Hello"}, headers=headers) as answer:
            assert answer.status == 429
            assert answer.headers["Content-Type"] == "application/json"
            assert answer.headers["Via"]
            body = await answer.json()
        assert 0 < body["retry_after"] <= 0.25
        assert body["global"] is False
        assert len(wire.world.messages(channel_id)) == 5


async def test_discord_py_survives_a_429() -> None:
    async with harbour() as here:
        here.wire.fault("POST", "/channels/*/messages", status=429, retry_after=0.05, times=2)
        await here.channel.send("At last")
        assert [row.status for row in here.wire.rest.requests][-3:] == [429, 429, 200]


def test_renames_are_limited_without_warning() -> None:
    limits = Limits(pace=1)
    renames = [limits.judge("PATCH", "/channels/1", renames=True) for _ in range(3)]
    assert renames[1].retry_after is None
    assert int(renames[1].headers["X-RateLimit-Remaining"]) > 0
    wait = renames[2].retry_after
    assert wait is not None
    assert wait > 500
    assert limits.judge("PATCH", "/channels/1").retry_after is None


def test_fifty_a_second_for_everything_but_interactions() -> None:
    limits = Limits(pace=0.001)
    verdicts = [limits.judge("GET", f"/channels/{number}") for number in range(51)]
    assert [verdict.is_global for verdict in verdicts] == [False] * 50 + [True]
    assert limits.judge("POST", "/interactions/1/token/callback").retry_after is None


async def test_no_pace_no_limits() -> None:
    async with harbour(pace=None) as here:
        await asyncio.gather(*(here.channel.send(f"Line {number}") for number in range(60)))
        assert {row.status for row in here.wire.rest.requests} == {200}


async def test_old_edits_are_refused_on_request() -> None:
    async with harbour() as here:
        message = await here.channel.send("Fog")
        here.wire.fault(
            "PATCH", "/channels/*/messages/*", status=429, code=30046, retry_after=0.01, times=None
        )
        with pytest.raises(discord.HTTPException) as refusal:
            await message.edit(content="Sun")
        assert (refusal.value.status, refusal.value.code) == (429, 30046)


async def test_edits_of_old_messages_have_a_limit_of_their_own() -> None:
    async with harbour(pace=20, old_after=0) as here:
        message = await here.channel.send("First")
        for number in range(5):
            await message.edit(content=f"Number {number}")
        url = f"{here.wire.address}/api/v10/channels/{here.channel.id}/messages/{message.id}"
        headers = {"Authorization": f"Bot {here.wire.token}"}
        here.wire.limits.forget("message-edit")
        async with (
            aiohttp.ClientSession() as session,
            session.patch(url, json={"content": "No"}, headers=headers) as answer,
        ):
            body = await answer.json()
            assert (answer.status, body["code"]) == (429, 30046)
            assert 0 < body["retry_after"] <= 3
            assert answer.headers["Via"]
        assert here.wire.world.messages(here.channel.id)[0].content == "Number 4"
        await message.edit(content="At last")
        assert here.wire.world.messages(here.channel.id)[0].content == "At last"


async def test_edits_of_young_messages_are_not_limited_as_old_ones() -> None:
    async with harbour(pace=20) as here:
        message = await here.channel.send("First")
        for number in range(12):
            await message.edit(content=f"Number {number}")
        assert here.wire.world.messages(here.channel.id)[0].content == "Number 11"
        assert {row.status for row in here.wire.rest.requests} == {200}
