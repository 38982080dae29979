"""Addresses as people type and paste them. Pure."""

from __future__ import annotations

import re

from yarl import URL

from bot.errors import BlogUnusable
from bot.text.address import BARE, trim
from bot.text.visible import visible

_PAIRS = frozenset({"<>", '""', "''", "``", "“”", "„“", "‚‘", "‘’", "«»", "»«", "()", "[]"})  # noqa: RUF001
"""What stands around an address in a message, in a letter or in a feed reader's list."""
_PART = frozenset(" (*|_~")
"""What stands right before an address among words."""
_BEFORE = re.compile(
    r"^(?:url|view-source|feeds?|rss|atom|pcast|itpc|podcast|web\+feed|feed\+https?)"
    r":(?://(?=https?:)|(?=https?:)|(?=//))|^(?:https?://)+(?=https?://)",
    re.IGNORECASE,
)


def typed(text: str) -> str:
    """The address that is meant: without what stands around it, and without a scheme of readers.

    Of words with one address in them, as a link in Discord is written, it is that.

    `feed://host/f.xml` is left without any scheme. Raises BlogUnusable where it carries a user name
    or a password.
    """
    address = visible(text)
    while (shorter := _BEFORE.sub("", _unwrapped(address))) != address:
        address = shorter
    address = _within(address.removeprefix("//"))
    if _carries_a_user(address):
        raise BlogUnusable(
            "A user name and a password in the address are no use: Afterword sends nothing that "
            "stands there, so that it gets into no log and no link. A site behind such a password "
            "can't be read; the account of a WordPress is given with `/blog connect`, or as "
            "BLOG_USER and BLOG_APP_PASSWORD."
        )
    return address


def _within(text: str) -> str:
    found = list(BARE.finditer(text))
    apart = len(found) == 1 and text[: found[0].start()][-1:] in _PART
    return trim(found[0][0]) if apart else text


def _unwrapped(text: str) -> str:
    text = text.strip().rstrip(",;")
    return text[1:-1].strip() if len(text) > 1 and text[0] + text[-1] in _PAIRS else text


def _carries_a_user(address: str) -> bool:
    try:
        url = URL(address if "://" in address else f"https://{address}")
    except ValueError:
        return "@" in re.split(r"[/?#]", address.partition("://")[2] or address)[0]
    return url.user is not None or url.password is not None
