"""What a page names: the links of its headers and its markup, resolved as a browser does. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.blogs.plain import is_web, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.blogs.http.answer import Answer

MOST = 2000
"""Links of one page that are looked at."""

FEEDS = 10
"""Feeds that a page names; the others are left alone."""

_FEED_TYPE = re.compile(r"(?:application|text)/(?:x[-.])?(?:rss|atom|rdf|feed)(?:\+(?:xml|json))?")
_ANY_TYPE = frozenset({"application/xml", "text/xml", "application/json", ""})
"""Types under which feeds are served, too."""
_FEED_PATH = re.compile(
    r"(?:.*[./](?:feed|rss2?|atom|rdf)/?|/(?:feed|index|rss|atom|posts?|blog)\.(?:xml|json))(?:\?.*)?"
    r"|.*[?&]feed=(?:rss2?|atom|rdf|json)(?:&.*)?"
)
_FEED_WORDS = re.compile(r"(?:rss|atom|feed|xml)\b.{0,20}|.{0,20}\b(?:rss|feed)", re.IGNORECASE)

_OF_COMMENTS = re.compile(
    r"comment|komment|coment[aá]ri|komentar|reacties|commenti|kommentit|yorum|коммент|комент|σχόλι|"
    r"تعليق|תגוב|コメント|评论|評論|留言|댓글",
    re.IGNORECASE,
)

_BEGINNING = 65_536
"""Bytes of a page in which it says where it leads on to."""

_LEADS_ON = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
_SENT = re.compile(
    r"\s*\d(?:\.\d*)?\s*[;,]\s*(?:url\s*=)?\s*[\"']?([^\"']+)[\"']?\s*", re.IGNORECASE
)
"""Within ten seconds."""

_IN_HEADER = re.compile(r'<([^<>]*)>((?:[^,"]|"[^"]*")*)')
_PARAMETER = re.compile(r""";\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,"']+))""")


@dataclass(frozen=True, slots=True)
class Link:
    """A link that a page names, by its absolute http(s) address."""

    address: str
    relations: frozenset[str]
    """Its `rel`, in lower case."""
    type: str
    """Its media type in lower case, without parameters; empty where it has none."""
    title: str = ""
    words: str | None = None
    """What people read as the link; None in the page's head, which nobody reads."""


def links(page: Answer) -> list[Link]:
    """What the page names: in its headers first, then in its markup's order."""
    found = [*_in_headers(page), *_in_markup(page)]
    return [link for link in found if is_web(link.address)]


def _in_headers(page: Answer) -> Iterator[Link]:
    for header in page.headers.getall("Link", []):
        for address, parameters in _IN_HEADER.findall(header):
            said = {
                name.lower(): first or second or third
                for name, first, second, third in _PARAMETER.findall(parameters)
            }
            yield _link(page.url, {**said, "href": address})


def _in_markup(page: Answer) -> Iterator[Link]:
    tree = LexborHTMLParser(page.body)
    base = page.url
    for node in tree.css("base[href]"):
        named = resolved(page.url, node.attributes.get("href") or "")
        if is_web(named):
            base = named
            break
    for node in tree.css("link[href], a[href]")[:MOST]:
        yield _link(base, node.attributes, node.text() if node.tag == "a" else None)


def _link(base: str, said: Mapping[str, str | None], words: str | None = None) -> Link:
    return Link(
        resolved(base, (said.get("href") or "").strip()),
        frozenset((said.get("rel") or "").lower().split()),
        (said.get("type") or "").partition(";")[0].strip().lower(),
        one_line(said.get("title") or ""),
        one_line(words) if words is not None else None,
    )


def resolved(base: str, address: str) -> str:
    """An address as it stands on a page, made whole; empty for what can't be read."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def leads_on_to(page: Answer) -> str | None:
    """Where a page soon takes every browser, as those do that only lead to another; None: nowhere.

    What is loaded again after a while, or without end, is a page of its own.
    """
    if _LEADS_ON.search(page.body[:_BEGINNING]) is None:
        return None
    for node in LexborHTMLParser(page.body[:_BEGINNING]).css("meta[http-equiv][content]"):
        said = node.attributes
        found = _SENT.fullmatch(said.get("content") or "")
        if (said.get("http-equiv") or "").strip().lower() == "refresh" and found:
            address = resolved(page.url, found[1].strip())
            other = address.rstrip("/") != page.url.rstrip("/")
            return address if other and is_web(address) else None
    return None


def named_feeds(page: Answer) -> list[str]:
    """What the page names that may be a feed, the likeliest first, those of comments last."""
    ranked: dict[str, tuple[int, bool]] = {}
    for link in links(page):
        rank = _rank(link, page.url)
        if rank is not None:
            ranked.setdefault(link.address, (rank, _is_of_comments(link)))
    return sorted(ranked, key=ranked.__getitem__)[:FEEDS]


def _is_of_comments(link: Link) -> bool:
    said = f"{link.title} {link.words or ''} {urlsplit(link.address).path}"
    return _OF_COMMENTS.search(said) is not None


def _rank(link: Link, page: str) -> int | None:
    """How likely a link leads to the page's feed, 0 the most; None: it doesn't say so at all."""
    named = not link.relations.isdisjoint({"alternate", "feed"}) and (
        "stylesheet" not in link.relations
    )
    if _FEED_TYPE.fullmatch(link.type):
        return 0 if named else 1
    if link.type not in _ANY_TYPE:
        return None
    if "feed" in link.relations:
        return 0
    if named and (link.type or _looks_like_a_feed(link.address)):
        return 1
    if link.words is None or urlsplit(link.address).netloc != urlsplit(page).netloc:
        return None
    said = _FEED_WORDS.fullmatch(link.words) is not None
    return 2 if said or _looks_like_a_feed(link.address) else None


def _looks_like_a_feed(address: str) -> bool:
    parts = urlsplit(address)
    end = parts.path[parts.path.rstrip("/").rfind("/") :].lower()
    asked = f"?{parts.query.lower()}" if parts.query else ""
    return _FEED_PATH.fullmatch(end + asked) is not None
