"""Whoever holds the event loop is named in the log."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from bot.machine.loop import BEAT, HELD, Gauge, watched

if TYPE_CHECKING:
    import pytest

PATIENCE = 30
"""Seconds. Only a failure takes so long."""


def hold_on(caplog: pytest.LogCaptureFixture, *, longer: float = 0) -> None:
    """Keep the loop until that is noticed, and so many seconds longer."""
    end = time.monotonic() + PATIENCE
    while not told(caplog) and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(longer)


def told(caplog: pytest.LogCaptureFixture) -> int:
    """How often it was said that this file holds the loop."""
    return sum("hold_on(caplog" in record.getMessage() for record in caplog.records)


async def test_a_warning_says_where_the_loop_is_held(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bot.machine.loop"):
        async with watched() as gauge:
            await asyncio.sleep(2 * BEAT)
            hold_on(caplog)
            await asyncio.sleep(2 * BEAT)
    assert told(caplog) == 1
    assert gauge.within(1) > HELD - BEAT


async def test_it_is_said_once_however_long_it_lasts(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bot.machine.loop"):
        async with watched():
            await asyncio.sleep(2 * BEAT)
            hold_on(caplog, longer=5 * BEAT)
    assert told(caplog) == 1


async def test_the_watch_ends_with_what_it_watches() -> None:
    before = asyncio.all_tasks()
    async with watched():
        assert len(asyncio.all_tasks()) == len(before) + 1
    assert asyncio.all_tasks() == before


def test_the_gauge_says_how_late_most_signs_were() -> None:
    gauge = Gauge()
    assert gauge.within(0.99) == 0
    for late in range(100):
        gauge.note(late / 1000)
    gauge.note(-1)
    assert gauge.within(0.5) == 0.049
    assert gauge.within(0.99) == 0.098
    assert gauge.within(1) == 0.099
