"""What goes wrong on request, and what is left behind: nothing before storing, all after."""

from __future__ import annotations

from typing import Literal

import aiohttp
import discord
import pytest

from tests.wire.client import harbour
from tests.wire.faults import Fault, Faults

SENDING = ("POST", "/channels/*/messages")


@pytest.mark.parametrize(("when", "stored"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize(
    ("drop", "error"),
    [("reset", aiohttp.ClientOSError), ("close", aiohttp.ServerDisconnectedError)],
)
async def test_a_dropped_connection(
    when: Literal["before", "after"],
    stored: int,
    drop: Literal["reset", "close"],
    error: type[Exception],
) -> None:
    async with harbour() as here:
        here.wire.fault(*SENDING, status=None, when=when, drop=drop)
        with pytest.raises(error):
            await here.channel.send("Lost?", nonce="comment-7")
        assert len(here.wire.world.messages(here.channel.id)) == stored
        await here.channel.send("Lost?", nonce="comment-7")
        assert len(here.wire.world.messages(here.channel.id)) == 1


@pytest.mark.parametrize(("when", "stored"), [("before", 0), ("after", 1)])
async def test_an_error_at_discord(when: Literal["before", "after"], stored: int) -> None:
    async with harbour() as here:
        here.wire.fault(*SENDING, status=503, when=when)
        with pytest.raises(discord.DiscordServerError) as failure:
            await here.channel.send("Lost?")
        assert failure.value.status == 503
        assert len(here.wire.world.messages(here.channel.id)) == stored


async def test_discord_py_tries_again_after_a_500_without_a_second_message() -> None:
    async with harbour() as here:
        fault = here.wire.fault(*SENDING, status=500, when="after")
        await here.channel.send("Once")
        assert fault.struck == 1
        assert [row.status for row in here.wire.rest.requests][-2:] == [500, 200]
        assert len(here.wire.world.messages(here.channel.id)) == 1


async def test_a_forum_post_is_doubled_by_the_same() -> None:
    async with harbour() as here:
        forum_id = here.wire.world.create_channel(here.guild_id, "talk", "forum")
        await here.wire.until(lambda: here.client.get_channel(forum_id))
        forum = here.client.get_channel(forum_id)
        assert isinstance(forum, discord.ForumChannel)
        here.wire.fault("POST", "/channels/*/threads", status=500, when="after")
        await forum.create_thread(name="Tides", content="An article")
        assert [row.name for row in here.wire.world.threads()] == ["Tides", "Tides"]


async def test_an_answer_that_breaks_off_is_of_something_that_was_done() -> None:
    async with harbour() as here:
        here.wire.fault(*SENDING, status=None, when="after", drop="cut")
        with pytest.raises(aiohttp.ClientPayloadError):
            await here.channel.send("Half an answer", nonce="comment-7")
        assert len(here.wire.world.messages(here.channel.id)) == 1


async def test_what_is_stored_late_is_known_by_its_nonce() -> None:
    async with harbour() as here:
        here.wire.fault(*SENDING, status=None, late=0.05)
        with pytest.raises(aiohttp.ClientOSError):
            await here.channel.send("Late", nonce="comment-7")
        assert here.wire.world.messages(here.channel.id) == []
        await here.wire.until(lambda: here.wire.world.messages(here.channel.id))
        await here.channel.send("Late", nonce="comment-7")
        assert len(here.wire.world.messages(here.channel.id)) == 1
        here.wire.rules.age_nonces()
        await here.channel.send("Late", nonce="comment-7")
        assert len(here.wire.world.messages(here.channel.id)) == 2


async def test_a_page_of_whatever_stands_before_discord_is_not_waited_for() -> None:
    async with harbour() as here:
        here.wire.fault(*SENDING, status=429, page="<title>Access denied</title>")
        with pytest.raises(discord.HTTPException) as failure:
            await here.channel.send("Lost?")
        assert failure.value.status == 429
        assert here.wire.world.messages(here.channel.id) == []


async def test_a_delay_only_delays() -> None:
    async with harbour() as here:
        here.wire.fault(*SENDING, status=0, when="after", delay=0.05)
        await here.channel.send("Slowly")
        assert here.wire.rest.requests[-1].status == 200


def test_some_requests_pass_first() -> None:
    faults = Faults()
    faults.waiting.append(Fault(*SENDING, skip=2, times=1))
    met = [faults.draw("POST", "/channels/1/messages") is not None for _ in range(5)]
    assert met == [False, False, True, False, False]
    assert faults.draw("POST", "/channels/1/messages/2/threads") is None


def test_chances_repeat_with_the_seed() -> None:
    def strikes(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.waiting.append(Fault(times=None, probability=0.5))
        return [faults.draw("GET", "/users/@me") is not None for _ in range(40)]

    assert strikes(1) == strikes(1)
    assert strikes(1) != strikes(2)
    assert 5 < sum(strikes(1)) < 35
