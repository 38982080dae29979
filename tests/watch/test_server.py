"""The server itself: whom it answers, how long it listens, how it ends."""

from __future__ import annotations

import asyncio
import logging
import socket
import time

import aiohttp
import pytest

from bot.console import health as command
from bot.env.place import Place
from bot.machine.loop import Gauge
from bot.watch import server
from bot.watch.server import serving
from bot.watch.watch import Watch

PATIENCE = 60
"""Seconds. Only a failure takes so long."""


@pytest.fixture
def place() -> Place:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Place("127.0.0.1", probe.getsockname()[1])


@pytest.fixture
def watch() -> Watch:
    """Of a bot that is not connected yet."""
    return Watch(Gauge(), 60)


async def status(place: Place, path: str, host: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{place.url}{path}", headers={"Host": host}) as answer,
    ):
        return answer.status


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
async def test_only_whoever_names_this_computer_is_answered(
    place: Place, watch: Watch, path: str
) -> None:
    async with serving(watch, place):
        expected = 503 if path == "/healthz" else 200
        for host in ("127.0.0.1", f"127.0.0.1:{place.port}", "localhost:1", "[::1]:2", "afterword"):
            assert await status(place, path, host) == expected, host
        for host in ("evil.example", "127.0.0.1.evil.example:80", "com.", "[evil.example]", ""):
            assert await status(place, path, host) in {400, 421}, host


async def test_whoever_says_nothing_is_hung_up_on(
    place: Place, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LIMIT", 0.2)
    async with serving(watch, place):
        reader, writer = await asyncio.open_connection(place.host, place.port)
        assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        writer.close()


async def test_too_many_at_once_are_turned_away(place: Place, watch: Watch) -> None:
    async with serving(watch, place):
        held = [
            await asyncio.open_connection(place.host, place.port) for _ in range(server.AT_ONCE)
        ]
        reader, writer = await asyncio.open_connection(place.host, place.port)
        assert await asyncio.wait_for(reader.read(), server.LIMIT / 2) == b""
        for _, each in [*held, (reader, writer)]:
            each.close()


async def test_it_ends_at_once_whoever_holds_on(place: Place, watch: Watch) -> None:
    async with serving(watch, place):
        reader, writer = await asyncio.open_connection(place.host, place.port)
        begun = time.monotonic()
    assert time.monotonic() - begun < server.LIMIT
    assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    writer.close()


async def test_where_nobody_can_listen_the_log_says_so_and_the_bot_goes_on(
    place: Place, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "bot.watch.server"):
        async with serving(watch, place), serving(watch, place):
            assert await status(place, "/metrics", "localhost") == 200
    (record,) = caplog.records
    assert record.getMessage().startswith(f"HEALTH_AT: nothing is served at {place.url}: ")


async def test_the_command_says_what_the_server_does(place: Place, watch: Watch) -> None:
    assert command.health(None) == (False, command.OFF)
    said = await asyncio.to_thread(command.health, place)
    assert said[1].startswith(f"The bot at {place.url} does not answer within 5 seconds.")
    async with serving(watch, place):
        well, words = await asyncio.to_thread(command.health, place)
    assert not well
    assert words.startswith("Not connected to Discord for ")


async def test_it_asks_nobody_in_between(
    place: Place, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with serving(watch, place):
        _, words = await asyncio.to_thread(command.health, place)
    assert words.startswith("Not connected to Discord for ")
