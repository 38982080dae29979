"""The kind `feed`: found where a page, or a custom, says that a feed is. It can only be read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from yarl import URL

from bot.blogs.canonical import feed_address
from bot.blogs.feed.blog import MAX_BYTES, Feed, about_feed, parsed
from bot.blogs.feed.sniff import is_feed
from bot.blogs.http.faults import too_large
from bot.blogs.links import named_feeds
from bot.errors import AddressRefused, BlogTooLarge, BlogUnreachable, BlogUnusable
from bot.languages.phrase import Phrase
from bot.model import BlogAddress

if TYPE_CHECKING:
    from bot.blogs.base import Site
    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Credentials

FEED = "feed"

PLACES = (
    "feed/", "rss.xml", "atom.xml", "index.xml", "feed.xml", "rss/", "?feed=rss2", "feed", "rss",
)  # fmt: skip
"""Where feeds usually are, for sites that name none."""


class FeedKind:
    """Implements `Kind`, and nothing beyond."""

    name = FEED
    sought = Phrase(
        "a feed (RSS, Atom or JSON Feed, named by the page or at the usual places, such as /feed/)"
    )
    limits = Phrase("Only its feed is read: no edits, no removals, no replies.")

    async def itself(self, site: Site) -> BlogAddress | None:
        """Take the page if it is a feed. Raises `BlogTooLarge` for one that could not be read."""
        page = site.page
        if not is_feed(page.body, page.headers.get("Content-Type", "")):
            return None
        if len(page.body) > MAX_BYTES:
            raise too_large(URL(page.url), MAX_BYTES)
        return await _feed(page)

    async def find(self, fetcher: Fetcher, site: Site) -> BlogAddress | None:
        """Take the page if it is a feed itself, else the first that it names and that is one.

        Where none is, the usual places are tried, one after the other, until the host fails. Raises
        `BlogTooLarge` where only such are found.
        """
        itself = await self.itself(site)
        if itself is not None:
            return itself
        named = named_feeds(site.page)
        too_long: BlogTooLarge | None = None
        for address in dict.fromkeys([*named, *_usual_places(site.page.url)]):
            try:
                found = await _feed(await fetcher.get(address, max_bytes=MAX_BYTES))
            except BlogTooLarge as error:
                too_long = too_long or error
            except (BlogUnreachable, AddressRefused):
                if address not in named:
                    break
            except BlogUnusable:
                continue
            else:
                if found is not None:
                    return found
        if too_long is not None:
            raise too_long
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


def _usual_places(page: str) -> list[str]:
    """Below the page's uppermost folder, which may be a site of its own, then below the root."""
    first, inside, _ = urlsplit(page).path.lstrip("/").partition("/")
    folders = [f"/{first}/"] if inside else []
    return [urljoin(page, folder + place) for folder in [*folders, "/"] for place in PLACES]


async def _feed(answer: Answer) -> BlogAddress | None:
    try:
        document = await parsed(answer)
    except BlogUnusable:
        return None
    about = about_feed(document)
    return BlogAddress(FEED, about.home, feed_address(answer.url), about.title)
