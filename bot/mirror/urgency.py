"""How long what is asked of Discord may wait, where Discord's limit is for all of it together.

It holds for whatever the task that says it asks for meanwhile.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Urgency(IntEnum):
    """What goes first; among equals, whoever came first."""

    PEOPLE = 0
    """Somebody waits for an answer, or it is about what somebody wrote: so is all that says
    nothing else."""
    ANNOUNCEMENT = 1
    WORDS = 2
    """New words, a few of them."""
    BULK = 3
    """Many at once, as in a first mirror, and what stands already and is written otherwise."""


_said: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.PEOPLE)


@contextmanager
def urgency(of: Urgency) -> Iterator[None]:
    """What is asked of Discord inside is as urgent as that."""
    before = _said.set(of)
    try:
        yield
    finally:
        _said.reset(before)


def urgency_now() -> Urgency:
    """How urgent that is which this task asks for."""
    return _said.get()
