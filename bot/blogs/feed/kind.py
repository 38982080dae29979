"""The kind `feed`: found where a page, or a custom, says that a feed is. It can only be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from bot.blogs.canonical import feed_address
from bot.blogs.feed.blog import MAX_BYTES, Feed, about_feed, parsed
from bot.blogs.plain import is_web, resolved
from bot.errors import AddressRefused, BlogUnreachable, BlogUnusable
from bot.languages.phrase import Phrase
from bot.model import BlogAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.blogs.base import Site
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
    limits = Phrase("Only its feed is read: no edits, no removals, no replies.")

    async def itself(self, site: Site) -> BlogAddress | None:
        """Take the page if it is a feed."""
        return await _feed(site.page) if _FEED_START.match(site.page.body) else None

    async def find(self, fetcher: Fetcher, site: Site) -> BlogAddress | None:
        """Take the page if it is a feed itself, else the first that it names and that is one."""
        itself = await self.itself(site)
        if itself is not None:
            return itself
        page = site.page
        for address in dict.fromkeys([*_named_feeds(page), urljoin(page.url, "/feed/")]):
            try:
                found = await _feed(await fetcher.get(address, max_bytes=MAX_BYTES))
            except (BlogUnreachable, BlogUnusable, AddressRefused):
                continue
            if found is not None:
                return found
        return None

    def other_ways(self, api: str) -> frozenset[str]:
        """None that we know of."""
        del api
        return frozenset()

    def roots_beside(self, api: str) -> tuple[str, ...]:
        """None: a feed is at its one address."""
        del api
        return ()

    def address_at(self, api: str, to: str) -> str | None:
        """Where the feed itself was led to."""
        del api
        return feed_address(to)

    def open(self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials | None) -> Feed:
        """The blog; a feed needs no account."""
        del credentials
        return Feed(fetcher, address)


def _named_feeds(page: Answer) -> Iterator[str]:
    for node in LexborHTMLParser(page.body).css("link[rel~=alternate][type][href]"):
        address = resolved(node.attributes.get("href") or "", page.url)
        if node.attributes.get("type") in _FEED_TYPES and is_web(address):
            yield address


async def _feed(answer: Answer) -> BlogAddress | None:
    try:
        document = await parsed(answer)
    except BlogUnusable:
        return None
    about = about_feed(document)
    return BlogAddress(FEED, about.home, feed_address(answer.url), about.title)
