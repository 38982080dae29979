"""What nobody expected waits longer every time; what the computer refuses, a minute at most."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogError
from bot.faults import OUR_FAULT, Faults, fault
from bot.machine.shortage import DISK_FULL

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
    grown = [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560]
    assert Place().pauses(ValueError(), 12) == [*grown, 3600, 3600]
    assert Place().pauses(FULL, 6) == [5, 10, 20, 40, 60, 60]


def test_what_works_again_waits_no_more() -> None:
    here = Place()
    here.pauses(ValueError(), 3)
    with here.faults.contained("key", "some work"):
        pass
    assert here.pauses(ValueError(), 1) == [5]
    with here.faults.contained("key", "some work"):
        fail(ValueError())
    here.faults.over("key")
    assert here.faults.is_due("key")


def test_what_was_mended_is_forgotten() -> None:
    here = Place()
    here.pauses(ValueError(), 3)
    with here.faults.contained("key", "some work"):
        fail(ValueError())
    assert not here.faults.is_due("key")
    here.faults.forget()
    assert here.faults.is_due("key")
    assert here.pauses(ValueError(), 1) == [5]


def test_our_own_errors_pass_and_end_what_nobody_expected() -> None:
    here = Place()
    here.pauses(ValueError(), 3)
    with pytest.raises(BlogError), here.faults.contained("key", "some work"):
        fail(BlogError("It is away."))
    assert here.faults.is_due("key")
    assert here.pauses(ValueError(), 1) == [5]


def test_faults_at_different_places_are_told_apart(caplog: pytest.LogCaptureFixture) -> None:
    here = Place()
    here.pauses(ValueError(), 4)
    with here.faults.contained("key", "some work"):
        raise_elsewhere()
    assert sum(record.exc_info is not None for record in caplog.records) == 2


def raise_elsewhere() -> None:
    raise ValueError


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
