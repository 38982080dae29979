"""Blogs' words on one line, and addresses that may be shown. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.text.to_discord import shorten

NAME_LIMIT = 100
"""Characters of a blog's name; a longer one fits into no sentence, choice or heading."""

HOME_LIMIT = 512
"""Characters of a home page's address; a longer one is nothing that people recognise."""

_PLAINLY = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]*)?(?:[/?#][!-~]*)?")
"""What nearly all of them look like: taking each apart is much of what reading a page takes."""


def one_line(text: str) -> str:
    """Turn every run of spaces and line breaks into one space."""
    return " ".join(text.split())


def blog_name(text: str) -> str:
    """What a blog is called, on one line and cut; empty where nothing of it is seen."""
    return shorten(one_line(text), NAME_LIMIT)


def is_home(address: str) -> bool:
    """Whether people can be told that this is a blog's home page."""
    return len(address) <= HOME_LIMIT and is_web(address)


def is_web(address: object) -> bool:
    """Whether this is an http(s) address with a host."""
    if not isinstance(address, str):
        return False
    if _PLAINLY.fullmatch(address):
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
