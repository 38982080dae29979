"""How far Discord is behind the blog. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.discord.lags import Arrival


@dataclass(frozen=True, slots=True)
class Lag:
    """What is usual of late, in seconds."""

    since_written: int
    since_seen: int
    of: int
    """How many arrivals that is the median of."""


def lag(arrivals: Sequence[Arrival]) -> Lag | None:
    """How long these took, each half of them at most; None for none.

    What was written is not always there to be read: a comment that waited for approval on the
    blog, or that came while the bot was off or paused, is late by that, too. Where this is the
    exception, the median passes it over; where it is the rule, the time since the bot first saw
    it tells how much of it was the bot's. Three clocks take part: the blog's, ours and Discord's;
    what came before it was written came at once.
    """
    if not arrivals:
        return None
    return Lag(
        round(median(max(0, each.shown - each.written) for each in arrivals)),
        round(median(max(0, each.shown - each.seen) for each in arrivals)),
        len(arrivals),
    )
