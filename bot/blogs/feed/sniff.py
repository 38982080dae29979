"""Whether a document is a feed, by how it begins: said before it is read. Pure."""

from __future__ import annotations

import codecs
import re

from bot.blogs.feed.tree import Declares, root

HEAD = 64 * 1024
"""Bytes that are looked at: comments may stand before the root."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
    (b"{\0", "utf-16-le"),
    (b"\0{", "utf-16-be"),
)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org/', re.IGNORECASE)
_TYPES = re.compile(r"(?:application|text)/(?:x[-.])?(?:rss|atom|rdf|feed)\+(?:xml|json)")


def is_feed(body: bytes, content_type: str = "") -> bool:
    """Whether it begins as RSS, Atom, RDF or a JSON Feed, or was sent as one."""
    if _TYPES.match(content_type.strip().lower()):
        return True
    head = _text(body[:HEAD])
    if head.startswith("{"):
        # Its version may stand at the end.
        return _JSON_FEED.search(_text(body).replace("\\/", "/")) is not None
    try:
        return root(head) is not None
    except Declares:
        return True


def _text(body: bytes) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    return body.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
