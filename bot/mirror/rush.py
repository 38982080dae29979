"""When far more articles come at once than a blog ever brings. Pure.

A mass of old articles after a move, an import or a break-in is no reason to fill a channel. A few
of them are posted; about the rest its owner is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MANY = 25
"""As many articles may come at once on any blog."""

TIMES = 5
"""So many times as many as in its usual week may come on a lively one."""

FIRST = 5
"""Articles of a rush that are posted at once, the oldest ones."""

WINDOW = 3600
"""Seconds; what comes within them comes at once. An import may take some minutes."""

LATELY = 100
"""Articles that tell what a usual week is."""

MINUTE = 60
WEEK = 7 * 86_400


def is_rush(came: int, dates: Sequence[int]) -> bool:
    """Whether so many are far more than this blog brings.

    `dates` say when its latest articles before them were written, in seconds since 1970.
    """
    return came > max(MANY, TIMES * usual_week(dates))


def usual_week(dates: Sequence[int]) -> float:
    """How many articles a week brings. Those of one minute are no more than one: a machine's."""
    minutes = {date // MINUTE for date in dates}
    if not minutes:
        return 0
    return len(minutes) / max(1, (max(dates) - min(dates)) / WEEK)
