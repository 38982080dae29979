"""Reading a feed again: what is the same is not parsed again, and bad manners stop nothing."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.blogs.base import Site
from bot.blogs.feed import document as answers
from bot.blogs.feed.blog import Feed
from bot.blogs.feed.kind import FEED, FeedKind
from bot.model import BlogAddress
from tests.blogs.sites import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.blogs.http.fetcher import Fetcher

RSS = (
    "<rss version='2.0'><channel><title>Harbour</title><item><title>{}</title>"
    "<link>https://harbour.example/1</link></item></channel></rss>"
)


def at(url: str) -> BlogAddress:
    return BlogAddress(FEED, url, f"{url}feed.xml", "Harbour")


async def test_the_same_bytes_are_not_parsed_again(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[bytes] = []
    parse = answers.parse

    def counted(body: bytes, url: str, content_type: str = "") -> answers.Document:
        parsed.append(body)
        return parse(body, url, content_type)

    monkeypatch.setattr(answers, "parse", counted)
    served = {"title": "Fog", "type": "text/xml; charset=utf-8"}

    async def answer(_: web.Request) -> web.Response:
        body = RSS.format(served["title"]).encode()
        return web.Response(body=body, headers={"Content-Type": served["type"]})

    async with serving(answer) as site:
        blog = Feed(fetcher, at(site.url))
        first = await blog.listing()
        assert await blog.listing() is first
        assert await blog.listing() is first
        assert len(parsed) == 1
        served["title"] = "Rain"
        assert [each.title for each in await blog.listing()] == ["Rain"]
        served["type"] = "text/xml; charset=latin-1"
        await blog.listing()
        assert len(parsed) == 3


@contextlib.asynccontextmanager
async def unmannered(pause: float) -> AsyncIterator[tuple[str, list[bool]]]:
    """Sends a body after its 304, at once or a little later, on a connection that stays open."""
    body = RSS.format("Fog").encode()
    asked: list[bool] = []
    open_ones: set[asyncio.StreamWriter] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                asked.append(b"if-none-match" in head.lower())
                status = b"304 Not Modified" if asked[-1] else b"200 OK"
                length = b"Content-Length: %d" % len(body)
                writer.write(b'HTTP/1.1 %s\r\nETag: "a"\r\n%s\r\n\r\n' % (status, length))
                await writer.drain()
                await asyncio.sleep(pause)
                writer.write(body)
                await writer.drain()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", asked
        for writer in open_ones:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


@pytest.mark.parametrize("pause", [0.0, 0.02])
async def test_a_body_after_not_modified_is_read_past(fetcher: Fetcher, pause: float) -> None:
    async with unmannered(pause) as (url, asked):
        blog = Feed(fetcher, at(url))
        for _ in range(12):
            assert [each.title for each in await blog.listing()] == ["Fog"]
        # Who answers at once what is no answer is asked that once; the other one goes on.
        once = [False, True, *[False] * 11]
        assert asked == (once if not pause else [False, *[True] * 11])


@pytest.mark.parametrize(
    "before",
    ["\ufeff<?xml version='1.0'?>", "<!-- by hand -->", "<!DOCTYPE rss SYSTEM 'x.dtd'>", ""],
)
async def test_a_feed_is_one_whatever_stands_before_its_root(fetcher: Fetcher, before: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=(before + RSS.format("Fog")).encode())

    async with serving(answer) as site:
        page = await fetcher.get(site.url)
        found = await FeedKind().itself(Site(site.url, page, None))
        assert found is not None
        assert found.title == "Harbour"


async def test_json_is_a_feed_and_a_page_is_none(fetcher: Fetcher) -> None:
    bodies = {
        "/feed.json": '{"version":"https://jsonfeed.org/version/1.1","title":"Harbour","items":[]}',
        "/other.json": '{"version":"1"}',
        "/page": "<!DOCTYPE html><html><body><rss></rss></body></html>",
    }

    async def answer(request: web.Request) -> web.Response:
        return web.Response(text=bodies[request.path])

    async with serving(answer) as site:
        found = []
        for path in bodies:
            page = await fetcher.get(f"{site.url.rstrip('/')}{path}")
            found.append(await FeedKind().itself(Site(site.url, page, None)) is not None)
        assert found == [True, False, False]
