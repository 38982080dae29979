"""Many rows are read bit by bit: nothing else waits for them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.store.database import Row

T = TypeVar("T")

AT_ONCE = 100
"""Rows that are read in less than a millisecond."""


async def in_portions(read: Callable[[Row], T], rows: Sequence[Row]) -> list[T]:
    """Read rows into what they stand for, and let others have their turn in between."""
    found: list[T] = []
    for start in range(0, len(rows), AT_ONCE):
        if start:
            await asyncio.sleep(0)
        found += map(read, rows[start : start + AT_ONCE])
    return found
