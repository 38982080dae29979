"""The bot, whose event loop SIGUSR1 blocks for good: `wire.command("tests.e2e.blockable")`."""

from __future__ import annotations

import runpy
import signal
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


def block(_number: int, _frame: FrameType | None) -> None:
    """Python runs this in the thread of the loop, which goes on when it returns."""
    while True:
        time.sleep(1)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, block)
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
