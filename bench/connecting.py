"""What it takes to connect where a thousand mirrored threads are at rest: requests, seconds.

    python bench/connecting.py [THREADS]

Members write in these threads, so whatever happened there while nobody listened has to be found.
Beside it stands a request for each thread.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import discord

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.figures import Row, show
from bench.large import ADDRESS
from bench.threads import ARTICLE
from bench.wired import FAR, afterword, bare, connected, discord_process
from bot.model import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.wired import Discord
    from bot.store.store import Store

THREADS = 1000
AT_ONCE = 20
A_MINUTE = 60_000 << 22
"""In Discord's ids. Until then everything that stands in a thread was looked at."""


async def threads(there: Discord, channel: int, count: int) -> list[int]:
    """So many threads in a channel, each made from a message of the bot's, and archived."""
    client = bare()
    made: list[int] = []

    async def make(place: discord.TextChannel, numbers: Iterable[int]) -> None:
        for number in numbers:
            message = await place.send(f"Article {number}")
            made.append((await message.create_thread(name=f"Article {number}")).id)
            await there.call("edit_thread", thread_id=made[-1], archived=True)

    async with connected(client, there.token):
        place = client.get_channel(channel)
        assert isinstance(place, discord.TextChannel)
        await asyncio.gather(
            *(make(place, range(first, count, AT_ONCE)) for first in range(AT_ONCE))
        )
    return sorted(made)


async def follow(store: Store, guild: int, channel: int, made: list[int]) -> None:
    """Record that each of these threads mirrors an article, and shows all of it."""
    blog = await store.blogs.add(ADDRESS)
    await store.blogs.succeeded(blog, now=0, next_read=FAR)
    await store.follows.start(blog, guild=guild, channel=channel, backfill=len(made))
    listed = [
        Summary(
            str(number), f"{ADDRESS.url}{number}/", f"Article {number}",
            ARTICLE.published + timedelta(hours=number), "1", ARTICLE.state,
        )
        for number in range(len(made))
    ]  # fmt: skip
    await store.articles.note(blog, listed, now=int(time.time()))
    await store.follows.begin(blog)
    for number, thread in enumerate(made, start=1):
        await store.announcements.announced(number, thread, None)
        await store.mirrors.threaded(number, thread, f"Article {number}")
        await store.mirrors.shown(number, await store.mirrors.wanted(number))
        await store.threads.saw(number, thread + A_MINUTE)


async def measure(count: int) -> tuple[int, float]:
    """Requests about threads, and seconds, until all is caught up with."""
    async with discord_process(0) as there:
        guild = await there.call("create_guild", name="Bench")
        channel = await there.call("create_channel", guild_id=guild, name="articles")
        made = await threads(there, channel, count)

        async def fill(store: Store) -> None:
            await follow(store, guild, channel, made)

        before = len(await there.call("requests"))
        began = time.perf_counter()
        async with afterword(there, fill) as client:
            replies = client.services.replies
            while not all(  # noqa: ASYNC110 - nothing tells when all is done
                map(replies.intake.is_caught_up, await client.services.store.threads.all())
            ):
                await asyncio.sleep(0.05)
            seconds = time.perf_counter() - began
            requests = (await there.call("requests"))[before:]
    asked = [row for row in requests if "/threads/" in row["path"] or "/messages" in row["path"]]
    return len(asked), seconds


def rows(count: int = THREADS) -> Iterable[Row]:
    """The requests about threads."""
    asked, seconds = asyncio.run(measure(count))
    yield Row(
        f"connecting with {count:,} mirrored threads at rest",
        f"{asked} requests, {seconds:.1f} s",
        f"one for each: {count:,}",
        asked / count,
        "≤ 0.01",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("threads", type=int, nargs="?", default=THREADS)
    logging.basicConfig(level=logging.ERROR)
    show(rows(parser.parse_args().threads))


if __name__ == "__main__":
    main()
