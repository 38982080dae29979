"""What one new comment costs in a long discussion: CPU, and how long nothing else gets its turn.

    python bench/discussion.py                  # discussions of 1,000 and of 10,000 comments

The comments are as people write them: most are short, some are long, some quote or link to
something. Discord is in memory, so what is measured is ours alone: from the comment's recording to
its message, and to the announcement that counts it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.figures import Row, show
from bench.large import Vocabulary
from tests.mirror.fake_blog import comment
from tests.mirror.world import World, world

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.model import Comment

SIZES = (1_000, 10_000)
GOALS = {1_000: 10, 10_000: 20}
"""Milliseconds of CPU on the event loop."""
LONGEST = 50
"""Milliseconds for which nothing else may have to wait."""
FEW = 10
TRIES = 5
QUARTER = 900
"""Seconds after which an announcement may count anew."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of CPU: on the event loop, in all threads, and in one go on the loop."""

    loop: float
    process: float
    longest: float


class Gauge:
    """Adds up what the loop's thread and the whole process take between two looks."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.loop = time.thread_time()
        self.process = time.process_time()

    def cost(self) -> Cost:
        loop, process = time.thread_time() - self.loop, time.process_time() - self.process
        return Cost(loop * 1000, process * 1000, self.longest * 1000)


@contextmanager
def gauged() -> Iterator[Gauge]:
    """Measure; each callback of the loop by itself, too."""
    gauge = Gauge()
    run = asyncio.Handle._run  # noqa: SLF001 - asyncio offers no other place to look

    def timed(handle: asyncio.Handle) -> None:
        begun = time.thread_time()
        run(handle)
        gauge.longest = max(gauge.longest, time.thread_time() - begun)

    asyncio.Handle._run = timed  # type: ignore[assignment, method-assign]  # noqa: SLF001
    try:
        yield gauge
    finally:
        asyncio.Handle._run = run  # type: ignore[method-assign]  # noqa: SLF001


def discussion(count: int) -> list[Comment]:
    """Comments of one article, a third of them answers."""
    chance = random.Random(3)
    vocabulary = Vocabulary(chance)
    return [
        comment(number, _answered(chance, number), html=_html(chance, vocabulary))
        for number in range(1, count + 1)
    ]


def _answered(chance: random.Random, number: int) -> int | None:
    answers = number > 1 and chance.random() < 1 / 3
    return chance.randrange(max(1, number - 40), number) if answers else None


def _html(chance: random.Random, vocabulary: Vocabulary) -> str:
    """As in a real blog: 60 words in the median, one of a hundred longer than a message."""
    words = max(2, round(chance.lognormvariate(4, 0.9)))
    paragraphs = []
    while words > 0:
        length = min(words, chance.randint(10, 80))
        paragraphs.append(f"<p>{vocabulary.text(length).capitalize()}.</p>")
        words -= length
    if chance.random() < 0.1:
        paragraphs.insert(0, f"<blockquote><p>{vocabulary.text(15)}</p></blockquote>")
    if chance.random() < 0.08:
        link = f'<a href="https://elsewhere.example/{chance.random()}" rel="nofollow">there</a>'
        paragraphs.append(f"<p>See {link}, <em>please</em>.</p>")
    return "\n".join(paragraphs)


async def measure(count: int) -> Cost:
    """The median of some tries, each with one more comment in a discussion of so many."""
    said = discussion(count + TRIES)
    with tempfile.TemporaryDirectory() as folder:
        async with world(Path(folder)) as here:
            here.blog.publish()
            await here.cycle(2)
            await here.store.comments.note(here.blog_id, said[:count])
            await here.write()
            costs = [await _one_more(here, each) for each in said[count:]]
    middle = sorted(costs, key=lambda cost: cost.loop)[TRIES // 2]
    return replace(middle, longest=max(cost.longest for cost in costs))


async def _one_more(here: World, said: Comment) -> Cost:
    here.now += QUARTER + 1
    before = len(here.discord.acts)
    with gauged() as gauge:
        # A task of its own, so that every step of it is a callback of the loop.
        await asyncio.create_task(_written(here, said))
        cost = gauge.cost()
    kinds = {act.partition(" ")[0] for act in here.discord.acts[before:]}
    assert kinds == {"send", "change"}, kinds
    return cost


async def _written(here: World, said: Comment) -> None:
    await here.store.comments.note(here.blog_id, [said])
    await here.write()


def rows() -> Iterable[Row]:
    """One new comment, in long discussions and in one of a few."""
    few = asyncio.run(measure(FEW))
    for size in SIZES:
        cost = asyncio.run(measure(size))
        yield Row(
            f"one new comment in a discussion of {size:,}: CPU on the event loop (in all)",
            f"{cost.loop:.1f} ms ({cost.process:.1f})",
            f"{few.loop:.1f} ms ({few.process:.1f}) in one of {FEW}",
            cost.loop / few.loop,
            f"≤ {GOALS[size]} ms",
        )
        yield Row(
            f"… the longest that the loop was held, {size:,}",
            f"{cost.longest:.1f} ms",
            f"{few.longest:.1f} ms in one of {FEW}",
            cost.longest / few.longest,
            f"≤ {LONGEST} ms",
        )


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    show(rows())


if __name__ == "__main__":
    main()
