"""`python -m tests.torture`: kill the bot while everything goes wrong, and compare both sides.

Prints the story as it happens with `--story`, and of a failure the page that tells how it came.
Exit status 1 if something was lost, doubled, misplaced, said in other words or without consent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.torture.play import play
from tests.torture.story import Story
from tests.wordpress import server


def main() -> None:
    """Play one seed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--pace", type=float, default=20, help="1: Discord's own; 20: faster")
    parser.add_argument("--mistake", default="", help="put this one of mistakes.py into the bot")
    parser.add_argument("--story", action="store_true", help="tell it as it happens")
    parser.add_argument("--keep", type=Path, help="keep the database and the log in this folder")
    options = parser.parse_args()
    story = Story(loud=options.story)
    with server.running() as blog, tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        outcome = asyncio.run(
            play(
                blog, folder, story, seed=options.seed, kills=options.kills, pace=options.pace,
                mistake=options.mistake,
            )
        )  # fmt: skip
    print(json.dumps({
        "seed": outcome.seed, "kills": outcome.kills, "faults": outcome.faults,
        "recoveries": [round(each, 1) for each in outcome.recoveries],
    }))  # fmt: skip
    for finding in outcome.findings:
        print(f"{finding.kind}: {finding.words}")
    if outcome.findings:
        print(outcome.page)
        sys.exit(1)


if __name__ == "__main__":
    main()
