"""`python -m tests.torture`: kill the bot while everything goes wrong, and compare both sides.

Prints the story as it happens with `--story`, and of a failure the page that tells how it came.
Exit status 1 if something was lost, doubled, misplaced, said in other words or without consent.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.torture.play import play
from tests.torture.story import Story
from tests.wordpress import server

if TYPE_CHECKING:
    from tests.torture.play import Outcome


def main() -> None:
    """Play some seeds, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="so many, from --seed on")
    parser.add_argument("--kills", type=int, default=5, help="of each seed")
    parser.add_argument("--pace", type=float, default=20, help="1: Discord's own; 20: faster")
    parser.add_argument("--mistake", default="", help="put this one of mistakes.py into the bot")
    parser.add_argument("--story", action="store_true", help="tell it as it happens")
    parser.add_argument("--keep", type=Path, help="keep databases and logs in this folder")
    options = parser.parse_args()
    failed = False
    with server.running() as blog, tempfile.TemporaryDirectory() as name:
        for seed in range(options.seed, options.seed + options.seeds):
            folder = (options.keep or Path(name)) / str(seed)
            folder.mkdir(parents=True)
            told = play(
                blog, folder, Story(loud=options.story),
                seed=seed, kills=options.kills, pace=options.pace, mistake=options.mistake,
            )  # fmt: skip
            failed |= tell(asyncio.run(told))
    sys.exit(failed)


def tell(outcome: Outcome) -> bool:
    """Print a line of figures, and what was found if there is something; answers whether."""
    figures = dataclasses.asdict(outcome)
    page = figures.pop("page")
    print(json.dumps(figures), flush=True)
    if outcome.findings:
        print(*(f"{each.kind}: {each.words}" for each in outcome.findings), page, sep="\n")
    return bool(outcome.findings)


if __name__ == "__main__":
    main()
