"""Discord's rate limits: a bucket per route and channel, a global one, and their headers.

The numbers are those that bot authors observed; Discord publishes none and asks everyone to read
the headers instead. `pace` makes the clock of the limits run faster: 20 means 5 per 0.25 s.
"""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`limit` requests per `seconds`; `hidden` limits don't show in the headers."""

    name: str
    method: str
    path: re.Pattern[str]
    limit: int
    seconds: float


@dataclass(slots=True)
class Window:
    """One bucket's current window; `ends` is on the monotonic clock."""

    ends: float
    used: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request may pass, and the headers that go with the answer."""

    headers: dict[str, str]
    retry_after: float | None = None
    is_global: bool = False


def _rule(name: str, method: str, path: str, limit: int, seconds: float) -> Rule:
    return Rule(name, method, re.compile(path), limit, seconds)


RULES = (
    _rule("message-create", "POST", r"/channels/(\d+)/messages$", 5, 5),
    _rule("message-edit", "PATCH", r"/channels/(\d+)/messages/\d+$", 5, 5),
    _rule("message-delete", "DELETE", r"/channels/(\d+)/messages/\d+$", 5, 5),
    _rule("message-read", "GET", r"/channels/(\d+)/messages", 5, 5),
    _rule("reaction", "PUT|DELETE", r"/channels/(\d+)/messages/\d+/reactions/", 1, 0.25),
    _rule("thread-create", "POST", r"/channels/(\d+)/(?:messages/\d+/)?threads$", 10, 10),
    _rule("channel-edit", "PATCH", r"/channels/(\d+)$", 5, 5),
    _rule("other", ".*", r"(?:/(?:channels|guilds|webhooks)/(\d+))?", 20, 5),
)
OLD_EDIT = _rule("old-edit", "PATCH", r"/channels/(\d+)/messages/\d+$", 5, 60)
"""Nobody knows Discord's number; that there is one, everybody who edits old messages does."""
RENAME = _rule("rename", "PATCH", r"/channels/(\d+)$", 2, 600)
GLOBAL_LIMIT = 50
_EXEMPT_FROM_GLOBAL = re.compile(r"/interactions/|/webhooks/\d+/")


class Limits:
    """Counts requests; `pace=None` lets everything pass and sends no headers."""

    def __init__(self, pace: float | None) -> None:
        self.pace = pace
        self._windows: dict[tuple[str, str], Window] = {}

    def judge(self, method: str, path: str, *, renames: bool = False) -> Verdict:
        """Count one request, or say how long it has to wait. Seconds are already paced."""
        if self.pace is None:
            return Verdict({})
        if not _EXEMPT_FROM_GLOBAL.match(path):
            wait = self._take("global", "", GLOBAL_LIMIT, 1.0)
            if wait is not None:
                return Verdict(_refusal(wait, "global"), wait, is_global=True)
        rule, major = _rule_for(method, path)
        wait = self._take(rule.name, major, rule.limit, rule.seconds)
        headers = self._headers(rule, major)
        if wait is None and renames:
            wait = self._take(RENAME.name, major, RENAME.limit, RENAME.seconds)
        if wait is None:
            return Verdict(headers)
        return Verdict(headers | _refusal(wait, "user"), wait)

    def judge_old_edit(self, channel: str) -> float | None:
        """Count the edit of an old message, or say how long it has to wait (error 30046)."""
        if self.pace is None:
            return None
        return self._take(OLD_EDIT.name, channel, OLD_EDIT.limit, OLD_EDIT.seconds)

    def forget(self, name: str) -> None:
        """Begin a rule's windows anew."""
        self._windows = {key: each for key, each in self._windows.items() if key[0] != name}

    def _take(self, name: str, major: str, limit: int, seconds: float) -> float | None:
        """Use one of a window's places; how long to wait where there is none."""
        now = time.monotonic()
        window = self._windows.get((name, major))
        if window is None or now >= window.ends:
            window = self._windows[name, major] = Window(now + seconds / (self.pace or 1), 0)
        if window.used >= limit:
            return window.ends - now
        window.used += 1
        return None

    def _headers(self, rule: Rule, major: str) -> dict[str, str]:
        window = self._windows[rule.name, major]
        left = max(window.ends - time.monotonic(), 0.0)
        return {
            "X-RateLimit-Limit": str(rule.limit),
            "X-RateLimit-Remaining": str(rule.limit - window.used),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": _up(left),
            "X-RateLimit-Bucket": rule.name,
        }


def _rule_for(method: str, path: str) -> tuple[Rule, str]:
    for rule in RULES:
        match = rule.path.match(path)
        if match and re.fullmatch(rule.method, method):
            return rule, match[1] or ""
    raise AssertionError("the last rule matches everything")


def _refusal(wait: float, scope: str) -> dict[str, str]:
    headers = {"Retry-After": str(math.ceil(wait)), "X-RateLimit-Scope": scope}
    return headers | {"X-RateLimit-Global": "true"} if scope == "global" else headers


def _up(seconds: float) -> str:
    """Rounded up: a client that waits as long as it is told must not come too early."""
    return f"{math.ceil(seconds * 1000) / 1000:.3f}"
