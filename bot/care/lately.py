"""How far Discord is behind the blogs of late, everywhere together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.care.lag import lag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.care.lag import Lag
    from bot.store.discord.follows import FollowRecord
    from bot.store.store import Store

ARRIVALS = 20
"""How many of each channel's latest arrivals the lag is the median of."""


async def behind(store: Store, follows: Iterable[FollowRecord]) -> Lag | None:
    """From the writing to the showing, the median of what came last; None where nothing did."""
    return lag(
        [arrival for follow in follows for arrival in await store.lags.newest(follow.id, ARRIVALS)]
    )
