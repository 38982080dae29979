"""How long others wait while a member is forgotten, on a large blog.

    python bench/forgetting.py                      # 20,000 articles, 200,000 comments
    python bench/forgetting.py --database FILE      # use one again; two members' comments leave it
    python bench/forgetting.py --articles 500 --comments 5000

A member with fifty comments is forgotten: their words have to leave the index of all words, which
is merged for that. Meanwhile somebody searches and somebody writes, again and again. Beside it
stands SQLite's own way, `optimize`, which merges the index at once.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.large import Vocabulary, begin, recorded, searches
from bench.lookup import GUILD, show
from bot.finding.lookup import Lookup
from bot.store.opening import open_database
from bot.store.store import Store, store_on

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.store.database import Database

OURS = 50
"""Comments of each member."""
QUIET = 10
"""Seconds to look how it is otherwise."""
PAUSE = 0.02
"""Seconds between two searches, and between two writes."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The large blog, as it was recorded."""

    store: Store
    database: Database
    log: Path
    comments: int


async def member(bench: Bench, user: int) -> None:
    """Somebody has comments on the blog, spread over all it has."""
    await Lookup(bench.store).mirror(GUILD, (await bench.store.library.latest(GUILD, 1))[0])
    for number in range(OURS):
        comment = user + number * (bench.comments // OURS)
        await bench.database.write(
            "INSERT INTO reply (message_id, mirror, user, state, comment) "
            "SELECT ?, max(id), ?, 'published', ? FROM mirror",
            (user * 1000 + number, user, str(comment)),
        )


async def forgotten(bench: Bench, user: int) -> None:
    """They ask for it, and their comments are taken off the blog."""
    begun = time.perf_counter()
    assert await bench.store.forgetting.begin(user, leave=False) == OURS
    print(f"{'answered':>34} | after {(time.perf_counter() - begun) * 1000:.0f} ms")
    await bench.database.write(
        "UPDATE reply SET state = 'withdrawn', marked = 1 WHERE user = ?", (user,)
    )


async def repeated(work: asyncio.Task[object], ask: Callable[[], Awaitable[object]]) -> list[float]:
    """Milliseconds that each of these took while that work went on."""
    taken = []
    while not work.done():
        begun = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(PAUSE)
    return sorted(taken)


async def meanwhile(bench: Bench, work: asyncio.Task[object]) -> None:
    chance = random.Random(3)
    store, lookup = bench.store, Lookup(bench.store)
    words = searches(chance, Vocabulary(random.Random(1)), 1000)
    sizes: list[int] = []

    async def look() -> None:
        sizes.append(await asyncio.to_thread(size, bench.log))

    begun = time.perf_counter()
    searching, writing, _ = await asyncio.gather(
        repeated(work, lambda: lookup.search(GUILD, chance.choice(words))),
        repeated(work, lambda: store.threads.saw(1, chance.randrange(10**9))),
        repeated(work, look),
    )
    print(f"{'done':>34} | after {time.perf_counter() - begun:.1f} s")
    show("a search meanwhile", searching)
    show("a write meanwhile", writing)
    print(f"{'the log on the disk':>34} | up to {max(sizes) / 2**20:.0f} MB")


def size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


async def at_once(bench: Bench) -> int:
    """The same, but for how the index is merged."""
    await bench.database.write(
        "DELETE FROM comment WHERE remote_id IN (SELECT comment FROM reply WHERE forget)"
    )
    await bench.database.write("INSERT INTO passage_text (passage_text) VALUES ('optimize')")
    await bench.database.empty_log()
    return await bench.database.write("DELETE FROM reply WHERE forget")


async def run(path: Path, articles: int, comments: int) -> None:
    async with open_database(path) as database:
        bench = Bench(store_on(database), database, path.with_name(path.name + "-wal"), comments)
        store = bench.store
        blog = await recorded(store, articles, comments)
        await store.follows.start(blog, guild=GUILD, channel=2, backfill=3)
        await store.follows.begin(blog)
        print("nobody is forgotten:")
        await meanwhile(bench, asyncio.create_task(asyncio.sleep(QUIET)))
        print("somebody is forgotten:")
        await member(bench, 1)
        await forgotten(bench, 1)
        await meanwhile(bench, asyncio.create_task(store.forgetting.finish()))
        print("beside it, the index merged at once:")
        await member(bench, 2)
        await forgotten(bench, 2)
        await meanwhile(bench, asyncio.create_task(at_once(bench)))


if __name__ == "__main__":
    begin(run, __doc__)
