"""How often each host is asked, and how often it may be. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True)
class Requests:
    """How often one host was asked within the last hour."""

    count: int
    hourly: int
    """How many an hour reading it may take."""
    since: int | None
    """When the count began, in seconds since 1970; None if that is longer than an hour ago."""


class Budget:
    """Counts requests by host and minute, for an hour.

    `hourly` are the requests to one host that may fall into any one hour. `now` is a monotonic
    clock's time in seconds.
    """

    def __init__(self, hourly: int) -> None:
        self.hourly = hourly
        self._hosts: dict[str, dict[int, int]] = {}
        self._minute = 0

    def spend(self, host: str, now: float) -> None:
        """Count a request."""
        minute = int(now // MINUTE)
        if minute != self._minute:
            self._minute = minute
            kept = {each: self._recent(each, now) for each in self._hosts}
            self._hosts = {each: minutes for each, minutes in kept.items() if minutes}
        minutes = self._hosts.setdefault(host, {})
        minutes[minute] = minutes.get(minute, 0) + 1

    def spent(self, host: str, now: float) -> int:
        """How many requests there were within the last hour; the minute it began in is whole."""
        return sum(self._recent(host, now).values())

    def wait(self, host: str, now: float) -> float:
        """Seconds until the host may be asked again; 0 if it may be now."""
        left = self.spent(host, now)
        if left < self.hourly:
            return 0
        for minute, count in sorted(self._recent(host, now).items()):
            left -= count
            if left < self.hourly:
                return (minute + 1) * MINUTE + HOUR - now
        return HOUR

    def _recent(self, host: str, now: float) -> dict[int, int]:
        oldest = int((now - HOUR) // MINUTE)
        return {
            minute: count for minute, count in self._hosts.get(host, {}).items() if minute >= oldest
        }
