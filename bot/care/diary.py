"""One line a day in the log: whether all is well, and what came."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.care.lately import behind
from bot.store.discord.follows import FollowState

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.store import Store

log = logging.getLogger(__name__)

DAY = 86_400


class Diary:
    """Writes the line a day after it was made, then each day."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._due = clock() + DAY

    async def look(self) -> None:
        """Write it if it is time."""
        now = self._clock()
        if now < self._due:
            return
        self._due = now + DAY
        trouble = await self._trouble()
        came = await self._store.lags.came_since(now - DAY)
        lag = await behind(self._store, await self._store.follows.standing())
        log.log(
            logging.WARNING if trouble else logging.INFO,
            "%s In the last day: articles %s, comments %s, replies %s%s.",
            " ".join(trouble) or "All is well.",
            came.articles,
            came.comments,
            came.replies,
            "" if lag is None else f"; here {lag.since_written} s after they were written",
        )

    async def _trouble(self) -> list[str]:
        """What is not well, counted."""
        blogs = await self._store.blogs.followed()
        failing = sum(blog.failure is not None for blog in blogs)
        follows = await self._store.follows.standing()
        paused = sum(follow.state is FollowState.PAUSED for follow in follows)
        found = []
        if not follows:
            found.append("No blog is followed yet: /blog follow in Discord begins that.")
        if failing:
            found.append(f"{failing} of {len(blogs)} blogs can't be read; /blog status says why.")
        if paused:
            found.append(f"{paused} of {len(follows)} channels are paused.")
        return found
