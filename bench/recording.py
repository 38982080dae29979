"""What SQLite's part costs: recording a page of comments, and a message claimed and sent.

    python -m bench.recording

Beside each stands raw `sqlite3` doing the same in one thread: the same tables, indexes and
triggers, the same index of words, the same commits; nothing is looked up or compared before, and
the words are read from their HTML beforehand. `synchronous` is FULL for both. CPU time of the whole
process, the best of several turns.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.figures import NOTHING, Row, show
from bench.large import ADDRESS, NOW, Vocabulary, recorded
from bot.model import Comment
from bot.store.blog.comments import Count
from bot.store.blog.passages import SECOND
from bot.store.store import open_store
from bot.text.to_discord import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.store.store import Store

ARTICLES, COMMENTS = 20, 2000
"""What is there already."""
PAGE, PAGES = 100, 10
MESSAGES, TURNS = 200, 5

_INTENT = (
    "INSERT INTO part (mirror, comment, number, generation, nonce, hash, state, since, words) "
    "VALUES (1, ?, 1, 0, ?, 'hash', 'sending', ?, '1:words')"
)
_BOUND = (
    "UPDATE part SET state = 'sent', message_id = ?, hash = 'hash', refused = NULL "
    "WHERE mirror = 1 AND comment = ? AND number = 1"
)
_COMMENT = (
    "INSERT OR REPLACE INTO comment (blog, remote_id, article, parent_id, author, "
    "by_article_author, created, url, html, state, message, fediverse, seen) "
    "VALUES (?, ?, ?, NULL, ?, 0, ?, ?, ?, 'visible', NULL, 0, unixepoch())"
)
_PASSAGE = "INSERT INTO passage (id, blog, article, comment) VALUES (?, ?, ?, ?)"
_WORDS = "INSERT INTO passage_text (rowid, title, author, words) VALUES (?, '', ?, ?)"


def pages(first: int) -> list[list[Comment]]:
    """Comments that nobody has seen yet, with ids from `first` on."""
    vocabulary = Vocabulary(random.Random(first))
    return [
        [written(vocabulary, number) for number in range(start, start + PAGE)]
        for start in range(first, first + PAGE * PAGES, PAGE)
    ]


def written(vocabulary: Vocabulary, number: int) -> Comment:
    chance = vocabulary.chance
    article = chance.randint(1, ARTICLES)
    words = vocabulary.text(max(3, int(chance.lognormvariate(3.7, 0.8))))
    return Comment(
        str(number), str(article), None, "Ada", False, datetime.fromtimestamp(NOW + number, UTC),
        f"{ADDRESS.url}{article}/#comment-{number}", f"<p>{words}</p>",
    )  # fmt: skip


async def page_here(store: Store, blog: int) -> float:
    """CPU milliseconds for a page."""
    taken = []
    for page in pages(COMMENTS + 1):
        begun = time.process_time()
        newest = max(int(each.remote_id) for each in page)
        await store.comments.note(blog, page, count=Count(newest, newest, 0))
        taken.append(time.process_time() - begun)
    return min(taken) * 1000


def page_raw(connection: sqlite3.Connection, blog: int) -> float:
    """The same, with all that is written known before."""
    taken = []
    for page in pages(COMMENTS + 1 + PAGE * PAGES):
        articles = [int(each.article_id) for each in page]
        times = [int(each.created.timestamp()) for each in page]
        words = [plain(each.html) for each in page]
        begun = time.process_time()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            _COMMENT,
            [
                (blog, each.remote_id, article, each.author, created, each.url, each.html)
                for each, article, created in zip(page, articles, times, strict=True)
            ],
        )
        places = [created * SECOND for created in times]
        names = [each.remote_id for each in page]
        connection.executemany(_PASSAGE, zip(places, [blog] * PAGE, articles, names, strict=True))
        connection.executemany(_WORDS, zip(places, ["Ada"] * PAGE, words, strict=True))
        connection.executemany(
            "UPDATE article SET last_comment = ? WHERE id = ?", zip(times, articles, strict=True)
        )
        connection.execute("COMMIT")
        taken.append(time.process_time() - begun)
    return min(taken) * 1000


def reading() -> float:
    """What reading the HTML of a page takes, by itself."""
    page = pages(1)[0]
    taken = []
    for _ in range(PAGES):
        begun = time.process_time()
        for each in page:
            plain(each.html)
        taken.append(time.process_time() - begun)
    return min(taken) * 1000


async def message_here(store: Store) -> float:
    """CPU milliseconds for a message: its intent is committed, and then that it was sent."""
    taken = []
    for turn in range(TURNS):
        begun = time.process_time()
        for number in range(MESSAGES):
            name, message = f"{turn}-{number}", 10_000 * (turn + 1) + number
            await store.parts.claim(
                1, name, 1, generation=0, nonce=name, content="hash", now=NOW, words="1:words"
            )
            await store.parts.sent(1, name, 1, message, "hash", now=NOW)
        taken.append(time.process_time() - begun)
    return min(taken) / MESSAGES * 1000


def message_raw(connection: sqlite3.Connection) -> float:
    taken = []
    for turn in range(TURNS, 2 * TURNS):
        begun = time.process_time()
        for number in range(MESSAGES):
            name, message = f"{turn}-{number}", 10_000 * (turn + 1) + number
            connection.execute(_INTENT, (name, name, NOW))
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_BOUND, (message, name))
            connection.execute("UPDATE mirror SET active_at = ? WHERE id = 1", (NOW,))
            connection.execute("COMMIT")
        taken.append(time.process_time() - begun)
    return min(taken) / MESSAGES * 1000


async def measured(folder: Path) -> list[Row]:
    path = folder / "bench.sqlite3"
    async with open_store(path) as store:
        blog = await recorded(store, ARTICLES, COMMENTS)
        await store.follows.start(blog, guild=1, channel=2, backfill=3)
        await store.follows.begin(blog)
        page, message = await page_here(store, blog), await message_here(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        page_beside, message_beside = page_raw(connection, blog), message_raw(connection)
    html = reading()
    return [
        Row(
            f"recording a page of {PAGE} new comments, full text included",
            f"{page:.1f} ms", f"raw sqlite3 {page_beside:.1f} ms", page / page_beside,
            "≤ 3 times raw",
        ),
        Row("… reading the HTML of such a page", f"{html:.1f} ms", NOTHING, None, NOTHING),
        Row(
            "a message claimed and sent, two commits", f"{message:.3f} ms",
            f"raw sqlite3 {message_beside:.3f} ms", message / message_beside, "≤ 1.5 times raw",
        ),
    ]  # fmt: skip


def rows() -> Iterable[Row]:
    """What is printed."""
    with tempfile.TemporaryDirectory() as folder:
        yield from asyncio.run(measured(Path(folder)))


if __name__ == "__main__":
    show(rows())
