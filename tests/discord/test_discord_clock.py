"""What Discord's last answer says of the time there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.discord.client import Client
from bot.discord.discord_clock import DiscordClock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

OURS = 1_800_000_000
NOON = datetime(2027, 1, 15, 12, tzinfo=UTC)


def dated(date: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(headers={"Date": date})

    return answer


async def asked(trace: aiohttp.TraceConfig, *dates: str) -> None:
    """Get an answer of each of these dates."""
    for date in dates:
        app = web.Application()
        app.router.add_get("/", dated(date))
        async with (
            TestServer(app) as server,
            aiohttp.ClientSession(trace_configs=[trace]) as session,
            session.get(server.make_url("/")) as answer,
        ):
            assert answer.headers["Date"] == date


async def test_it_goes_on_from_the_last_answer() -> None:
    time = [OURS]
    clock = DiscordClock(lambda: time[0])
    assert clock.now() == datetime.fromtimestamp(OURS, UTC)
    await asked(
        clock.set_by(aiohttp.TraceConfig()),
        "Fri, 15 Jan 2027 11:00:00 GMT",
        "Fri, 15 Jan 2027 12:00:00 GMT",
    )
    assert clock.now() == NOON
    time[0] += 5
    assert (clock.now() - NOON).total_seconds() == 5


@pytest.mark.parametrize("date", ["", "noon", "Fri, 15 Jan 2027 11:00:00 -0000"])
async def test_what_is_no_date_leaves_it(date: str) -> None:
    clock = DiscordClock(lambda: OURS)
    await asked(clock.set_by(aiohttp.TraceConfig()), "Fri, 15 Jan 2027 12:00:00 GMT", date)
    assert clock.now() == NOON


async def test_the_bot_reads_the_audit_log_by_it() -> None:
    client = Client(words=True)
    assert client.http.http_trace is not None
    await asked(client.http.http_trace, "Sat, 15 Jan 2028 12:00:00 GMT")
    ahead = client.talk._clock.now() - datetime(2028, 1, 15, 12, tzinfo=UTC)
    assert abs(ahead.total_seconds()) < 600
