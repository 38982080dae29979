"""What is new goes to the channels at once, unless it is far more than ever."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.mirror.rush import FIRST, LATELY, WINDOW, is_rush

if TYPE_CHECKING:
    from bot.model import BlogAddress
    from bot.store.store import Store

log = logging.getLogger(__name__)


async def judge_arrivals(store: Store, blog: int, address: BlogAddress, *, now: int) -> None:
    """Judge what was noted since this was last done, before it is read in full and so posted."""
    arrived = await store.arrivals.look(blog, since=now - WINDOW, lately=LATELY)
    if arrived is None:
        return
    came = len(arrived.new) + arrived.posted
    if not is_rush(came, arrived.dates):
        await store.arrivals.admit(arrived.new)
        return
    # What was posted within the same hour are the first of them.
    first = max(FIRST - arrived.posted, 0)
    last = max(arrived.dates, default=None)
    await store.arrivals.hold(arrived.new, first=first, came=came, last=last, now=now)
    log.warning(
        "%s articles of %s came at once, far more than usual. %s of them wait until someone who "
        "manages the server decides: /blog status.",
        came, address.shown, len(arrived.new) - first,
    )  # fmt: skip
