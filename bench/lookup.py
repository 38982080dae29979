"""How long people wait: titles as they type and words in the archive, on a large blog.

    python bench/lookup.py                      # 20,000 articles, 200,000 comments
    python bench/lookup.py --database FILE      # keep it, or use it again
    python bench/lookup.py --articles 500 --comments 5000

Searches use words as often as the texts do, so the common ones are among them; half of the searches
break off in the middle of the last word, as people do. Beside autocomplete stands what a simple bot
does: SQLite's LIKE over the titles.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.large import Vocabulary, begin, keystrokes, mistyped, recorded, searches
from bot.finding.lookup import Lookup
from bot.store.blog.search import Scope
from bot.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

GUILD = 1
QUESTIONS = 1000


async def timed(questions: list[str], ask: Callable[[str], Awaitable[object]]) -> list[float]:
    """Milliseconds that each answer took, in order of size."""
    taken = []
    for question in questions:
        begun = time.perf_counter()
        await ask(question)
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def show(what: str, taken: list[float], target: float | None = None) -> None:
    p99 = taken[min(len(taken) - 1, int(len(taken) * 0.99))]
    goal = (
        f"   target p99 {target:.0f} ms: {'kept' if p99 < target else 'MISSED'}" if target else ""
    )
    print(
        f"{what:>34} | p50 {statistics.median(taken):7.1f} ms | p99 {p99:7.1f} ms"
        f" | longest {taken[-1]:7.1f} ms{goal}",
        flush=True,
    )


async def found_among_five(lookup: Lookup, asked: list[tuple[str, str]]) -> int:
    found = 0
    for title, typed in asked:
        suggested = await lookup.suggest(GUILD, typed, 25)
        found += title in [each.title for each in suggested[:5]]
    return found


async def measure(store: Store, path: Path) -> None:
    chance = random.Random(2)
    vocabulary = Vocabulary(random.Random(1))
    lookup = Lookup(store)
    titles = [title for _, title in await store.library.titles(GUILD)]
    begun = time.perf_counter()
    await lookup.suggest(GUILD, "", 25)
    print(f"{'the first key, titles loaded':>34} | {(time.perf_counter() - begun) * 1000:.0f} ms")
    typed = keystrokes(chance, titles, QUESTIONS)
    show("autocomplete", await timed(typed, lambda text: lookup.suggest(GUILD, text, 25)), 50)
    show("beside it: LIKE '%typed%'", await timed(typed, simply(path)))
    names = [entry.article.author for entry in await store.library.latest(GUILD, 50)]
    terms = ["" for _ in range(100)]
    show("autocomplete of terms", await timed(terms, lambda _: store.library.terms(GUILD)), 50)
    people = await store.library.names(GUILD, "b", 25)
    pages: dict[str, Callable[[str], Awaitable[object]]] = {
        "latest": lambda _: store.library.latest(GUILD, 10),
        "random": lambda _: store.library.random(GUILD),
        "author": lambda name: store.library.author(GUILD, name, 5),
    }
    for name, ask in pages.items():
        show(name, await timed(people * 8, ask), 100)
    starts = [chance.choice(names)[: chance.randint(0, 6)] for _ in range(QUESTIONS)]
    show(
        "autocomplete of names",
        await timed(starts, lambda text: store.library.names(GUILD, text, 25)),
        50,
    )
    asked = searches(chance, vocabulary, QUESTIONS)
    show("search", await timed(asked, lambda words: lookup.search(GUILD, words)), 100)
    for scope in (Scope.ARTICLES, Scope.COMMENTS):
        show(
            f"search in {scope.name.lower()}",
            await timed(asked, lambda words, scope=scope: lookup.search(GUILD, words, scope=scope)),  # type: ignore[misc]
            100,
        )
    by = chance.choice(names)
    taken = await timed(asked, lambda words: lookup.search(GUILD, words, author=by))
    show("search by author", taken, 100)
    show(
        "search, ten commonest words",
        await timed(vocabulary.words[:10] * 20, lambda words: lookup.search(GUILD, words)),
        100,
    )
    show(
        "search, page 20",
        await timed(asked[:200], lambda words: lookup.search(GUILD, words, page=19)),
        100,
    )
    for what, mangle, target in (
        ("exact", str, 0.9),
        ("with one typo", lambda text: mistyped(chance, text), 0.75),
    ):
        sample = [(title, mangle(title)) for title in chance.sample(titles, 200)]
        found = await found_among_five(lookup, sample)
        print(
            f"{'titles ' + what:>34} | {found} of 200 in the first five"
            f"   target {target:.0%}: {'kept' if found >= 200 * target else 'MISSED'}"
        )


def simply(path: Path) -> Callable[[str], Awaitable[object]]:
    """The titles that hold what was typed, straight from SQLite."""
    connection = sqlite3.connect(path, check_same_thread=False)
    sql = "SELECT id, title FROM article WHERE title LIKE ? ORDER BY published DESC LIMIT 25"

    async def ask(typed: str) -> object:
        return await asyncio.to_thread(lambda: connection.execute(sql, (f"%{typed}%",)).fetchall())

    return ask


async def run(path: Path, articles: int, comments: int) -> None:
    async with open_store(path) as store:
        begun = time.perf_counter()
        blog = await recorded(store, articles, comments)
        print(f"recorded in {time.perf_counter() - begun:.0f} s")
        await store.follows.start(blog, guild=GUILD, channel=2, backfill=3)
        await store.follows.begin(blog)
        await measure(store, path)


if __name__ == "__main__":
    begin(run, __doc__)
