"""The stand-in as its own process: prints its address and token as one JSON line, then serves.

It ends when its standard input does, so that it never outlives the test that started it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[2])

from tests.wire.wire import Wire  # noqa: E402 - run by its path, Python can't find it earlier


async def serve(options: argparse.Namespace) -> None:
    """Serve until standard input ends."""
    async with Wire(**vars(options)) as wire:
        print(json.dumps({"address": wire.address, "token": wire.token}), flush=True)
        await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Read the settings of `Wire` from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--nonce-window", type=float, default=120)
    parser.add_argument("--thread-cap", type=int, default=1000)
    parser.add_argument("--pace", type=float, default=20, help="0: no rate limits")
    options = parser.parse_args()
    options.pace = options.pace or None
    asyncio.run(serve(options))


if __name__ == "__main__":
    main()
