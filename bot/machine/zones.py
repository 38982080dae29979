"""Time zones, as blogs and people name them. Pure, but for the list of them that Python has."""

from __future__ import annotations

import re
from datetime import timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

if TYPE_CHECKING:
    from datetime import tzinfo

LEAST, MOST = timedelta(hours=-12), timedelta(hours=14)
"""How far a clock may be from UTC, anywhere on Earth."""

QUARTER = timedelta(minutes=15)
"""All clocks are a number of these from UTC."""

_OFFSET = re.compile(
    r"(?:UTC|GMT)?\s?([+\-−])\s?(\d{1,2})(?::?(\d\d)|[.,](\d{1,9}))?",  # noqa: RUF001 - a minus
    re.IGNORECASE,
)
_WESTWARDS = re.compile(r"Etc/GMT([+-])(\d{1,2})", re.IGNORECASE)


def zone_called(name: str) -> str | None:
    """What the zone of that name is called here, None if there is none.

    It may be a name of the time zone database in any spelling ("asia/kolkata"), its last part ("St
    Johns"), or how far ahead of UTC its clocks are: "+05:30", "UTC+5.5", "GMT-3", which all are
    called like "UTC+05:30".
    """
    name = " ".join(name.split())
    if found := _WESTWARDS.fullmatch(name):
        name = f"{'-' if found[1] == '+' else '+'}{found[2]}"
    if found := _OFFSET.fullmatch(name):
        sign, hours, minutes, decimals = found.groups()
        hours_ahead = int(hours) + float(f"0.{decimals or 0}")
        ahead = timedelta(hours=hours_ahead, minutes=int(minutes or 0))
        ahead = ahead if sign == "+" else -ahead
        return _called(ahead) if LEAST <= ahead <= MOST and not ahead % QUARTER else None
    return _names().get(name.replace(" ", "_").casefold())


def zone_of(called: str) -> tzinfo:
    """The clocks of a zone that has this name here, from `zone_called`."""
    found = _OFFSET.fullmatch(called)
    if found is None:
        return ZoneInfo(called)
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(ahead if found[1] == "+" else -ahead)


def _called(ahead: timedelta) -> str:
    return timezone(ahead).tzname(None) if ahead else "UTC"


@cache
def _names() -> dict[str, str]:
    """The zones' names, by these and by their last parts, as they are looked up."""
    names = {"utc": "UTC", "gmt": "UTC"}
    for each in sorted(available_timezones()):
        names.setdefault(each.casefold(), each)
    for each in sorted(available_timezones()):
        names.setdefault(each.rpartition("/")[2].casefold(), each)
    return names
