"""How long people wait: titles as they type and words in the archive, on a large blog.

    python bench/lookup.py                      # 20,000 articles, 200,000 comments
    python bench/lookup.py --database FILE      # keep it, or use it again
    python bench/lookup.py --articles 500 --comments 5000

The words are made up; how often each is used falls with its rank, as in real texts. Searches use
words as often as the texts do, so the common ones are among them; half of the searches break off
in the middle of the last word, as people do. Beside autocomplete stands what a simple bot does:
SQLite's LIKE over the titles.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.lookup import Lookup
from bot.model import Article, ArticleState, BlogAddress, BlogKind, Comment, Summary
from bot.store.search import Scope
from bot.store.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

GUILD = 1
START, NOW = 1_480_000_000, 1_795_000_000
BATCH = 1000
QUESTIONS = 1000
ONSETS = [*"bcdfghjklmnprstvwz", "st", "tr", "pl", "br", "ch", "sh"]
VOWELS = ["a", "e", "i", "o", "u", "ea", "ou", "ai"]
ENDS = ["", "", "n", "r", "s", "t", "l"]


class Language:
    """Made-up words, the first ones used most."""

    def __init__(self, chance: random.Random, size: int = 30_000) -> None:
        self.chance = chance
        words: dict[str, None] = {}
        while len(words) < size:
            words[self.word()] = None
        self.words = list(words)
        self._weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(size)))

    def word(self) -> str:
        syllables = self.chance.choice([1, 2, 2, 3, 3, 4])
        parts = [self.chance.choice(ONSETS) + self.chance.choice(VOWELS) for _ in range(syllables)]
        return "".join(parts) + self.chance.choice(ENDS)

    def text(self, count: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self._weights, k=count))


async def build(store: Store, articles: int, comments: int) -> None:
    """Record a blog through the store, as the archive does."""
    chance = random.Random(1)
    language = Language(chance)
    names = [f"{language.word()} {language.word()}".title() for _ in range(2000)]
    topics = [language.word() for _ in range(40)]
    address = BlogAddress(
        BlogKind.WORDPRESS, "https://blog.example/", "https://blog.example/wp-json/", "Bench"
    )
    blog = await store.blogs.add(address)
    await store.follows.start(blog, guild=GUILD, channel=2, backfill=3)
    times = sorted(chance.randrange(START, NOW) for _ in range(articles))
    for number, published in enumerate(times, start=1):
        article = Article(
            remote_id=str(number), url=f"https://blog.example/{number}/",
            title=language.text(chance.randint(3, 9)).capitalize(),
            author=chance.choice(names[:20]),
            published=datetime.fromtimestamp(published, UTC), version="1", excerpt="",
            html=f"<p>{language.text(chance.randint(200, 900))}</p>", image=None,
            terms=tuple(chance.sample(topics, 2)),
            state=ArticleState.PUBLISHED,
        )  # fmt: skip
        summary = Summary(
            article.remote_id, article.url, article.title, article.published, "1", article.state
        )
        await store.articles.note(blog, [summary], now=NOW)
        await store.articles.read(blog, article)
        await store.articles.compared(number, now=NOW)
    for first in range(1, comments + 1, BATCH):
        some = []
        for number in range(first, min(first + BATCH, comments + 1)):
            on = chance.randrange(articles)
            written = chance.randrange(times[on], NOW)
            some.append(
                Comment(
                    str(number), str(on + 1), None, chance.choice(names), False,
                    datetime.fromtimestamp(written, UTC),
                    f"https://blog.example/{on + 1}/#comment-{number}",
                    f"<p>{language.text(max(3, int(chance.lognormvariate(3.7, 0.8))))}</p>",
                )
            )  # fmt: skip
        await store.comments.note(blog, some)
    await store.blogs.listed(blog)
    await store.follows.begin(blog)


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


def mistyped(chance: random.Random, text: str) -> str:
    """One letter too many, too few, wrong, or two in the wrong order."""
    place = chance.randrange(1, len(text) - 1)
    letter = chance.choice("abcdefghijklmnoprstuvw")
    return chance.choice([
        text[:place] + letter + text[place:],
        text[:place] + text[place + 1 :],
        text[:place] + letter + text[place + 1 :],
        text[:place] + text[place + 1] + text[place] + text[place + 2 :],
    ])  # fmt: skip


def keystrokes(chance: random.Random, titles: list[str]) -> list[str]:
    """What is in the field after each key, of people who type a title, some with a slip."""
    typed = []
    for _ in range(QUESTIONS):
        title = chance.choice(titles)
        text = mistyped(chance, title) if chance.random() < 0.3 else title
        typed.append(text[: chance.randint(0, len(text))])
    return typed


def searches(chance: random.Random, language: Language, count: int) -> list[str]:
    found = []
    for _ in range(count):
        words = language.text(chance.choice([1, 1, 2, 2, 3]))
        broken_off = chance.random() < 0.5
        found.append(words[: max(3, len(words) - 2)] if broken_off else words)
    return found


async def found_among_five(lookup: Lookup, asked: list[tuple[str, str]]) -> int:
    found = 0
    for title, typed in asked:
        suggested = await lookup.suggest(GUILD, typed, 25)
        found += title in [each.title for each in suggested[:5]]
    return found


async def measure(store: Store, path: Path) -> None:
    chance = random.Random(2)
    language = Language(random.Random(1))
    lookup = Lookup(store)
    titles = [title for _, title in await store.library.titles(GUILD)]
    begun = time.perf_counter()
    await lookup.suggest(GUILD, "", 25)
    print(f"{'the first key, titles loaded':>34} | {(time.perf_counter() - begun) * 1000:.0f} ms")
    typed = keystrokes(chance, titles)
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
    asked = searches(chance, language, QUESTIONS)
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
        await timed(language.words[:10] * 20, lambda words: lookup.search(GUILD, words)),
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
        if not await store.blogs.followed():
            begun = time.perf_counter()
            await build(store, articles, comments)
            print(f"recorded in {time.perf_counter() - begun:.0f} s")
        await measure(store, path)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--comments", type=int, default=200_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "bench.sqlite3"
        asyncio.run(run(path, options.articles, options.comments))


if __name__ == "__main__":
    main()
