"""Which of the blog's lists one cycle reads: at most three requests while nothing changes. Pure.

Every cycle reads the newest comments (one request; it also shows whether the total changed). Two
more are shared out over rounds of five cycles, so that within one round every page of the ten
liveliest discussions is compared, up to some 900 comments beside the newest hundred.
"""

from __future__ import annotations

from enum import Enum, auto

ROUND = 5
"""Cycles within which an edit in a lively discussion is to be seen."""

SLOTS = 2


class Duty(Enum):
    """Something a cycle can spend a request on."""

    ARTICLES = auto()
    """The newest articles."""
    LIVELY = auto()
    """A page of the ten liveliest discussions."""
    QUIET = auto()
    """A page of discussions that were not compared for most of a day."""
    ARCHIVE = auto()
    """A page of discussions that nobody mirrors."""


def duties(
    turn: int,
    *,
    lively_pages: int,
    quiet_due: bool,
    quiet_overdue: bool,
    archive_due: bool = False,
) -> list[Duty]:
    """Share out this cycle's requests; `turn` is its number within the round, from 0.

    Articles are read in the first cycle of each round at the latest, and in every one that has a
    request to spare. `lively_pages` are those that the round has still to read. The archive gets
    what is left.
    """
    lively = min(-(-lively_pages // (ROUND - turn)), SLOTS)
    wanted = [Duty.ARTICLES] if turn == 0 else []
    wanted += [Duty.QUIET] if quiet_overdue else []
    wanted += [Duty.LIVELY] * lively
    wanted += [] if turn == 0 else [Duty.ARTICLES]
    wanted += [Duty.QUIET] if quiet_due and not quiet_overdue else []
    wanted += [Duty.ARCHIVE] if archive_due else []
    return wanted[:SLOTS]
