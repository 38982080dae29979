"""The text of a feed as a tree of elements, well-formed or not. Pure.

What is well-formed is read as it stands; anything else is mended first, as readers have come to
expect: stray ampersands, HTML's entities, characters that XML forbids, words before the root, an
end that is missing.
"""

from __future__ import annotations

import html
import re
import sys
from functools import lru_cache
from html.entities import html5
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

MOST_TAGS = 200_000
"""What follows them in a document is not read: no feed of 4 MiB has so many, an attack has."""

MOST_MENDED = 300_000
"""What follows so many mended places is not read."""

MOST_PREFIXES = 50

_HEAD = 65_536
"""Characters in which the root begins."""

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)(?=[\s/>])", re.IGNORECASE)
_PAGE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"<!(\w{1,20})\s*(\w{0,20})([^>\[]*)(\[?)")

_STRAY = re.compile(r"&(?!(?:#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|\w{1,32});)", re.ASCII)
_REFERENCE = re.compile(r"&#?\w{1,32};", re.ASCII)
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_CONTROLS = re.compile("[\x80-\x9f]")
_HTML = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,30}")
_NAME = re.compile(r"<[\w.:-]+")
_PREFIX = re.compile(r"[<\s/]([A-Za-z][\w.-]{0,20}):[A-Za-z]", re.ASCII)
_SAID = re.compile(r"xmlns:([A-Za-z][\w.-]{0,20})\s*=", re.ASCII)
_BY_NUMBER = re.compile(r"&#(?:[0-9]{1,100}|[xX][0-9a-fA-F]{1,100});?")
_LONGEST_NUMBER = 9
_EMPTY = frozenset({"br", "hr", "img", "input", "source", "wbr", "embed", "link", "meta"})
_OWN = frozenset({"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"})
_CDATA, _END = "<![CDATA[", "]]>"
_PIECE = 65_536
"""Characters that are mended at a time: between them other threads have their turn."""

_LONGEST_REFERENCE = 40

_SPACES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns": "atom",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss20": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://cyber.law.harvard.edu/rss": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/elements/1.0": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://search.yahoo.com/mrss": "media",
    "http://www.rssboard.org/media-rss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.itunes.com/dtds/podcast-1.0": "itunes",
    "http://purl.org/rss/1.0/modules/slash": "slash",
    "http://wellformedweb.org/commentapi": "wfw",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.pheedo.com/namespace/pheedo": "pheedo",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
}
"""What elements of these spaces begin with here; those of feeds themselves with nothing."""


class Declares(Exception):
    """The document declares entities of its own, a way to grow without limit."""


def tree(text: str) -> Element | None:
    """Parse a document; None if its root is none of RSS's, RDF's or Atom's.

    Raises `Declares`. A document of 4 MiB takes half a second at most.
    """
    start = root(text)
    if start is None:
        return None
    pieces = text[start:].split("<", MOST_TAGS + 1)
    document = "<".join(pieces[: MOST_TAGS + 1])
    try:
        if len(pieces) <= MOST_TAGS + 1:
            return _parsed(document, recover=False)
    except etree.XMLSyntaxError:
        pass
    return _parsed(_declared("".join(_mended(document))), recover=True)


def name_of(element: Element) -> str:
    """What an element is, in lower case: `title`, `dc:creator`, whatever its prefix there."""
    return _named(str(element.tag), element.prefix)


def attributes(element: Element) -> dict[str, str]:
    """Its attributes, named in the same way."""
    return {_named(str(key), "?"): str(value).strip() for key, value in element.attrib.items()}


def elements(element: Element) -> Iterator[Element]:
    """Its children that are elements."""
    return (child for child in element if isinstance(child.tag, str))


def words(element: Element) -> str:
    """All text inside."""
    if not len(element):
        return _western(element.text or "").strip()
    return _western("".join(str(text) for text in element.itertext())).strip()


