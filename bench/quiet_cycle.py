"""What a cycle costs in which nothing changed: requests, statements, bytes, CPU.

    python -m bench.quiet_cycle                 # 1,000, 10,000 and 100,000 recorded comments
    python -m bench.quiet_cycle --wordpress     # 1,000 comments on a real WordPress

Beside it stands what a simple bot does instead: reading every comment again each time. The sample
blog runs in a process of its own, so the CPU time is the bot's alone.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import statistics
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from aiohttp import web

from bench.figures import Row, show
from bot.blogs.base import Comparable
from bot.blogs.discover import discover
from bot.blogs.http.fetcher import Fetcher
from bot.blogs.kinds import open_blog
from bot.demo.blog_app import create_app
from bot.demo.blog_content import Author, Content, StoredComment
from bot.mirror.reading import Reading
from bot.model import Credentials
from bot.store.opening import open_database
from bot.store.store import store_on
from tests.wordpress import server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from bot.blogs.http.answer import Answer
    from bot.store.database import Database

CREDENTIALS = Credentials("owner", "abcd efgh ijkl mnop qrst uvwx")
CYCLES = 25
"""Five rounds of five cycles: each round compares the liveliest discussions once."""


class CountingFetcher(Fetcher):
    """Counts what it asks for and what it gets."""

    requests = 0
    received = 0

    async def get(self, url: str, **options: object) -> Answer:
        answer = await super().get(url, **options)  # type: ignore[arg-type]
        self.requests += 1
        self.received += len(answer.body)
        return answer


class Statements:
    """Counts what SQLite is asked; what a trigger does is part of what sets it off."""

    count = 0

    async def watch(self, database: Database) -> None:
        async with database.transaction() as connection:
            await connection.set_trace_callback(self._asked)

    def _asked(self, sql: str) -> None:
        self.count += not sql.startswith("--")


@dataclass(frozen=True, slots=True)
class Cost:
    requests: int
    statements: int
    kilobytes: float
    cpu: float
    """Milliseconds."""


async def serve(articles: int, comments: int) -> None:
    """Be the blog: so many articles with so many comments each."""
    content = Content("Bench", "", Author("owner", "Olga Owner", "owner@example.test"))
    start = datetime.now(UTC) - timedelta(days=400)
    for number in range(articles):
        article = content.add_article(
            title=f"Article {number}", html="<p>Words.</p>", published=start
        )
        for index in range(comments):
            content.last_comment += 1
            person = f"Person {index % 50}"
            words = f"<p>Comment {index}. {'Some words that fill the room. ' * 15}</p>"
            # Not by add_comment, which looks for duplicates among all that are there.
            content.comments[content.last_comment] = StoredComment(
                content.last_comment, article.id, 0, 0, person, "person@example.test", "", words,
                start + timedelta(minutes=number + index), "approved",
            )  # fmt: skip
    app = create_app(content, user=CREDENTIALS.user, password=CREDENTIALS.password)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.to_thread(sys.stdin.read)


@asynccontextmanager
async def blog_process(articles: int, comments: int) -> AsyncIterator[str]:
    """The blog in its own process; it ends when its standard input does."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--serve", str(articles), str(comments),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.stdin.close()
        await process.wait()


async def measure(url: str, credentials: Credentials, articles: int) -> tuple[list[Cost], Cost]:
    """Follow the blog until everything is recorded; then measure quiet cycles, and a full read."""
    now = int(time.time())
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_database(Path(folder) / "bench.sqlite3") as database,
            CountingFetcher(allow_private=True) as fetcher,
        ):
            store, statements = store_on(database), Statements()
            address = (await discover(fetcher, url, credentials)).address
            blog_id = await store.blogs.add(address)
            await store.follows.start(blog_id, guild=1, channel=2, backfill=articles)
            blog = open_blog(fetcher, address, credentials)
            reading = Reading(store, blog_id, blog, lambda: now)
            while not await settled(reading, fetcher):
                pass
            await statements.watch(database)
            cycles = [await cost(fetcher, reading, statements) for _ in range(CYCLES)]
            assert isinstance(blog, Comparable)
            mirrored = await store.articles.mirrored(blog_id)
            return cycles, await cost(fetcher, EverythingAgain(blog, mirrored), statements)


async def settled(reading: Reading, fetcher: CountingFetcher) -> bool:
    """Run a round; answers whether none of its cycles needed more than three requests."""
    most = 0
    for _ in range(5):
        before = fetcher.requests
        await reading.cycle()
        most = max(most, fetcher.requests - before)
    return most <= 3


class EverythingAgain:
    """The simple way: every comment of every article, each time."""

    def __init__(self, blog: Comparable, articles: list[str]) -> None:
        self._blog = blog
        self._articles = articles

    async def cycle(self) -> None:
        for article in self._articles:
            number, pages = 1, 1
            while number <= pages:
                page = await self._blog.comments([article], page=number)
                number, pages = number + 1, page.pages


async def cost(
    fetcher: CountingFetcher, reading: Reading | EverythingAgain, statements: Statements
) -> Cost:
    requests, received, asked = fetcher.requests, fetcher.received, statements.count
    cpu = time.process_time()
    await reading.cycle()
    return Cost(
        fetcher.requests - requests,
        statements.count - asked,
        (fetcher.received - received) / 1000,
        (time.process_time() - cpu) * 1000,
    )


def told(name: str, cycles: list[Cost], again: Cost) -> Row:
    cpu = statistics.median(each.cpu for each in cycles)
    kilobytes = statistics.median(each.kilobytes for each in cycles)
    return Row(
        f"a cycle in which nothing changed, {name}",
        f"{max(each.requests for each in cycles)} requests, "
        f"{max(each.statements for each in cycles)} statements, "
        f"{kilobytes:.0f} kB, {cpu:.1f} ms",
        f"every comment read again: {again.requests} requests, {again.kilobytes:,.0f} kB, "
        f"{again.cpu:,.0f} ms",
        cpu / again.cpu,
        "≤ 3 requests, ≤ 30 statements, ≤ 10 ms",
    )


async def on_sample_blog(articles: int) -> Row:
    comments = 1000
    async with blog_process(articles, comments) as url:
        measured = await measure(url, CREDENTIALS, articles)
    return told(f"{articles * comments:,} comments recorded", *measured)


async def on_wordpress() -> Row:
    with server.running() as site:
        site.eval(
            "$article = wp_insert_post(['post_title' => 'Long', 'post_status' => 'publish']); "
            "foreach (range(1, 1000) as $n) wp_insert_comment(['comment_post_ID' => $article, "
            "'comment_author' => 'Person', 'comment_approved' => 1, 'comment_content' => "
            "\"Comment $n. \" . str_repeat('Some words that fill the room. ', 15)]); return 1;"
        )
        credentials = Credentials(site.user, site.password)
        return told("1,000 on a WordPress", *await measure(site.url, credentials, 1))


def rows(sizes: Iterable[int] = (1, 10, 100)) -> Iterable[Row]:
    """What is printed, for so many articles with a thousand comments each."""
    for articles in sizes:
        yield asyncio.run(on_sample_blog(articles))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", nargs=2, type=int, metavar=("ARTICLES", "COMMENTS"))
    parser.add_argument("--wordpress", action="store_true")
    parser.add_argument("--articles", nargs="+", type=int, default=[1, 10, 100])
    options = parser.parse_args()
    logging.basicConfig(level=logging.WARNING)
    if options.serve:
        asyncio.run(serve(*options.serve))
    else:
        show([asyncio.run(on_wordpress())] if options.wordpress else rows(options.articles))


if __name__ == "__main__":
    main()
