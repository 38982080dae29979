"""Markup from blogs as one line of plain text, and addresses that may be shown. Pure."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser


def plain(markup: str) -> str:
    """Turn rendered markup (a title, an excerpt) into one line of text."""
    body = LexborHTMLParser(f"<body>{markup}").body
    return one_line(body.text() if body is not None else "")


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


def resolved(href: str, base: str) -> str:
    """A link's target, seen from the page at `base`; empty where it names none."""
    try:
        return urljoin(base, href) if href else ""
    except ValueError:
        return ""
