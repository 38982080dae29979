"""What the guarded session writes to a blog: sent once, or said to be in doubt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.errors import BlogUnreachable, BlogUnusable
from bot.model import Credentials
from tests.blogs.sites import redirect, serving

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher

MEBIBYTE = 1024 * 1024
ACCOUNT = Credentials("keeper", "hush hush")


async def test_what_is_sent_arrives_once(fetcher: Fetcher) -> None:
    bodies: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        bodies.append(await request.json() if request.can_read_body else None)
        return web.json_response({"id": 7}, status=201)

    async with serving(answer) as site:
        for method, body in (("POST", {"words": "é <x>"}), ("PUT", {}), ("DELETE", None)):
            got = await fetcher.send(f"{site.url}a?b=1", method=method, auth=ACCOUNT, json=body)
            assert (got.status, got.body) == (201, b'{"id": 7}')
    assert [request.method for request in site.requests] == ["POST", "PUT", "DELETE"]
    assert bodies == [{"words": "é <x>"}, {}, None]
    post = site.requests[0]
    assert post.headers["Content-Type"] == "application/json"
    assert post.headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["/b?key=secret", "https://new.example/b?key=secret"])
async def test_what_is_sent_is_not_redirected(fetcher: Fetcher, status: int, target: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return redirect(target, status)

    async with serving(answer) as site:
        home = site.url.rstrip("/")
        with pytest.raises(BlogUnusable) as caught:
            await fetcher.send(f"{site.url}a", method="POST", auth=ACCOUNT, json={})
    new = home if target.startswith("/") else "https://new.example"
    assert str(caught.value) == (f"{home.removeprefix('http://')} sends us on to {new}.")
    assert len(site.requests) == 1


async def test_patience_ends_for_what_is_sent(hasty: Fetcher) -> None:
    done = asyncio.Event()

    async def never(_: web.Request) -> web.Response:
        await done.wait()
        return web.Response()

    async with serving(never) as site:
        with pytest.raises(BlogUnreachable, match=r"longer than 0\.5 seconds"):
            await hasty.send(site.url, method="POST", auth=ACCOUNT, json={})
        done.set()


async def test_a_connection_that_ends_after_the_request_was_stored(fetcher: Fetcher) -> None:
    """Also on a connection used before, where a GET would be sent again."""
    stored: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        if request.method == "POST":
            stored.append(await request.json())
            assert request.transport is not None
            request.transport.close()
        return web.Response()

    async with serving(answer) as site:
        await fetcher.get(site.url)
        for number in (1, 2):
            with pytest.raises(BlogUnreachable, match="closed the connection"):
                await fetcher.send(site.url, method="POST", auth=ACCOUNT, json={"n": number})
    assert stored == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize(("status", "header", "wait"), [(429, "9", 9.0), (503, None, None)])
async def test_a_server_in_trouble_takes_nothing(
    fetcher: Fetcher, status: int, header: str | None, wait: float | None
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Retry-After": header} if header else {})

    async with serving(answer) as site:
        with pytest.raises(BlogUnreachable, match=str(status)) as caught:
            await fetcher.send(site.url, method="POST", auth=ACCOUNT, json={})
    assert caught.value.retry_after == wait


async def test_the_answer_to_what_is_sent_has_its_limit(small: Fetcher) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=bytes(2 * MEBIBYTE))

    async with serving(answer) as site:
        with pytest.raises(BlogUnusable, match="more than 1 MiB"):
            await small.send(site.url, method="POST", auth=ACCOUNT, json={})
        got = await small.send(
            site.url, method="POST", auth=ACCOUNT, json={}, max_bytes=3 * MEBIBYTE
        )
    assert len(got.body) == 2 * MEBIBYTE
