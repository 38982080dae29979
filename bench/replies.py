"""How long members wait: from a message, an edit, a deletion in Discord to the blog showing it.

    python bench/replies.py            # on a real WordPress; takes some two minutes

The bot runs as its own process on the socket Discord of `tests/wire`, with Discord's rate limits
and none of its distance, and a visitor asks the blog again and again. First one thing at a time,
then everything at once, which Discord's limits spread out.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import statistics
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiohttp

from tests.e2e.afterword import Afterword
from tests.e2e.conversation import DONE, Conversation
from tests.wire.wire import Wire
from tests.wordpress import server
from tests.wordpress.site import Site, guests_at_once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TITLE = "Bench"
MEMBER = "Ada"
PAUSE = 1.0
"""Seconds between two things done one at a time: slower than any of Discord's limits."""
LOOK = 0.02
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Bench:
    """A thread whose member agreed, and the blog as visitors see it."""

    talk: Conversation
    site: Site
    article: int

    async def shown(self) -> str:
        """The words of the article's comments."""
        url = f"{self.site.server.api}wp/v2/comments?post={self.article}&per_page=100"
        async with self.site.session.get(f"{url}&_fields=content") as answer:
            return await answer.text()

    async def take(self, *words: str, there: bool = True) -> list[float]:
        """Seconds until a visitor sees each of these words, or no longer; sorted."""
        begun = time.perf_counter()
        waits, times = set(words), list[float]()
        while waits:
            shown = set(re.findall(r"\w+", await self.shown()))
            changed = waits & shown if there else waits - shown
            waits -= changed
            times += [time.perf_counter() - begun] * len(changed)
            if time.perf_counter() - begun > PATIENCE:
                raise TimeoutError(f"{waits} never changed on the blog")
            await asyncio.sleep(LOOK)
        return times


@asynccontextmanager
async def bench(blog: server.Server, folder: Path) -> AsyncIterator[Bench]:
    async with aiohttp.ClientSession() as session, Wire(pace=1) as wire:
        site = Site(blog, session)
        article = await site.article(f"{TITLE} {folder.name}")
        guild = wire.world.create_guild("Community")
        channel = wire.world.create_channel(guild, "articles")
        bot = Afterword(wire, channel, folder, blog.url, blog.user, blog.password)
        talk = Conversation(bot, f"{TITLE} {folder.name}", guild)
        talk.join(MEMBER)
        async with bot.running(BLOG_BACKFILL="1", POLL_SECONDS="60"):
            await wire.until(lambda: bot.thread(talk.title), seconds=30)
            first = talk.say(MEMBER, "Hello.")
            await talk.answer(MEMBER, "always")
            await talk.marked(first, DONE)
            await asyncio.sleep(5)
            yield Bench(talk, site, article)


async def one_at_a_time(here: Bench, count: int) -> dict[str, list[float]]:
    """Say something, edit it, delete it; each only after the one before was seen."""
    times: dict[str, list[float]] = {"message": [], "edit": [], "deletion": []}
    for number in range(count):
        message = here.talk.say(MEMBER, f"said{number}")
        times["message"] += await here.take(f"said{number}")
        await asyncio.sleep(PAUSE)
        here.talk.edit(message, f"edited{number}")
        times["edit"] += await here.take(f"edited{number}")
        await asyncio.sleep(PAUSE)
        here.talk.delete(message)
        times["deletion"] += await here.take(f"edited{number}", there=False)
        await asyncio.sleep(PAUSE)
    return times


async def all_at_once(here: Bench, count: int) -> dict[str, list[float]]:
    """Say so many things in one moment, then edit them all, then delete them all."""
    old, new = ([f"{word}{number}" for number in range(count)] for word in ("said", "edited"))
    messages = [here.talk.say(MEMBER, words) for words in old]
    said = await here.take(*old)
    for message, words in zip(messages, new, strict=True):
        here.talk.edit(message, words)
    edited = await here.take(*new)
    for message in messages:
        here.talk.delete(message)
    return {"message": said, "edit": edited, "deletion": await here.take(*new, there=False)}


def show(name: str, times: dict[str, list[float]]) -> None:
    for what, seconds in times.items():
        median, slowest = statistics.median(seconds), max(seconds)
        print(
            f"{name:>14} | {what:8} | {len(seconds):3} times"
            f" | median {median:6.3f} s | slowest {slowest:6.3f} s",
            flush=True,
        )


async def measure(count: int) -> None:
    with server.running() as blog, guests_at_once(blog), tempfile.TemporaryDirectory() as folder:
        for name, act in (("one at a time", one_at_a_time), ("all at once", all_at_once)):
            place = Path(folder) / name
            place.mkdir()
            async with bench(blog, place) as here:
                show(name, await act(here, count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20)
    asyncio.run(measure(parser.parse_args().count))


if __name__ == "__main__":
    main()