def markup(element: Element) -> str:
    """What is inside, as HTML: the text as it stands where there is nothing but text."""
    if not len(element):
        return _western(element.text or "").strip()
    for child in list(element.iter()):
        if isinstance(child.tag, str):
            name = _local(child).rpartition(":")[2]
            child.tag = name if _HTML.fullmatch(name) else "span"
            if child.tag in _EMPTY and (child.text or len(child)):
                _end_at_once(child)
    etree.cleanup_namespaces(element)
    inner = [html.escape(element.text or "", quote=False)]
    inner += (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return _western("".join(inner)).strip()


def _end_at_once(element: Element) -> None:
    """Let an element that has no end in HTML stand before what it seems to hold."""
    alone = etree.Element(element.tag, dict(element.attrib))
    alone.tail, element.text, element.tag = element.text, None, "span"
    element.insert(0, alone)


def _western(text: str) -> str:
    """With the letters that are meant by numbers at which Unicode has controls, as in HTML."""
    return _CONTROLS.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore"), text)


def root(text: str) -> int | None:
    """Where the root begins; None if it is none of these. Raises `Declares` for entities before it.

    Words may stand before it, but no page of HTML.
    """
    place = text.find("<", 0, _HEAD)
    while place >= 0:
        if _ROOT.match(text, place):
            return place
        if _PAGE.match(text, place):
            return None
        end = place + 1
        if declared := _DECLARATION.match(text, place):
            kind, of, _, subset = declared.groups()
            if kind.upper() == "ENTITY" or subset:
                raise Declares
            if of.lower() == "html":
                return None
            end = declared.end()
        elif text.startswith("<?", place):
            end = text.find("?>", place, _HEAD) + 1
        elif text.startswith("<!--", place):
            end = text.find("-->", place, _HEAD) + 1
        if not end:
            return None
        place = text.find("<", end, _HEAD)
    return None


def _parsed(document: str, *, recover: bool) -> Element | None:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    found: Element | None = etree.fromstring(document.encode(errors="replace"), parser)
    if found is not None and _local(found).lower() == "rss":
        _free(found)
    return found


def _free(rss: Element) -> None:
    """RSS belongs to no space; what declares one for all of it means nothing by that."""
    space = rss.nsmap.get(None)
    if space is None:
        return
    for element in rss.iter(f"{{{space}}}*"):
        if element.prefix is None and _HTML.fullmatch(_local(element)):
            element.tag = _local(element)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _mended(document: str) -> Iterator[str]:
    """What a reader would make of it, piece by piece."""
    place, mended = 0, 0
    while place < len(document) and mended < MOST_MENDED:
        start = document.find(_CDATA, place)
        start = len(document) if start < 0 else start
        for piece in _pieces(document, place, start):
            text, strays = _STRAY.subn("&amp;", _FORBIDDEN.sub("", piece))
            text, references = _REFERENCE.subn(_resolved, text)
            mended += strays + references
            yield text
            if mended >= MOST_MENDED:
                return
        end = document.find(_END, start)
        end = len(document) if end < 0 else end
        for piece in _pieces(document, start, end):
            # What looks like a section from here may be none to the parser.
            yield _BY_NUMBER.sub(_allowed, _FORBIDDEN.sub("", piece))
        if start < len(document):
            yield _END
        place = end + len(_END)
        mended += 1


def _declared(document: str) -> str:
    """With the meaning of prefixes that are used and never declared: the usual one."""
    end = _NAME.match(document)
    used = set(_PREFIX.findall(document))
    said = set(_SAID.findall(document))
    missing = sorted(used - said - {"xml", "xmlns"})[:MOST_PREFIXES]
    meant = {prefix: space for space, prefix in _SPACES.items()}
    added = "".join(f' xmlns:{each}="{meant.get(each, f"urn:{each}")}"' for each in missing)
    return f"{end[0]}{added}{document[end.end() :]}" if end else document


def _pieces(document: str, start: int, end: int) -> Iterator[str]:
    while start < end:
        cut = min(start + _PIECE, end)
        if cut < end:
            reference = document.rfind("&", cut - _LONGEST_REFERENCE, cut)
            cut = reference if reference > start else cut
        yield document[start:cut]
        start = cut


def _allowed(reference: re.Match[str]) -> str:
    return reference[0] if _character(f"{reference[0].rstrip(';')};") else ""


def _resolved(reference: re.Match[str]) -> str:
    return _character(reference[0])


@lru_cache(maxsize=4096)
def _character(reference: str) -> str:
    """What a reference stands for; one that nobody knows stays as words."""
    if reference in _OWN:
        return reference
    if not reference.startswith("&#"):
        return html.escape(html5.get(reference[1:], reference))
    digits = reference[2:-1]
    if len(digits) > _LONGEST_NUMBER:
        return ""
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    return html.escape(_FORBIDDEN.sub("", chr(number))) if number <= sys.maxunicode else ""


@lru_cache(maxsize=1024)
def _named(tag: str, prefix: str | None) -> str:
    space, found, local = tag.rpartition("}")
    if not found:
        return tag.lower()
    place = space[1:].lower().replace("https://", "http://").rstrip("/#")
    known = _SPACES.get(place, prefix or "")
    return f"{known}:{local}".lower() if known else local.lower()
