"""How fast this machine is at the moment, so that no bound on CPU time breaks on a busy one."""

from __future__ import annotations

import time

USUAL = 0.13
"""Seconds that squaring two million numbers takes on an ordinary machine that is idle."""


def slowness() -> float:
    """By how much this machine is slower just now than one on which a second is a second."""
    begun = time.process_time()
    sum(number * number for number in range(2_000_000))
    return max(1.0, (time.process_time() - begun) / USUAL)
