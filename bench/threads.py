"""How fast sixty threads are written under Discord's own limits, and what a message costs.

    python bench/threads.py

Discord's stand-in runs in a process of its own, so the CPU time is the bot's alone: from the
comment's recording to its message, gateway included. Beside it stands discord.py by itself, which
sends as many messages with the same words.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.discussion import discussion
from bench.figures import Row, show
from bench.large import ADDRESS
from bench.wired import FAR, afterword, bare, connected, discord_process
from bot.discord import pace
from bot.mirror.desired import desire
from bot.model import Article, ArticleState, Summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.wired import Discord
    from bot.discord.client import Client
    from bot.model import Comment

THREADS, EACH = 60, 20
SLOWLY = 0.25
"""Discord's clock, and the bot's pace with it: so that what is measured is the limit, on a busy
machine as well."""
LIMIT = 50
"""Requests a second, Discord's limit for all that a bot asks for."""

ARTICLE = Article(
    remote_id="1", url=f"{ADDRESS.url}1/", title="On bread", author="Ada",
    published=datetime(2026, 1, 1, tzinfo=UTC), version="1", excerpt="", html="<p>Words.</p>",
    image=None, terms=(), state=ArticleState.PUBLISHED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, in how many seconds, with how much CPU, and how often refused (429)."""

    messages: int
    seconds: float
    cpu: float
    refused: int

    @property
    def rate(self) -> float:
        return self.messages / self.seconds

    @property
    def milliseconds(self) -> float:
        return self.cpu * 1000 / self.messages


def said(count: int) -> list[Comment]:
    """Comments that fit into one message each."""
    short = [each for each in discussion(count * 2) if len(each.html) < 1500]
    return short[:count]


async def mirrored(there: Discord, threads: int, comments: list[Comment]) -> Written:
    """One article in so many channels, and its comments in as many threads."""
    guild = await there.call("create_guild", name="Bench")
    channels = [
        await there.call("create_channel", guild_id=guild, name=f"channel-{number}")
        for number in range(threads)
    ]
    async with afterword(there) as client:
        blog = await begin(client, guild, channels)
        engine, store = client.services.engine, client.services.store
        await engine.write()
        await engine.settled()
        before = len(await there.call("requests"))
        began, cpu = time.perf_counter(), time.process_time()
        await store.comments.note(blog, comments)
        await engine.write()
        await engine.settled()
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return await _counted(there, before, seconds, cpu, threads * len(comments))


async def begin(client: Client, guild: int, channels: list[int]) -> int:
    """Follow a blog of one article in each of these channels; answers the blog."""
    store = client.services.store
    blog = await store.blogs.add(ADDRESS)
    await store.blogs.succeeded(blog, now=0, next_read=FAR)
    for channel in channels:
        await store.follows.start(blog, guild=guild, channel=channel, backfill=1)
    await store.articles.note(
        blog,
        [
            Summary(
                ARTICLE.remote_id, ARTICLE.url, ARTICLE.title, ARTICLE.published, "1",
                ARTICLE.state,
            )
        ],
        now=int(time.time()),
    )  # fmt: skip
    await store.follows.begin(blog)
    await store.articles.read(blog, ARTICLE)
    return blog


async def sent(there: Discord, threads: int, comments: list[Comment]) -> Written:
    """The same words by discord.py alone, each channel in its own task."""
    guild = await there.call("create_guild", name="Bare")
    channels = [
        await there.call("create_channel", guild_id=guild, name=f"channel-{number}")
        for number in range(threads)
    ]
    parts = desire(ARTICLE, comments, shown=set()).parts or ()
    client = bare()

    async def write(channel: int) -> None:
        place = client.get_partial_messageable(channel)
        for number, part in enumerate(parts):
            await place.send(part.content, nonce=f"{channel}-{number}", suppress_embeds=True)

    async with connected(client, there.token):
        before = len(await there.call("requests"))
        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*map(write, channels))
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return await _counted(there, before, seconds, cpu, threads * len(parts))


async def _counted(
    there: Discord, before: int, seconds: float, cpu: float, messages: int
) -> Written:
    requests = (await there.call("requests"))[before:]
    posted = [row for row in requests if row["method"] == "POST" and row["status"] == 200]
    assert len(posted) == messages, f"{len(posted)} of {messages} messages"
    refused = sum(row["status"] == 429 for row in requests)
    return Written(messages, seconds, cpu, refused)


async def under_limits() -> Written:
    for name in ("WITHIN", "EVENLY", "APART", "BEHIND"):
        setattr(pace, name, getattr(pace, name) / SLOWLY)
    try:
        async with discord_process(SLOWLY) as there:
            written = await mirrored(there, THREADS, said(EACH))
    finally:
        for name in ("WITHIN", "EVENLY", "APART", "BEHIND"):
            setattr(pace, name, getattr(pace, name) * SLOWLY)
    return replace(written, seconds=written.seconds * SLOWLY)


async def side_by_side(threads: int, each: int) -> tuple[Written, Written]:
    """Without limits: the bot, and discord.py alone."""
    async with discord_process(0) as there:
        return await mirrored(there, threads, said(each)), await sent(there, threads, said(each))


def rows() -> Iterable[Row]:
    """The rate under limits, and the CPU of a message in one thread and in many."""
    limited = asyncio.run(under_limits())
    yield Row(
        f"{THREADS} threads under Discord's limits, {limited.messages} messages",
        f"{limited.rate:.1f} messages/s, {limited.refused} refused",
        f"Discord's limit: {LIMIT}/s",
        limited.rate / LIMIT,
        "≥ 0.95, ≤ 5 refused",
    )
    for threads, each in ((1, 400), (THREADS, EACH)):
        ours, theirs = asyncio.run(side_by_side(threads, each))
        yield Row(
            f"CPU of a mirrored message, end to end, {threads} thread(s)",
            f"{ours.milliseconds:.2f} ms",
            f"bare discord.py: {theirs.milliseconds:.2f} ms",
            ours.milliseconds / theirs.milliseconds,
            "≤ 1.5",
        )


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    logging.basicConfig(level=logging.ERROR)
    show(rows())


if __name__ == "__main__":
    main()
