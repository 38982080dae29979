"""The way to a blog lets go wrong what it is told to, and nothing else."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from tests.wordpress.site import eventually
from tests.wordpress.trouble import TroubledBlog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(slots=True)
class Way:
    """A troubled way to a blog that remembers what it heard."""

    blog: TroubledBlog
    session: aiohttp.ClientSession
    heard: list[str] = field(default_factory=list)

    async def post(self, words: str) -> tuple[int, str]:
        async with self.session.post(f"{self.blog.url}/comments", data=words) as answer:
            return answer.status, await answer.text()


@asynccontextmanager
async def way() -> AsyncIterator[Way]:
    heard: list[str] = []

    async def take(request: web.Request) -> web.Response:
        heard.append(await request.text())
        return web.Response(status=201, text="written, and told at some length")

    app = web.Application()
    app.router.add_post("/comments", take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with (
            TroubledBlog(f"http://127.0.0.1:{runner.addresses[0][1]}") as blog,
            aiohttp.ClientSession() as session,
        ):
            yield Way(blog, session, heard)
    finally:
        await runner.cleanup()


async def test_any_method_meets_what_is_meant_for_all() -> None:
    async with way() as here:
        here.blog.trouble("*", "comments")
        here.blog.trouble("DELETE", "comments")
        assert await here.post("one") == (500, '{"code": "fault"}')
        assert (await here.post("two"))[0] == 201
        assert here.heard == ["two"]


async def test_an_answer_that_breaks_off_is_of_something_that_was_done() -> None:
    async with way() as here:
        here.blog.trouble("POST", "comments", stored=True, cut=True)
        with pytest.raises(aiohttp.ClientPayloadError):
            await here.post("one")
        assert here.heard == ["one"]


async def test_what_is_stored_late_comes_after_its_error() -> None:
    async with way() as here:
        here.blog.trouble("POST", "comments", status=None, late=0.05)
        with pytest.raises(aiohttp.ClientError):
            await here.post("one")
        assert here.heard == []

        async def heard() -> list[str]:
            return here.heard

        assert await eventually(heard) == ["one"]


async def test_a_page_is_answered_in_the_blogs_place() -> None:
    async with way() as here:
        here.blog.trouble("POST", "comments", status=403, page="<title>Just a moment</title>")
        assert await here.post("one") == (403, "<title>Just a moment</title>")
        assert here.heard == []
