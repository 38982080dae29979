"""Whether all is well, and what is wrong, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.watch.facts import Facts, Read

INTERVALS = 5
"""A blog that was not read for so many of them is late."""

STUCK = 600
"""Seconds that something may wait while nothing of its queue moves."""

SILENT = 60
"""Seconds after which a database that answers nothing is said to."""

NAMED = 5
"""How many blogs are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to judge; times in seconds since 1970, lengths in seconds."""

    now: int
    began: int
    poll: int
    """Seconds between two readings of a blog."""
    obstacle: str | None
    """Why the database can't be opened."""
    machine: str | None
    """What the computer refuses."""
    connected: bool
    connected_at: int
    """When it was last; when the bot began, if it never was."""
    facts: Facts | None
    known: Mapping[int, int]
    """Since when this process has known each blog."""
    replies_still: int
    deliveries_still: int


def wrong(standing: Standing) -> list[str]:
    """What is not as it should be, worst first; nothing where all is well."""
    return list(_wrong(standing))


def _wrong(standing: Standing) -> Iterator[str]:
    facts = standing.facts
    if standing.obstacle is not None:
        yield standing.obstacle
    elif standing.machine is not None:
        yield standing.machine
    else:
        silent = standing.now - (facts.at if facts is not None else standing.began)
        if silent > SILENT:
            yield f"The database has answered nothing for {_long(silent)}."
    if not standing.connected:
        gone = standing.now - standing.connected_at
        yield f"Not connected to Discord for {_long(gone)}; it is tried again and again."
    if facts is None:
        return
    late = [read for read in facts.reads if standing.now - _last(read, standing) > _most(standing)]
    yield from (_lateness(read, standing) for read in late[:NAMED])
    if more := len(late[NAMED:]):
        yield f"{more} more blogs were not read for as long."
    if standing.replies_still > STUCK:
        yield (
            "Members' replies are on their way to the blog, and for "
            f"{_long(standing.replies_still)} none has got there."
        )
    if standing.deliveries_still > STUCK:
        yield (
            "There is something to write in Discord, and for "
            f"{_long(standing.deliveries_still)} nothing has been written."
        )


def _most(standing: Standing) -> int:
    return INTERVALS * standing.poll


def _last(read: Read, standing: Standing) -> int:
    """When it was read, or could have been: what was missed before the start is no fault."""
    return max(read.read_at or 0, standing.known.get(read.blog, standing.now))


def _lateness(read: Read, standing: Standing) -> str:
    late = _long(standing.now - _last(read, standing))
    why = "can't be read" if read.failing else "was not read"
    return (
        f"The blog at {read.host} {why} for {late}; it should be every {_long(standing.poll)}. "
        "/blog status in Discord and the command check say more."
    )


def _long(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds // 3600} h"
