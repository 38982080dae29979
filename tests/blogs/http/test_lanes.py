"""Hosts wait for themselves alone: one that hangs costs no other anything."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.blogs.http.fetcher import Fetcher
from bot.blogs.http.lanes import Lanes
from bot.errors import BlogUnreachable
from tests.blogs.sites import serving

if TYPE_CHECKING:
    from collections.abc import Callable

HANGING = 25
"""More than aiohttp lets go at once by itself, four to each."""


async def hello(request: web.Request) -> web.Response:
    del request
    return web.Response(text="{}")


async def test_hosts_that_hang_cost_no_other_anything() -> None:
    async def hang(request: web.Request) -> web.Response:
        await ended.wait()
        return await hello(request)

    ended = asyncio.Event()
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(Fetcher(allow_private=True))
        stack.callback(ended.set)
        good = await stack.enter_async_context(serving(hello))
        asked = []
        for _ in range(HANGING):
            site = await stack.enter_async_context(serving(hang))
            stack.callback(ended.set)
            asked += [asyncio.ensure_future(fetcher.get(site.url)) for _ in range(4)]
            await until(lambda site=site: len(site.requests) == 2)  # type: ignore[misc]
        assert (await fetcher.get(good.url)).status == 200
        assert not any(each.done() for each in asked)
        ended.set()
        assert {answer.status for answer in await asyncio.gather(*asked)} == {200}


async def test_the_time_limit_begins_when_it_is_ones_turn() -> None:
    async def slow(request: web.Request) -> web.Response:
        if request.path == "/hangs":
            await ended.wait()
        return await hello(request)

    ended = asyncio.Event()
    async with serving(slow) as site, Fetcher(allow_private=True, timeout=1.0) as fetcher:
        hung = [asyncio.ensure_future(fetcher.get(f"{site.url}hangs")) for _ in range(2)]
        await until(lambda: len(site.requests) == 2)
        assert (await fetcher.get(site.url)).status == 200
        for each in hung:
            with pytest.raises(BlogUnreachable, match="took longer than 1 seconds"):
                await each
        ended.set()


async def test_redirects_share_one_time_limit() -> None:
    async def on(request: web.Request) -> web.Response:
        await asyncio.sleep(0.3)
        return web.Response(status=302, headers={"Location": f"{request.path}x"})

    async with serving(on) as site, Fetcher(allow_private=True, timeout=1.0) as fetcher:
        with pytest.raises(BlogUnreachable, match="took longer than 1 seconds"):
            await fetcher.get(site.url)
        assert len(site.requests) <= 4, "each redirect began a limit of its own"


async def test_a_host_gets_two_at_a_time_and_what_is_urgent_first() -> None:
    lanes, order = Lanes(), list[str]()

    async def take(name: str, *, urgent: bool) -> None:
        async with lanes.lane("a.example", urgent=urgent):
            order.append(name)
            await ended.wait()

    ended = asyncio.Event()
    first = [asyncio.create_task(take(name, urgent=False)) for name in ("1", "2", "3", "4")]
    await asyncio.sleep(0)
    person = asyncio.create_task(take("person", urgent=True))
    await asyncio.sleep(0)
    assert order == ["1", "2"]
    ended.set()
    await asyncio.gather(*first, person)
    assert order == ["1", "2", "person", "3", "4"]


async def test_who_gives_up_takes_no_lane_along() -> None:
    lanes = Lanes(1)
    holds = asyncio.Event()

    async def take() -> None:
        async with lanes.lane("a.example", urgent=False):
            await holds.wait()

    first, second, third = (asyncio.create_task(take()) for _ in range(3))
    await asyncio.sleep(0)
    second.cancel()
    first.cancel()
    await asyncio.sleep(0)
    third.cancel()  # handed the lane just now
    await asyncio.gather(first, second, third, return_exceptions=True)
    async with asyncio.timeout(120), lanes.lane("a.example", urgent=False):
        pass


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not condition():  # noqa: ASYNC110 - it looks at another side
            await asyncio.sleep(0.01)
