"""What a cycle in which nothing changed asks the database, however much is recorded."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.mirror.world import World, world

if TYPE_CHECKING:
    from pathlib import Path

ROUND = 5


async def statements(here: World) -> list[list[str]]:
    """What each cycle of a round asks, and what the engine asks after it."""
    connection = here.store.blogs._database._connection
    found: list[list[str]] = []
    for _ in range(ROUND):
        asked: list[str] = []
        # What a trigger does is told as a comment.
        await connection.set_trace_callback(
            lambda sql, asked=asked: None if sql.startswith("--") else asked.append(sql)
        )
        await here.cycle()
        await here.store.replies.settle(here.blog_id)
        await here.store.blogs.succeeded(here.blog_id, now=here.now, next_read=here.now)
        await here.store.mirrors.unfinished()
        await here.slow.start()
        await connection.set_trace_callback(None)  # type: ignore[arg-type]
        found.append(asked)
    return found


async def settled(here: World, *, articles: int, comments: int) -> None:
    """So many discussions are mirrored, and nothing is left to do."""
    for _ in range(articles):
        article = here.blog.publish()
        for _ in range(comments):
            here.blog.say(article)
    await here.cycle(2 * ROUND)
    await here.write()
    await here.cycle(-(-2 * articles * comments // 100))
    while here.reading._turn:
        await here.cycle()


@pytest.mark.parametrize(("articles", "comments"), [(1, 3), (1, 100), (10, 100)])
async def test_it_asks_at_most_thirty_times(tmp_path: Path, articles: int, comments: int) -> None:
    async with world(tmp_path) as here:
        await settled(here, articles=articles, comments=comments)
        asked = await statements(here)
    assert max(map(len, asked)) <= 30, asked


async def test_nothing_that_it_asks_passes_over_a_table(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await settled(here, articles=3, comments=100)
        asked = {sql for each in await statements(here) for sql in each}
    with closing(sqlite3.connect(tmp_path / "afterword.sqlite3")) as connection:
        plans = {
            sql: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            for sql in asked
            if not re.match("BEGIN|COMMIT", sql)
        }
    # A partial index holds just what is looked for.
    passed = {
        sql: steps
        for sql, steps in plans.items()
        if any(
            re.match(r"SCAN (?!page\b|\d+ CONSTANT|json_each)(?!.*USING)", step) for step in steps
        )
    }
    assert passed == {}
