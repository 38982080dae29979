"""Faults put into the bot on purpose, to see that the checker finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MISTAKES: dict[str, Callable[[], None]] = {}


def make(name: str) -> None:
    """Put this one into the bot of this process; none, if it is empty. Raises KeyError."""
    if name:
        MISTAKES[name]()
