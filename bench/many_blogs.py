"""A thousand blogs in one process, each read once a minute, half of them mirrored.

    python -m bench.many_blogs
    python -m bench.many_blogs --blogs 100 --minutes 2

The blogs are small WordPress sites with an address of their own each (127.1.x.y), all served by
another process; Discord is the tests' own, in memory. First everything is listed, recorded and
written; then it is quiet, and measured. CPU and memory are the bot's process alone.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from aiohttp import web

from bench.figures import NOTHING, Row, show
from bench.hanging import Found
from bot.blogs.http.fetcher import Fetcher
from bot.blogs.wordpress.kind import WORDPRESS
from bot.demo.blog_app import create_app
from bot.demo.blog_content import Author, Content
from bot.languages.catalogues import read_languages
from bot.mirror.engine import Engine
from bot.model import BlogAddress
from bot.store.store import Store, open_store
from tests.mirror.fake_discord import FakePublisher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

BEAT = 60
ARTICLES, COMMENTS = 3, 5
"""What each blog has."""
TICK = 0.01
"""Seconds that the loop is asked to come back after, to see how much later it does."""


def host(number: int) -> str:
    return f"127.1.{number // 200}.{number % 200 + 1}"


async def serve(blogs: int) -> None:
    """Be the blogs, at one port."""
    port = 0
    for number in range(blogs):
        content = Content(f"Blog {number}", "", Author("o", "Olga", "o@example.test"))
        for title in range(ARTICLES):
            article = content.add_article(title=f"Article {title}", html="<p>Some words.</p>")
            for said in range(COMMENTS):
                content.add_comment(
                    article.id, f"<p>Word {said}.</p>", name="Ada", email="a@example.test"
                )
        runner = web.AppRunner(create_app(content, user="keeper", password="secret"))
        await runner.setup()
        await web.TCPSite(runner, host(number), port).start()
        port = runner.addresses[0][1]
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)


@asynccontextmanager
async def served(blogs: int) -> AsyncIterator[int]:
    """The blogs in a process of their own; answers their port."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--serve", str(blogs),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(await process.stdout.readline())
    finally:
        process.stdin.close()
        await process.wait()


@dataclass(slots=True)
class Lag:
    """How late the loop came back, in milliseconds."""

    late: list[float]

    async def watch(self) -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(TICK)
            self.late.append((time.perf_counter() - begun - TICK) * 1000)

    def p99(self) -> float:
        return sorted(self.late)[int(len(self.late) * 0.99)]


def memory() -> float:
    """Mebibytes that this process has in use."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def followed(store: Store, port: int, blogs: int) -> None:
    """Every blog is followed, by channels of ten guilds; each second one with all its articles."""
    for number in range(blogs):
        url = f"http://{host(number)}:{port}/"
        blog = await store.blogs.add(BlogAddress(WORDPRESS, url, f"{url}wp-json/", url))
        await store.follows.start(
            blog, guild=number % 10, channel=1000 + number, backfill=ARTICLES * (number % 2)
        )


async def settled(engine: Engine, store: Store) -> None:
    """Beat until every archive is recorded and every thread written."""
    while True:
        await engine.beat()
        await asyncio.sleep(5)
        known = await store.blogs.followed()
        recorded = [await store.archives.recorded(blog.id) for blog in known]
        if not any(each.filling for each in recorded) and not await store.mirrors.unfinished():
            return


async def measured(blogs: int, minutes: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with (
            served(blogs) as port,
            Fetcher(allow_private=True) as fetcher,
            open_store(Path(folder) / "bench.sqlite3") as store,
        ):
            await followed(store, port, blogs)
            engine = Engine(
                store, Found(fetcher), FakePublisher(), lambda: int(time.time()), BEAT,
                languages=read_languages(), between=0.0,
            )  # fmt: skip
            await settled(engine, store)
            lag = Lag([])
            watch = asyncio.create_task(lag.watch())
            begun, cpu = time.monotonic(), time.process_time()
            for beat in range(minutes):
                await engine.beat()
                await asyncio.sleep(begun + BEAT * (beat + 1) - time.monotonic())
            share = (time.process_time() - cpu) / (time.monotonic() - begun)
            newest = time.time() - 2 * BEAT
            read = sum((each.read_at or 0) >= newest for each in await store.blogs.followed())
            watch.cancel()
            await engine.stop()
    return [
        Row(
            f"{blogs:,} blogs at {BEAT} s, half of them mirrored",
            f"{read:,} read in time, {share:.0%} of a core", NOTHING, None, "all, ≤ 67 % of a core",
        ),
        Row("… the loop's lag, p99", f"{lag.p99():.0f} ms", NOTHING, None, "< 100 ms"),
        Row("… memory", f"{memory():.0f} MiB", NOTHING, None, "≤ 200 MB"),
    ]  # fmt: skip


def rows(blogs: int = 1000, minutes: int = 3) -> Iterable[Row]:
    """What is printed."""
    return asyncio.run(measured(blogs, minutes))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve", type=int, metavar="BLOGS")
    parser.add_argument("--blogs", type=int, default=1000)
    parser.add_argument("--minutes", type=int, default=3)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.serve))
    else:
        show(rows(options.blogs, options.minutes))


if __name__ == "__main__":
    main()
