"""Whether blogs that hang or dawdle cost the others anything.

    python bench/hanging.py                  # 50 good ones, 25 that hang, 25 a byte a second
    python bench/hanging.py --minutes 10

Every blog is followed in one bot and read once a minute. The bad ones accept connections and never
answer, or answer a byte a second. Printed is at how many of its beats each good blog was read.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.test_utils import TestServer

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.blogs.http.fetcher import Fetcher
from bot.blogs.kinds import open_blog
from bot.blogs.wordpress.kind import WORDPRESS
from bot.demo.blog_app import create_app
from bot.demo.blog_content import Author, Content
from bot.languages.catalogues import read_languages
from bot.mirror.engine import Engine
from bot.model import BlogAddress
from bot.store.store import open_store
from tests.mirror.fake_blog import Opened
from tests.mirror.fake_discord import FakePublisher

if TYPE_CHECKING:
    from bot.blogs.base import Blog
    from bot.store.blog.blogs import BlogRecord

GOOD, HANGING, DRIPPING = 50, 25, 25
BEAT = 60


class Found(Opened):
    """Opens each blog where it is."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def open(self, record: BlogRecord) -> Blog:
        return open_blog(self._fetcher, record.address, None)


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        for _ in range(600):
            writer.write(b"[")
            await writer.drain()
            await asyncio.sleep(1)
    except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


async def good(stack: AsyncExitStack, number: int, read: Counter[str]) -> str:
    """Serve a small blog; `read` counts how often its comments are asked for."""
    content = Content(f"Blog {number}", "", Author("o", "O", "o@example.test"))
    content.add_article(title="On waiting", html="<p>Words.</p>")
    app = create_app(content, user="keeper", password="secret")

    @web.middleware
    async def count(request: web.Request, handler: web.Handler) -> web.StreamResponse:  # type: ignore[name-defined]
        if "comments" in request.path and "post" not in request.query:
            read[url] += 1
        return await handler(request)  # type: ignore[no-any-return]

    app.middlewares.append(count)
    server = await stack.enter_async_context(TestServer(app))
    url = str(server.make_url("/"))
    return url


async def bad(stack: AsyncExitStack, handle: object) -> str:
    server = await asyncio.start_server(handle, "127.0.0.1", 0)  # type: ignore[arg-type]
    stack.callback(server.close)
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def main(minutes: int) -> None:
    read: Counter[str] = Counter()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fetcher = await stack.enter_async_context(Fetcher(allow_private=True))
        store = await stack.enter_async_context(open_store(folder / "bench.sqlite3"))
        urls = [await good(stack, number, read) for number in range(GOOD)]
        urls += [await bad(stack, hang) for _ in range(HANGING)]
        urls += [await bad(stack, drip) for _ in range(DRIPPING)]
        # The bad ones were followed first, and are begun with first.
        for number, url in enumerate(reversed(urls)):
            blog = await store.blogs.add(BlogAddress(WORDPRESS, url, f"{url}wp-json/", url))
            await store.follows.start(blog, guild=1, channel=100 + number, backfill=1)
        engine = Engine(
            store, Found(fetcher), FakePublisher(), lambda: int(time.time()), BEAT,
            languages=read_languages(),
        )  # fmt: skip
        begun, held = time.monotonic(), 0.0
        last, rows = Counter[str](), list[int]()
        for beat in range(minutes):
            await engine.beat()
            while (left := begun + BEAT * (beat + 1) - time.monotonic()) > 0:
                asked = time.perf_counter()
                await asyncio.sleep(min(left, 0.02))
                held = max(held, time.perf_counter() - asked - 0.02)
            rows.append(sum(read[url] > last[url] for url in urls[:GOOD]))
            last = read.copy()
        await engine.stop()
    for beat, count in enumerate(rows, 1):
        print(f"beat {beat}: {count} of {GOOD} good blogs were read")
    print(f"the loop was held for {held * 1000:.0f} ms at most")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=int, default=5)
    asyncio.run(main(options.parse_args().minutes))
