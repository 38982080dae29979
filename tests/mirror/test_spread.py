"""Many blogs: none waits for another, and not all are read at the same moment."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.blogs.wordpress.kind import WORDPRESS
from bot.mirror.spread import AT_ONCE, Spread
from bot.model import BlogAddress
from bot.store.blog.blogs import BlogRecord
from bot.tasks import Tasks

ALL = 3 * AT_ONCE + 1
RECORD = BlogRecord(
    id=0, address=BlogAddress(WORDPRESS, "https://a.example/", "https://a.example/wp-json/", "A"),
    guild=None, moving=0, told_at=0, listed=True, comment_total=None, newest_comment=None,
    recount=False, drift=0, read_at=None, next_read=100, failures=0, failure=None,
    failing_since=None, comments_off=None, comments_off_at=None, beyond=0, zone=None,
)  # fmt: skip


class Reader:
    """Notes which blogs are read; each hangs until the end."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.end = asyncio.Event()
        self.all = asyncio.Event()

    async def read(self, blog: int) -> None:
        self.begun.append(blog)
        if len(self.begun) == ALL:
            self.all.set()
        await self.end.wait()


def blogs(count: int, **facts: int) -> list[BlogRecord]:
    return [replace(RECORD, id=number, **facts) for number in range(count)]  # type: ignore[arg-type]


async def test_all_are_read_although_each_hangs() -> None:
    reader, tasks = Reader(), Tasks()
    spread = Spread(tasks, reader.read, 0.2, asyncio.Event())
    spread.start(blogs(ALL))
    await asyncio.sleep(0)
    assert reader.begun == list(range(AT_ONCE))
    async with asyncio.timeout(120):
        await reader.all.wait()
    assert reader.begun == list(range(ALL))
    reader.end.set()
    await tasks.settled()


async def test_the_longest_due_goes_first_and_what_was_asked_for_at_once() -> None:
    reader, tasks = Reader(), Tasks()
    spread = Spread(tasks, reader.read, 3600, asyncio.Event())
    due = [replace(each, next_read=200 - each.id) for each in blogs(AT_ONCE + 5)]
    new = [replace(RECORD, id=900 + number, next_read=0) for number in range(AT_ONCE + 2)]
    spread.start([*due, *new])
    await asyncio.sleep(0)
    assert reader.begun == [each.id for each in new]
    await tasks.stop(grace=0, gentle=())


async def test_it_stops_at_once() -> None:
    reader, tasks, stop = Reader(), Tasks(), asyncio.Event()
    spread = Spread(tasks, reader.read, 3600, stop)
    reader.end.set()
    spread.start(blogs(AT_ONCE + 5))
    await asyncio.sleep(0)
    stop.set()
    async with asyncio.timeout(120):
        await tasks.settled()
    assert reader.begun == list(range(AT_ONCE))
