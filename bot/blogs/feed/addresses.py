"""Addresses in feeds: relative ones, ones without a scheme, ones with spaces. Pure."""

from __future__ import annotations

import re

from bot.text.address import absolute

LONGEST = 8192
"""Characters; nobody's address is longer."""

_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+/(?:[\w~-]+[/.?=])*[\w~-]*", re.ASCII)
"""What nearly all of them are like: there is nothing to resolve."""

_ESCAPED = re.compile(r"&(?:amp|#0?38|#x26);", re.IGNORECASE)
"""What parts parameters, in an address that was escaped once too often."""

_HOST_FIRST = re.compile(r"www\.[\w-]+\.\w", re.IGNORECASE)


def resolved(href: str, base: str) -> str:
    """A web address in ASCII, however the feed writes it; empty for what is none."""
    if len(href) <= LONGEST and _PLAIN.fullmatch(href):
        return href
    href = _ESCAPED.sub("&", "".join(href.split("\n")).strip())
    if not href or len(href) > LONGEST:
        return ""
    if _HOST_FIRST.match(href) or _begins_with_host(href, base):
        href = f"https://{href}"
    return absolute(href, base) or ""


def _begins_with_host(href: str, base: str) -> bool:
    """Whether it is the base's own host, without a scheme, and something there."""
    first, slash, _ = href.partition("/")
    there = base.partition("://")[2].partition("/")[0].lower().removeprefix("www.")
    return bool(slash and there) and first.lower() == there
