"""What can't be recorded as one: each item by itself, without those that can't be recorded."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from bot.errors import AfterwordError
from bot.machine.shortage import shortage

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

log = logging.getLogger(__name__)

T = TypeVar("T")

_OF_THE_DATABASE = {"DatabaseError", "InternalError", "NotSupportedError", "OperationalError"}
"""SQLite's, by name: what is pure and knows the store's records knows nothing of its file."""


async def together_or_singly(
    items: Iterable[T],
    note: Callable[[Sequence[T], bool], Awaitable[int]],
    left_out: set[str],
    name: Callable[[T], str],
) -> int:
    """Note all of them in one transaction; where one fails, each in one of its own.

    Whatever fails alone is left out; `left_out` are the names of those that the log knows already.
    What is wrong with the database itself is raised. `note` is also told whether nothing comes
    after; answers the sum of what it answers.
    """
    everything = list(items)
    try:
        return await note(everything, True)
    except Exception as error:
        if not _is_of_one(error):
            raise
    noted = 0
    for item in everything:
        try:
            noted += await note([item], False)
        except Exception as error:
            if not _is_of_one(error):
                raise
            if name(item) not in left_out:
                left_out.add(name(item))
                log.exception("Left out one item that can't be recorded.")
    return noted + await note([], True)


def _is_of_one(error: Exception) -> bool:
    """Whether it is about what was to be recorded, and not about the database."""
    return (
        not isinstance(error, AfterwordError)
        and type(error).__name__ not in _OF_THE_DATABASE
        and shortage(error) is None
    )
