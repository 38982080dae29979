"""A large blog in the database: 20,000 articles and 200,000 comments, unless told otherwise.

The words are made up; how often each is used falls with its rank, as in real texts. The same
numbers make the same blog.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.blogs.wordpress.kind import WORDPRESS
from bot.model import Article, ArticleState, BlogAddress, Comment, Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.store.store import Store

ARTICLES, COMMENTS = 20_000, 200_000
ADDRESS = BlogAddress(WORDPRESS, "https://blog.example/", "https://blog.example/wp-json/", "Bench")
START, NOW = 1_480_000_000, 1_795_000_000
BATCH = 1000
ONSETS = [*"bcdfghjklmnprstvwz", "st", "tr", "pl", "br", "ch", "sh"]
VOWELS = ["a", "e", "i", "o", "u", "ea", "ou", "ai"]
ENDS = ["", "", "n", "r", "s", "t", "l"]


class Vocabulary:
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


async def recorded(store: Store, articles: int = ARTICLES, comments: int = COMMENTS) -> int:
    """The blog's id; what the database does not have of it yet is written first."""
    blog = await store.blogs.add(ADDRESS)
    if not (await store.blogs.get(blog)).listed:
        await _record(store, blog, articles, comments)
    return blog


async def _record(store: Store, blog: int, articles: int, comments: int) -> None:
    """Write it through the store, as the archive does."""
    chance = random.Random(1)
    vocabulary = Vocabulary(chance)
    names = [f"{vocabulary.word()} {vocabulary.word()}".title() for _ in range(2000)]
    topics = [vocabulary.word() for _ in range(40)]
    times = sorted(chance.randrange(START, NOW) for _ in range(articles))
    for number, published in enumerate(times, start=1):
        article = Article(
            remote_id=str(number), url=f"{ADDRESS.url}{number}/",
            title=vocabulary.text(chance.randint(3, 9)).capitalize(),
            author=chance.choice(names[:20]),
            published=datetime.fromtimestamp(published, UTC), version="1", excerpt="",
            html=f"<p>{vocabulary.text(chance.randint(200, 900))}</p>", image=None,
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
                    f"{ADDRESS.url}{on + 1}/#comment-{number}",
                    f"<p>{vocabulary.text(max(3, int(chance.lognormvariate(3.7, 0.8))))}</p>",
                )
            )  # fmt: skip
        await store.comments.note(blog, some)
    await store.blogs.listed(blog)


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


def keystrokes(chance: random.Random, titles: list[str], count: int) -> list[str]:
    """What is in the field after each key, of people who type a title, some with a slip."""
    typed = []
    for _ in range(count):
        title = chance.choice(titles)
        text = mistyped(chance, title) if chance.random() < 0.3 else title
        typed.append(text[: chance.randint(0, len(text))])
    return typed


def searches(chance: random.Random, vocabulary: Vocabulary, count: int) -> list[str]:
    """Words as often as the texts use them, half of them broken off, as people do."""
    found = []
    for _ in range(count):
        words = vocabulary.text(chance.choice([1, 1, 2, 2, 3]))
        broken_off = chance.random() < 0.5
        found.append(words[: max(3, len(words) - 2)] if broken_off else words)
    return found


def begin(
    run: Callable[[Path, int, int], Coroutine[None, None, None]], description: str | None
) -> None:
    """Run a benchmark on a database of that size: the one that is named, or one for this time."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database", type=Path)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--comments", type=int, default=COMMENTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.database or Path(folder) / "bench.sqlite3"
        asyncio.run(run(path, options.articles, options.comments))
