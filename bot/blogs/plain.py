"""Blogs' words on one line, and addresses that may be shown. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit


def one_line(text: str) -> str:
    """Turn every run of spaces and line breaks into one space."""
    return " ".join(text.split())


def is_web(address: object) -> bool:
    """Whether this is an http(s) address with a host."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
