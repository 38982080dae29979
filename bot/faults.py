"""What nobody expected, kept small: what failed waits, and the log stays readable.

Most of it are faults of our own making. What the computer refuses (`bot.machine.shortage`) is none
of ours, and is told and tried again as such.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import AfterwordError
from bot.languages.phrase import Phrase
from bot.machine.shortage import shortage

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

log = logging.getLogger(__name__)

OUR_FAULT = Phrase(
    "A fault in Afterword itself: its log tells more, and its developers want to know."
)

FIRST_PAUSE = 5
LONGEST_PAUSE = 3600
"""Seconds before what failed is tried again; doubled each time."""

SHORTAGE_PAUSE = 60
"""Seconds after which the computer is asked again at the latest: that costs nobody else."""


def fault(error: BaseException) -> Phrase:
    """What an unexpected error is about, in words for the owner."""
    return shortage(error) or OUR_FAULT


class Faults:
    """Errors that nobody expected: neither the blog's, nor Discord's.

    Whatever `key` stands for waits after each, longer every time. The first of its kind (the same
    error at the same place) is logged with all that is known; then the second, fourth, eighth …
    each with a line.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._met: Counter[Hashable] = Counter()
        self._not_before: dict[Hashable, float] = {}
        self._kinds: Counter[Hashable] = Counter()

    def is_due(self, key: Hashable) -> bool:
        """Whether it may be tried, having failed or not."""
        return self._clock() >= self._not_before.get(key, 0)

    def met(self, key: Hashable, what: str, error: BaseException) -> None:
        """It failed: `what` is what stopped, in words for the log, without anybody's own."""
        refused = shortage(error)
        longest = LONGEST_PAUSE if refused is None else SHORTAGE_PAUSE
        pause = min(FIRST_PAUSE * 2 ** self._met[key], longest)
        self._met[key] += 1
        self._not_before[key] = self._clock() + pause
        kind = _kind(error) if refused is None else refused
        self._kinds[kind] += 1
        times = self._kinds[kind]
        if times & (times - 1):
            return
        if refused is not None:
            log.error("%s That stopped %s (%s times so far).", refused, what, times)
        elif times == 1:
            log.error("A fault in Afterword itself stopped %s.", what, exc_info=error)
        else:
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
