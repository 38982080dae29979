"""The kind `feed`: found where a page, or a custom, says that a feed is. It can only be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.blogs.feed.blog import MAX_BYTES, Feed, parsed
from bot.blogs.plain import is_web
from bot.errors import AddressRefused, BlogUnreachable, BlogUnusable
from bot.languages.phrase import Phrase
from bot.model import BlogAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Credentials

FEED = "feed"

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_FEED_START = re.compile(rb"\s*(?:<\?xml|<rss|<feed|<rdf)", re.IGNORECASE)


class FeedKind:
    """Implements `Kind`, and nothing beyond."""

    name = FEED
    sought = Phrase("a feed (RSS or Atom, named by the page or at /feed/)")

    async def find(
        self, fetcher: Fetcher, page: Answer, credentials: Credentials | None
    ) -> BlogAddress | None:
        """Take the page if it is a feed itself, else the first that it names and that is one."""
        del credentials
        if _FEED_START.match(page.body):
            found = await _feed(page)
            if found is not None:
                return found
        for address in dict.fromkeys([*_named_feeds(page), urljoin(page.url, "/feed/")]):
            try:
                found = await _feed(await fetcher.get(address, max_bytes=MAX_BYTES))
            except (BlogUnreachable, BlogUnusable, AddressRefused):
                continue
            if found is not None:
                return found
        return None

    def open(self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials | None) -> Feed:
        """The blog; a feed needs no account."""
        del credentials
        return Feed(fetcher, address)


def _named_feeds(page: Answer) -> Iterator[str]:
    for node in LexborHTMLParser(page.body).css("link[rel~=alternate][type][href]"):
        address = urljoin(page.url, node.attributes.get("href") or "")
        if node.attributes.get("type") in _FEED_TYPES and is_web(address):
            yield address


async def _feed(answer: Answer) -> BlogAddress | None:
    try:
        document = await parsed(answer)
    except BlogUnusable:
        return None
    title = document.title or urlsplit(answer.url).netloc
    # A blog is known by its home page: a feed that names somebody else's would take its place.
    # Without one, by the feed's address, of which only the host is ever shown.
    home = document.home if _site(document.home) == _site(answer.url) else answer.url
    return BlogAddress(FEED, home, answer.url, title)


def _site(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
