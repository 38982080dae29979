"""The bot, unchanged but for its clock, which jumps: `launch.py tests.torture.bot`.

AFTERWORD_CLOCK names a file that holds how many seconds the clock is ahead, as a C double, and may
change at any moment. AFTERWORD_MISTAKE names one of `mistakes.py` to be made, if any.
"""

from __future__ import annotations

import mmap
import os
import runpy
import struct
import time
from pathlib import Path

from tests.torture import mistakes

AHEAD = struct.Struct("d")


def set_clock(path: Path, ahead: float) -> None:
    """Let the bot whose clock this is be so many seconds ahead of the time."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(AHEAD.pack(ahead))


def _jumping(path: Path) -> None:
    with path.open("r+b") as file:
        ahead = mmap.mmap(file.fileno(), AHEAD.size, access=mmap.ACCESS_READ)
    true = time.time
    time.time = lambda: true() + AHEAD.unpack_from(ahead)[0]


if __name__ == "__main__":
    _jumping(Path(os.environ["AFTERWORD_CLOCK"]))
    mistakes.make(os.environ.get("AFTERWORD_MISTAKE", ""))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
