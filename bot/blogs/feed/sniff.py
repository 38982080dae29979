"""Whether a document is a feed, by how it begins: said before it is read. Pure."""

from __future__ import annotations

import codecs
import re

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
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf)[\s/>]", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org/', re.IGNORECASE)
_TYPES = re.compile(r"(?:application|text)/(?:x[-.])?(?:rss|atom|rdf|feed)\+(?:xml|json)")


def is_feed(body: bytes, content_type: str = "") -> bool:
    """Whether it begins as RSS, Atom, RDF or a JSON Feed, or was sent as one."""
    if _TYPES.match(content_type.strip().lower()):
        return True
    head = _text(body[:HEAD])
    if head.startswith("{"):
        return _JSON_FEED.search(head.replace("\\/", "/")) is not None
    return _ROOT.match(head, _after_prolog(head)) is not None


def _text(head: bytes) -> str:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    return head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")


def _after_prolog(head: str) -> int:
    """Where the root begins: after declarations, comments and a document type."""
    place = 0
    while True:
        while place < len(head) and head[place].isspace():
            place += 1
        if head.startswith("<!--", place):
            end = head.find("-->", place)
        elif head.startswith("<?", place):
            end = head.find(">", place)
        elif head[place : place + 9].upper() == "<!DOCTYPE":
            end = _end_of_doctype(head, place)
        else:
            return place
        if end < 0:
            return len(head)
        place = head.find(">", end) + 1


def _end_of_doctype(head: str, start: int) -> int:
    end, subset = head.find(">", start), head.find("[", start)
    return head.find("]", subset) if 0 <= subset < end else end
