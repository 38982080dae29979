"""Faults of our own making, kept small: what failed waits, and the log stays readable."""

from __future__ import annotations

import logging
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import AfterwordError
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

log = logging.getLogger(__name__)

OUR_FAULT = Phrase(
    "A fault in Afterword itself: its log tells more, and its developers want to know."
)

FIRST_PAUSE = 5
LONGEST_PAUSE = 3600
"""Seconds before what failed is tried again; doubled each time."""


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())


class Faults:
    """Errors that nobody expected: neither the blog's, nor Discord's.

    Whatever `key` stands for waits after each, longer every time. The first of its kind (the same
    error at the same place) is logged with all that is known; then the second, fourth, eighth …
    each with a line.
    """

    def __init__(self, clock: Callable[[], int] = now) -> None:
        self._clock = clock
        self._met: Counter[Hashable] = Counter()
        self._not_before: dict[Hashable, int] = {}
        self._kinds: Counter[tuple[str, str, int]] = Counter()

    def is_due(self, key: Hashable) -> bool:
        """Whether it may be tried, having failed or not."""
        return self._clock() >= self._not_before.get(key, 0)

    def met(self, key: Hashable, what: str, error: BaseException) -> None:
        """It failed: `what` is what stopped, in words for the log, without anybody's own."""
        pause = min(FIRST_PAUSE * 2 ** self._met[key], LONGEST_PAUSE)
        self._met[key] += 1
        self._not_before[key] = self._clock() + pause
        kind = _kind(error)
        self._kinds[kind] += 1
        times = self._kinds[kind]
        if times == 1:
            log.error("A fault in Afterword itself stopped %s.", what, exc_info=error)
        elif times & (times - 1) == 0:
            log.error(
                "The same fault (%s) stopped %s; %s times so far. Trying again.",
                type(error).__name__, what, times,
            )  # fmt: skip

    def over(self, key: Hashable) -> None:
        """It worked, or is worth an attempt at once."""
        self._met.pop(key, None)
        self._not_before.pop(key, None)

    def forget(self) -> None:
        """Something was mended: everything may be tried at once."""
        self._met.clear()
        self._not_before.clear()

    @contextmanager
    def contained(self, key: Hashable, what: str) -> Iterator[None]:
        """Let nothing unexpected out of the block; our own errors pass."""
        try:
            yield
        except AfterwordError:
            self.over(key)
            raise
        except Exception as error:  # noqa: BLE001 - nobody knows which
            self.met(key, what, error)
        else:
            self.over(key)


def _kind(error: BaseException) -> tuple[str, str, int]:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else ("", 0)
    return (type(error).__name__, *place)
