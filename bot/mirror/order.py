"""In which order a blog's whole list came out, and what of it is new. Pure.

Dates are claims: they may be missing, unreadable, or ahead of the clock. Then the list's own order
tells, and an article is from when it was first seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.model import Summary
    from bot.store.blog.article import Known

_LAST_NUMBER = re.compile(r"(?<![^\W_])[^\W\d_]*(\d{1,18})(?![^\W_])\D*$")
"""In a name; where letters and digits take turns, as in what is drawn by lot, it counts nothing."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """A list, put in order."""

    items: list[Summary]
    """The oldest first, each with the date that counts."""
    old: frozenset[str]
    """Ids of those that we did not know and that are not new."""


def arrange(
    listing: Sequence[Summary],
    found: Mapping[str, Known],
    known: Collection[Known],
    *,
    now: datetime,
) -> Arranged:
    """Order a list in which `found` are, by their ids, the articles that we know."""
    forwards = _newest_first(listing, now)
    items = [*listing] if forwards is not False else [*reversed(listing)]
    before = {each.id for each in known if each.place is not None}
    old = (
        _revealed(items, found, before, now=now, queue=forwards is None)
        if before
        else _archive(items, found, known, now)
    )
    dated = _dated(items, found, now=now, first=not before)
    return Arranged(dated[::-1], frozenset(old))


def is_told(item: Summary, now: datetime) -> bool:
    """Whether a date is said, and can be when it was published."""
    return item.dated and item.published <= now


def _newest_first(listing: Sequence[Summary], now: datetime) -> bool | None:
    """Which way the list goes, by its dates, else by numbers in what they are called."""
    dates = [int(item.published.timestamp()) for item in listing if is_told(item, now)]
    if len(dates) < 2:
        dates = [int(item.published.timestamp()) for item in listing if item.dated]
    falling, rising = _steps(dates)
    if falling != rising:
        return falling > rising
    falling, rising = _steps(_numbers(item.remote_id for item in listing))
    # Numbers drawn by lot go up and down.
    return falling > 0 if (falling == 0) != (rising == 0) else None


def _steps(signs: Sequence[int]) -> tuple[int, int]:
    falling = sum(first > second for first, second in pairwise(signs))
    return falling, sum(first < second for first, second in pairwise(signs))


def _numbers(names: Iterable[str]) -> list[int]:
    found = [_LAST_NUMBER.search(name) for name in names]
    return [int(each[1]) for each in found if each] if all(found) else []


def _revealed(
    items: Sequence[Summary],
    found: Mapping[str, Known],
    before: Collection[int],
    *,
    now: datetime,
    queue: bool,
) -> list[str]:
    """What enters at the old end of a list because as many others left it."""
    still = {same.id for same in found.values()}
    left = [each for each in before if each not in still]
    unknown = [place for place, item in enumerate(items) if item.remote_id not in found]
    last = max((place for place, item in enumerate(items) if item.remote_id in found), default=-1)
    at_end = [items[place] for place in unknown if place > last >= 0]
    count = max(len(left) - (len(unknown) - len(at_end)), 0)
    if not count or not at_end:
        return []
    if queue and not any(item.dated for item in items):
        return []
    return [item.remote_id for item in at_end[-count:] if item.published <= now or not item.dated]


def _archive(
    items: Sequence[Summary], found: Mapping[str, Known], known: Collection[Known], now: datetime
) -> list[str]:
    """What stood there when a list was read whole for the first time.

    What is dated later than all that was known came since, and nobody has told of it yet.
    """
    if not known:
        return []
    newest = max((each.published for each in known if each.published <= now), default=now)
    return [
        item.remote_id
        for item in items
        if item.remote_id not in found and not (is_told(item, now) and item.published > newest)
    ]


def _dated(
    items: Sequence[Summary], found: Mapping[str, Known], *, now: datetime, first: bool
) -> list[Summary]:
    """Give those without a date that counts one; the newest come first."""
    dated: list[Summary] = []
    seen = now
    for item in items:
        same = found.get(item.remote_id)
        if is_told(item, now):
            published = item.published
        elif same is not None:
            published = same.published
        else:
            published = seen
        dated.append(replace(item, published=published))
        if first:
            seen = min(published, now) - timedelta(seconds=1)
        elif published is seen:
            seen -= timedelta(seconds=1)
    return dated
