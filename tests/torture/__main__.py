"""`python -m tests.torture`: kill the bot while everything goes wrong, and compare both sides.

Prints the story as it happens with `--story`, and of a failure the page that tells how it came.
Exit status 1 if something was lost, doubled, misplaced, said in other words or without consent;
with a mistake, if that was not found.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.blogs import RealBlog, SampleBlog
from tests.torture.bot import nursery
from tests.torture.mistakes import MISTAKES
from tests.torture.play import play
from tests.torture.story import Story
from tests.wordpress import server

if TYPE_CHECKING:
    from tests.torture.blogs import Blog
    from tests.torture.bot import Nursery
    from tests.torture.play import Outcome


def main() -> None:
    """Play some seeds, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="so many, from --seed on")
    parser.add_argument("--kills", type=int, default=5, help="of each seed")
    parser.add_argument("--pace", type=float, default=20, help="1: Discord's own; 20: faster")
    parser.add_argument("--at-once", type=int, default=1, help="seeds, each with its own blog")
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin nothing after them")
    parser.add_argument("--blog", choices=["wordpress", "sample"])
    parser.add_argument("--mistake", default="", help="put one of mistakes.py into the bot; or all")
    parser.add_argument("--story", action="store_true", help="tell it as it happens")
    parser.add_argument("--keep", type=Path, help="keep databases, logs and stories in this folder")
    options = parser.parse_args()
    mistakes = list(MISTAKES) if options.mistake == "all" else [options.mistake]
    seeds = range(options.seed, options.seed + options.seeds)
    plays = [(mistake, seed) for seed in seeds for mistake in mistakes]
    outcomes = asyncio.run(side_by_side(options, plays))
    found = {each.mistake for each in outcomes if each.findings}
    sys.exit(found != {*mistakes} - {""})


async def side_by_side(options: argparse.Namespace, plays: list[tuple[str, int]]) -> list[Outcome]:
    """Play these mistakes and seeds, some at once; a mistake that was found is not played again."""
    until = time.monotonic() + options.minutes * 60
    outcomes: list[Outcome] = []

    async def some(born: Nursery) -> None:
        with contextlib.ExitStack() as stack:
            blog = await asyncio.to_thread(blog_for, options.blog, stack)
            name = stack.enter_context(tempfile.TemporaryDirectory())
            while plays and time.monotonic() < until:
                mistake, seed = plays.pop(0)
                if mistake and any(each.mistake == mistake and each.findings for each in outcomes):
                    continue
                folder = (options.keep or Path(name)) / f"{seed} {mistake}".strip()
                folder.mkdir(parents=True)
                outcome = await play(
                    blog, born, folder, Story(options.story, folder / "story"),
                    seed=seed, kills=options.kills, pace=options.pace, mistake=mistake,
                    until=until,
                )  # fmt: skip
                outcomes.append(outcome)
                tell(outcome)

    async with nursery() as born:
        workers = min(options.at_once, len(plays))
        await asyncio.gather(*(some(born) for _ in range(workers)))
    return outcomes


def blog_for(kind: str | None, stack: contextlib.ExitStack) -> Blog:
    """The blog that is asked for, or else a real one, if this machine can run it."""
    if kind == "sample":
        return SampleBlog()
    try:
        return RealBlog(stack.enter_context(server.running()))
    except server.Unavailable as error:
        if kind == "wordpress":
            raise
        print(f"No WordPress here, so this is the sample blog: {error}", file=sys.stderr)
        return SampleBlog()


def tell(outcome: Outcome) -> None:
    """Print a line of figures, and what was found if there is something."""
    figures = {
        "seed": outcome.seed,
        "mistake": outcome.mistake,
        "kills": outcome.kills,
        "recoveries": outcome.recoveries,
        "faults": outcome.faults,
        "found": Counter(each.kind for each in outcome.findings),
    }
    print(json.dumps(figures), flush=True)
    if outcome.findings:
        print(*(f"{each.kind}: {each.words}" for each in outcome.findings), outcome.page, sep="\n")


if __name__ == "__main__":
    main()
