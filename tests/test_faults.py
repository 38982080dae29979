"""What nobody expected waits longer every time; what the computer refuses, a minute at most."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogError
from bot.faults import FIRST_PAUSE, LONGEST_PAUSE, OUR_FAULT, SHORTAGE_PAUSE, Faults, fault
from bot.machine import DISK_FULL

if TYPE_CHECKING:
    from collections.abc import Callable

FULL = OSError(errno.ENOSPC, "No space left on device")


def fail(error: Exception) -> None:
    raise error


class Place:
    def __init__(self) -> None:
        self.now = 1000
        self.faults = Faults(lambda: self.now)

    def pauses(self, error: Exception, times: int) -> list[int]:
        """How long each of so many faults in a row keeps it waiting."""
        found = []
        for _ in range(times):
            with self.faults.contained("key", "some work"):
                fail(error)
            begun = self.now
            while not self.faults.is_due("key"):
                self.now += 1
            found.append(self.now - begun)
        return found


def test_pauses_grow_and_end_somewhere() -> None:
    assert Place().pauses(ValueError(), 12)[::11] == [FIRST_PAUSE, LONGEST_PAUSE]
    assert Place().pauses(FULL, 12)[::11] == [FIRST_PAUSE, SHORTAGE_PAUSE]


def test_what_works_again_waits_no_more(caplog: pytest.LogCaptureFixture) -> None:
    here = Place()
    here.pauses(ValueError(), 3)
    with here.faults.contained("key", "some work"):
        pass
    assert here.pauses(ValueError(), 1) == [FIRST_PAUSE]
    with here.faults.contained("other", "more"):
        fail(ValueError())
    assert not here.faults.is_due("other")
    here.faults.forget()
    assert here.faults.is_due("other")
    assert caplog.messages


def test_our_own_errors_pass_and_are_no_faults() -> None:
    here = Place()
    with pytest.raises(BlogError), here.faults.contained("key", "some work"):
        fail(BlogError("It is away."))
    assert here.faults.is_due("key")


@pytest.mark.parametrize(
    ("make", "told", "traces"),
    [
        (lambda: FULL, f"{DISK_FULL} That stopped some work (1 times so far).", 0),
        (lambda: ValueError("hush"), "A fault in Afterword itself stopped some work.", 1),
    ],
)
def test_the_log_stays_readable(
    make: Callable[[], Exception], told: str, traces: int, caplog: pytest.LogCaptureFixture
) -> None:
    Place().pauses(make(), 100)
    assert caplog.messages[0] == told
    assert len(caplog.messages) == 7, "the first, second, fourth, eighth …"
    assert sum(record.exc_info is not None for record in caplog.records) == traces


def test_what_the_owner_reads() -> None:
    assert fault(FULL) == DISK_FULL
    assert fault(ValueError()) == OUR_FAULT
