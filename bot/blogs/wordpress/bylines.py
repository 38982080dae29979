"""Who wrote an article, where the accounts are hidden from visitors, or a plugin knows better.

Many sites close the list of their accounts; others have guests without an account. Their names
stand elsewhere: in fields of plugins, in what is shown where the article is embedded, in the feed.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from bot.blogs.feed.blog import Feed
from bot.blogs.feed.kind import FEED
from bot.blogs.plain import one_line
from bot.blogs.wordpress import embedded
from bot.blogs.wordpress.json_text import value_of
from bot.errors import BlogError
from bot.model import BlogAddress
from bot.text.address import alike

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher

    Query = dict[str, str | int]
    Ask = Callable[[str, Query], Awaitable[Answer]]

MOST = 20
"""Names of one byline."""

_OF_GUESTS = ("authors", "coauthors", "guest_authors", "guest_author")
"""Fields in which plugins put who wrote an article."""
_NAMES = ("display_name", "displayName", "name")


class Bylines:
    """One blog's bylines. What was found for an account or for guests is kept.

    `ask` fetches a route below the REST root as a visitor. `feed` is the blog's main feed.
    """

    def __init__(self, ask: Ask, fetcher: Fetcher, address: BlogAddress, feed: str) -> None:
        self._ask = ask
        self._title = address.title
        self._feed = Feed(fetcher, BlogAddress(FEED, address.url, feed, address.title))
        self._known: dict[object, str] = {}
        self._in_feed: dict[str, str] | None = None

    async def of(self, entries: Iterable[embedded.Item]) -> dict[str, str]:
        """Name the writers of these articles, by id; where there is nothing to add, of none."""
        found = {}
        for entry in entries:
            name = _said(entry) or await self._guests(entry)
            if not name and not embedded.has_writer(entry):
                name = _in_head(entry) or await self._account(entry)
            if name:
                found[str(entry.get("id"))] = name
        return found

    async def _guests(self, entry: embedded.Item) -> str:
        """Ask for guests of whom the article has only the numbers: once for each set of them."""
        numbers = entry.get("coauthors")
        if not isinstance(numbers, list) or not numbers or not isinstance(numbers[0], int):
            return ""
        key = ("guests", *map(str, numbers))
        return await self._once(
            key, "coauthors/v1/coauthors", {"post_id": str(entry.get("id"))}, _listed
        )

    async def _account(self, entry: embedded.Item) -> str:
        """Find the name of an account by one of its articles."""
        key, url = ("account", str(entry.get("author"))), str(entry.get("link"))
        name = await self._once(key, "oembed/1.0/embed", {"url": url}, self._embedded)
        # Several people may write with one account: what the feed says is of this article alone.
        return name or (await self._by_feed()).get(alike(url), "")

    def _embedded(self, body: Any) -> str:
        """Where the author is left out there, WordPress names the blog in their place."""
        name = _name(body.get("author_name")) if isinstance(body, dict) else ""
        return "" if name == self._title else name

    async def _once(self, key: object, route: str, query: Query, read: Callable[[Any], str]) -> str:
        if key not in self._known:
            self._known[key] = ""
            with suppress(BlogError, ValueError):
                answer = await self._ask(route, query)
                self._known[key] = read(value_of(answer.body)) if answer.status == 200 else ""
        return self._known[key]

    async def _by_feed(self) -> dict[str, str]:
        """The names in the feed, by the articles' addresses; read once."""
        if self._in_feed is None:
            self._in_feed = {}
            try:
                listed = [each.remote_id for each in await self._feed.listing()]
                articles = await self._feed.articles(listed)
            except BlogError:
                return {}
            self._in_feed = {alike(each.url): each.author for each in articles}
        return self._in_feed


def _said(entry: embedded.Item) -> str:
    """The names in a plugin's own field, where it has names."""
    return next(filter(None, (_listed(entry.get(field)) for field in _OF_GUESTS)), "")


def _listed(value: Any) -> str:
    people = value if isinstance(value, list) else [value]
    names = [_named(person) for person in people[:MOST]]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _named(person: Any) -> str:
    if isinstance(person, dict):
        return next(filter(None, (_name(person.get(key)) for key in _NAMES)), "")
    return _name(person)


def _in_head(entry: embedded.Item) -> str:
    head = entry.get("yoast_head_json")
    return _name(head.get("author")) if isinstance(head, dict) else ""


def _name(value: Any) -> str:
    return embedded.line(value) if isinstance(value, str) and one_line(value) else ""
