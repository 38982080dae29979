"""Blogs' words on one line, and addresses that may be shown. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PLAINLY = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]*)?(?:[/?#][!-~]*)?")
"""What nearly all of them look like: taking each apart is much of what reading a page takes."""


def one_line(text: str) -> str:
    """Turn every run of spaces and line breaks into one space."""
    return " ".join(text.split())


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
