"""What a large blog weighs, what recording it takes, and how long searching in it does.

    python -m bench.filling                     # 20,000 articles, 200,000 comments; many minutes
    python -m bench.filling --articles 1000 --comments 10000

Beside its size stand the words alone, as they are read from the HTML. CPU time of the whole
process, which does nothing else.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.figures import NOTHING, Row, show
from bench.large import ARTICLES, COMMENTS, Vocabulary, recorded, searches
from bot.finding.lookup import Lookup
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable

QUESTIONS = 1000
GUILD = 1
_LETTERS = (
    "SELECT (SELECT sum(length(html)) FROM article) + (SELECT sum(length(html)) FROM comment)"
)


async def measured(articles: int, comments: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite3"
        async with open_store(path) as store:
            begun = time.process_time()
            blog = await recorded(store, articles, comments)
            filled = time.process_time() - begun
            await store.follows.start(blog, guild=GUILD, channel=2, backfill=3)
            asked = searches(random.Random(2), Vocabulary(random.Random(1)), QUESTIONS)
            lookup, taken = Lookup(store), []
            for words in asked:
                begun = time.process_time()
                await lookup.search(GUILD, words)
                taken.append((time.process_time() - begun) * 1000)
            row = await store.blogs._database.row(_LETTERS)  # noqa: SLF001
        size = path.stat().st_size / 1_000_000
    assert row is not None
    words = row[0] / 1_000_000
    return [
        Row(
            f"{articles:,} articles and {comments:,} comments: size", f"{size:.0f} MB",
            f"their HTML {words:.0f} MB", size / words, "≤ 500 MB",
        ),
        Row("… recording them", f"{filled:.0f} s", NOTHING, None, "≤ 120 s"),
        Row(
            "… searching, p99", f"{sorted(taken)[int(QUESTIONS * 0.99)]:.0f} ms", NOTHING, None,
            "< 60 ms",
        ),
    ]  # fmt: skip


def rows(articles: int = ARTICLES, comments: int = COMMENTS) -> Iterable[Row]:
    """What is printed."""
    return asyncio.run(measured(articles, comments))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--comments", type=int, default=COMMENTS)
    options = parser.parse_args()
    show(rows(options.articles, options.comments))
