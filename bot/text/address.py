"""Addresses in blog HTML → URLs that can stand in Discord Markdown."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

import idna

# What may stay as it is in a path, query or fragment; everything else is percent-encoded.
_SAFE = "%/:=&?+!$,;'@()*~._-"
_WHO = "%:=&+!$,;'()*~._-"

BARE = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
"""An address as people type it in running text; see `trim`."""

HOST_LIMIT = 253
"""Characters of a host's name."""

_NAMED = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.){1,10}[^\W\d_][\w-]{1,62}(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(https?://)([^/?#\\]*)", re.IGNORECASE)
_FILE = re.compile(
    r"[^/?#]+\.(?:asp|aspx|avif|bz2|c|cfg|cpp|css|csv|docx?|epub|exe|flac|gif|gz|h|html?|ini|ipynb|"
    r"jar|java|jpe?g|js|json|jsx|log|m4a|mp3|mp4|odt|ogg|pdf|php|png|pptx?|svg|tar|tex|tiff?|toml|ts|"
    r"tsx|txt|wav|webm|webp|xlsx?|xml|ya?ml)",
    re.IGNORECASE,
)
"""A file's name: none of these endings is a domain of the network's."""

_CUT_SHORT = re.compile(r"(?:…|\.\.\.)\Z")


def trim(bare: str) -> str:
    """Cut the punctuation off that follows an address in running text rather than belongs to it."""
    bare = re.split("[。、，！？；：）」』】》〉]", bare, maxsplit=1)[0]  # noqa: RUF001
    unopened = {end: bare.count(end) - bare.count(start) for start, end in ("()", "[]")}
    end = len(bare)
    while end:
        last = bare[end - 1]
        if unopened.get(last, 0) > 0:
            unopened[last] -= 1
        elif last not in ".,:;!?'*_~|`»”’…":  # noqa: RUF001
            break
        end -= 1
    return bare[:end]


def absolute(href: str, base_url: str) -> str | None:
    """Resolve a link's target, as ASCII without white space, `<`, `>`, `\\`, backticks or `|`.

    None where there is nothing for a reader to open: not http(s), no host, or not an address.
    """
    href = re.sub(r"[\x00-\x1f\x7f]", "", href).strip()
    words, mark, rest = re.split("([?#]|\\Z)", href, maxsplit=1)
    # As browsers read it.
    href = words.replace("\\", "/") + mark + rest
    try:
        parts = urlsplit(urljoin(base_url, href))
        if parts.scheme not in {"http", "https"}:
            return None
        place = _ascii_place(parts.netloc)
    except ValueError:
        return None
    path, query, fragment = (
        quote(part, safe=_SAFE, errors="replace")
        for part in (parts.path, parts.query, parts.fragment)
    )
    url = urlunsplit((parts.scheme, place, path, query, fragment))
    return re.sub(r"@(?=everyone|here)", "%40", url, flags=re.IGNORECASE)


def with_ascii_host(url: str) -> str:
    """Write the host as the network knows it, and leave the rest; "" where that can't be."""
    found = _PLACE.match(url)
    if found is None:
        return url
    try:
        return found[1] + _ascii_place(found[2]) + url[found.end() :]
    except ValueError:
        return ""


def _ascii_place(place: str) -> str:
    """Who and where, in ASCII. Raises ValueError."""
    who, at, where = place.rpartition("@")
    host, port = _parted(where)
    if not host.isascii() or "%" in host:
        host = idna.encode(unquote(host, errors="strict")[:HOST_LIMIT], uts46=True).decode()
    if not re.fullmatch(r"[\w.~!$&'()*+,;=:\[\]-]+", host, re.ASCII):
        raise ValueError("no host")
    return f"{quote(who, safe=_WHO, errors='replace')}{at}{host}{port}"


def _parted(where: str) -> tuple[str, str]:
    host, colon, port = where.rpartition(":")
    if not colon or "]" in port:
        return where, ""
    if port and not (port.isascii() and port.isdigit() and int(port[:6]) <= 65_535):
        raise ValueError("no port")
    return host, colon + port


def misleads(label: str, url: str) -> bool:
    """Whether a link's words are or hold an address other than where it leads.

    One that is cut short with `…` is where it leads, if that goes on the same.
    """
    words = label.strip()
    if _NAMED.fullmatch(words.rstrip("….").rstrip("/")) and not _FILE.fullmatch(words):
        return not _leads_to(words, url)
    return any(not _leads_to(trim(found[0]), url) for found in BARE.finditer(words))


def _leads_to(named: str, url: str) -> bool:
    if "://" not in named:
        named = f"http://{named}"
    shown, target = alike(absolute(_CUT_SHORT.sub("", named), "") or ""), alike(url)
    return bool(shown) and (
        shown == target or (bool(_CUT_SHORT.search(named)) and target.startswith(shown))
    )


def alike(name: str) -> str:
    """An address without its scheme, `www.` and last slash: they change when a site moves to https.

    Two addresses that differ in nothing else become one; any other name stays as it is.
    """
    scheme, found, rest = name.strip().partition("://")
    if not found or scheme.lower() not in {"http", "https"}:
        return name.strip()
    host, slash, path = rest.partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")
