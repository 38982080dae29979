"""What SQLite's part costs: recording a page of comments, and a message claimed and sent.

    python -m bench.recording

Beside each stands raw `sqlite3` doing the same in one thread: the same tables, indexes and
triggers, the same index of words and the same commits, and nothing looked up or compared first.
`synchronous` is FULL for both. CPU time of the whole process, of the best of several turns.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.large import ADDRESS, NOW, Vocabulary
from bot.model import Comment
from bot.store.blog.comments import Count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.store.store import Store

ARTICLES, COMMENTS = 20, 2000
"""What is there already."""
PAGE, PAGES = 100, 10
MESSAGES, TURNS = 200, 5


def pages() -> Iterator[list[Comment]]:
    """Comments that nobody has seen yet."""
    vocabulary = Vocabulary(random.Random(3))
    number = COMMENTS
    for _ in range(PAGES):
        some = []
        for _ in range(PAGE):
            number += 1
            words = vocabulary.text(max(3, int(vocabulary.chance.lognormvariate(3.7, 0.8))))
            article = vocabulary.chance.randint(1, ARTICLES)
            some.append(
                Comment(
                    str(number), str(article), None, "Ada", False,
                    datetime.fromtimestamp(NOW + number, UTC),
                    f"{ADDRESS.url}{article}/#comment-{number}", f"<p>{words}</p>",
                )
            )  # fmt: skip
        yield some


async def page_here(store: Store, blog: int) -> float:
    """CPU seconds for a page."""
    taken = []
    for page in pages():
        begun = time.process_time()
        newest = max(int(each.remote_id) for each in page)
        await store.comments.note(blog, page, count=Count(newest, newest, 0))
        taken.append(time.process_time() - begun)
    return min(taken)
