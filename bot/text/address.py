"""Addresses in blog HTML → URLs that can stand in Discord Markdown."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

# What may stay as it is in a path, query or fragment; everything else is percent-encoded.
_SAFE = "%/:=&?+!$,;'@()*~._-"

BARE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
"""An address as people type it in running text; see `trim`."""


def trim(bare: str) -> str:
    """Cut the punctuation off that follows an address in running text rather than belongs to it."""
    while bare:
        last = bare[-1]
        closes_nothing = last in ")]" and bare.count(last) > bare.count({")": "(", "]": "["}[last])
        if last not in ".,:;!?'*_~|`»”’…" and not closes_nothing:  # noqa: RUF001
            break
        bare = bare[:-1]
    return bare


def absolute(href: str, base_url: str) -> str | None:
    """Resolve a link's target, as ASCII without white space, `<`, `>`, `\\`, backticks or `|`.

    None where there is nothing for a reader to open: not http(s), no host, or not an address.
    """
    try:
        parts = urlsplit(urljoin(base_url, re.sub(r"[\x00-\x1f\x7f]", "", href).strip()))
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return None
        place = parts.netloc
        if not place.isascii():
            place = place.encode("idna").decode("ascii")
    except ValueError:
        return None
    if not re.fullmatch(r"[\w.~%!$&'()*+,;=:@\[\]-]+", place, re.ASCII):
        return None
    path, query, fragment = (
        quote(part, safe=_SAFE, errors="replace")
        for part in (parts.path, parts.query, parts.fragment)
    )
    url = urlunsplit((parts.scheme, place, path, query, fragment))
    return re.sub(r"@(?=everyone|here)", "%40", url, flags=re.IGNORECASE)


def alike(name: str) -> str:
    """An address without its scheme, `www.` and last slash: they change when a site moves to https.

    Two addresses that differ in nothing else become one; any other name stays as it is.
    """
    scheme, found, rest = name.strip().partition("://")
    if not found or scheme.lower() not in {"http", "https"}:
        return name.strip()
    host, slash, path = rest.partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")
