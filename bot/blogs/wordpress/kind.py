"""The kind `wordpress`: found by its REST API, read and written to through it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from bot.blogs.canonical import api_root, is_upgrade, origin
from bot.blogs.links import links, named_feeds
from bot.blogs.wordpress import answers
from bot.blogs.wordpress.accounts import refusal, require_application_password
from bot.blogs.wordpress.blog import WordPress
from bot.blogs.wordpress.desk import WordPressDesk
from bot.blogs.wordpress.root import ABOUT, base_of, page_for_passwords, route_url
from bot.errors import (
    AddressRefused,
    BlogClosed,
    BlogRefused,
    BlogUnreachable,
    BlogUnusable,
    BotCheck,
)
from bot.languages.phrase import Phrase
from bot.model import BlogAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.blogs.base import Site
    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Credentials

WORDPRESS = "wordpress"

_API_RELATION = "https://api.w.org/"
DEPTH = 2
"""Folders above a page, counted from the root, in which a WordPress is looked for."""

_FEEDS = ("feed/", "feed", "feed/rss2/", "feed/rss/", "feed/atom/", "feed/rdf/", "feed/json/",
          "feed/json", "?feed=rss2", "?feed=rss", "?feed=atom", "?feed=rdf", "?feed=json",
          "index.php/feed/", "wp-rss2.php")  # fmt: skip
"""Where WordPress has its main feed, below the home page."""


class WordPressKind:
    """Implements `Kind` and `TakesReplies`; its blogs are `Comparable` and `Guarded`."""

    name = WORDPRESS
    sought = Phrase("a WordPress REST API (named by the page, at /wp-json/ and at ?rest_route=/)")
    limits = None

    async def itself(self, site: Site) -> BlogAddress | None:
        """A REST root is nothing that people give: it is found like from any other page."""
        del site
        return None

    async def find(self, fetcher: Fetcher, site: Site) -> BlogAddress | None:
        """Ask the REST roots that the page names, then those at the usual places.

        A page may name one anywhere, to be read as a visitor. Credentials go to one at the address
        that was asked for only, whatever the page says, and wherever that led.
        """
        for api in _roots(_named_apis(site.page)):
            found = await _look(fetcher, api, site, promised=True)
            if found is not None:
                return found
        feeds = named_feeds(site.page)
        for api in _roots(_likely_apis(site.page)):
            try:
                found = await _look(fetcher, api, site, promised=False)
            except (BlogUnreachable, AddressRefused):
                continue
            if found is not None and self._has(found.api, site.page, feeds):
                return found
        return None

    def _has(self, api: str, page: Answer, feeds: list[str]) -> bool:
        """Whether a blog that nobody named may be the page's, by the feeds that the page names.

        A page below another site's root, with a feed of its own, is a neighbour.
        """
        base = base_of(api)
        folder = urljoin(page.url, "./")
        own = [feed for feed in feeds if origin(feed)[1] == origin(api)[1]]
        ways = {_plainly(way) for way in self.other_ways(api)}
        return (
            _plainly(base) == _plainly(folder)
            or not own
            or (any(_plainly(feed) in ways for feed in own))
        )

    def other_ways(self, api: str) -> frozenset[str]:
        """Its main feed, at all its addresses."""
        base = base_of(api)
        return frozenset(f"{base}{feed}" for feed in _FEEDS)

    def roots_beside(self, api: str) -> tuple[str, ...]:
        """The other form of the same root: which one answers depends on a setting of the site."""
        base = base_of(api)
        both = (f"{base}wp-json/", f"{base}?rest_route=/")
        return tuple(root for root in both if root != api)

    def address_at(self, api: str, to: str) -> str | None:
        """The root that a request below `api` was led to, by where it ended."""
        del api
        return _root_of(to)

    def open(
        self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials | None
    ) -> WordPress:
        """The blog, with an account or as visitors read it."""
        return WordPress(fetcher, address, credentials)

    async def password_page(self, fetcher: Fetcher, api: str) -> str | None:
        """Where an application password is made, as the REST root says, which anybody may read."""
        return await page_for_passwords(fetcher, api)

    def require_password(self, password: str) -> None:
        """Only application passwords have 24 letters and digits."""
        require_application_password(password)

    def open_desk(
        self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials
    ) -> WordPressDesk:
        """What the account can do there."""
        return WordPressDesk(fetcher, address, credentials)


def _plainly(address: str) -> str:
    """An address without what differs between two ways to write it: scheme and last slash."""
    return address.partition("://")[2].rstrip("/")


def _root_of(address: str) -> str | None:
    """The REST root that an address is below, where that shows."""
    path, _, query = address.partition("?")
    before, below, _ = path.partition("/wp-json")
    if below:
        return _root(f"{before}/wp-json/")
    return _root(f"{path}?rest_route=/") if "rest_route=" in query else None


def _root(address: str) -> str | None:
    try:
        return api_root(address)
    except BlogUnusable:
        return None


def _roots(addresses: Iterator[str]) -> list[str]:
    """In their one form, each once; what can't be a root is passed over."""
    roots = [_root(address) for address in addresses]
    return list(dict.fromkeys(root for root in roots if root is not None))


def _named_apis(page: Answer) -> Iterator[str]:
    """Name the REST roots that the page itself points to."""
    for link in links(page):
        if _API_RELATION in link.relations:
            yield _as_secure(link.address, page.url)


def _as_secure(address: str, page: str) -> str:
    """Ask a site that is read over https over https, whatever it believes behind its proxy."""
    here, there = urlsplit(page), urlsplit(address)
    if here.scheme == "https" and here.netloc == there.netloc:
        return urlunsplit(there._replace(scheme="https"))
    return address


def _likely_apis(page: Answer) -> Iterator[str]:
    """Name the places where WordPress has its REST root by convention.

    The page's own folder comes first, then those above it: a WordPress may stand below another one.
    """
    parts = urlsplit(page.url)
    before, below, _ = parts.path.partition("/wp-json")
    if below:
        yield urlunsplit(parts._replace(path=f"{before}/wp-json/", query=""))
    for folder in dict.fromkeys(_folders(parts.path)):
        yield urljoin(page.url, f"{folder}wp-json/")
        yield urljoin(page.url, f"{folder}?rest_route=/")


def _folders(path: str) -> Iterator[str]:
    """The page itself, as a folder without its slash, the folder it is in, and those above it."""
    inside, _, last = path.rpartition("/")
    if last and "." not in last:
        yield f"{path}/"
    yield f"{inside}/"
    segments = inside.split("/")[1 : DEPTH + 1]
    for depth in range(len(segments), -1, -1):
        yield "/".join(["", *segments[:depth], ""])


async def _look(fetcher: Fetcher, api: str, site: Site, *, promised: bool) -> BlogAddress | None:
    """Look at a REST root; None if there is none.

    Raises `BlogClosed` if it is closed to us, or was promised and answers nothing usable, and
    `BlogRefused` if our credentials are not meant for it.
    """
    _keep_to(site, api)
    host = urlsplit(api).netloc
    try:
        answer = await _get(fetcher, route_url(api, "", ABOUT), api, site)
    except BotCheck as error:
        if promised:
            raise BlogClosed(error.phrase, at=api) from None
        raise
    try:
        root = answers.entry(answer, host)
    except BlogUnusable as error:
        if promised and answer.status != 404:
            raise BlogClosed(_unusable(answer, error), at=api) from None
        return None
    api = _root_of(answer.url) or api
    names = root.get("namespaces")
    if answer.status != 200 or not isinstance(names, list) or "wp/v2" not in names:
        return None
    query: dict[str, str | int] = {"per_page": 1, "_fields": "id"}
    if (await _get(fetcher, route_url(api, "wp/v2/posts", query), api, site)).status != 200:
        return None
    about = answers.about(root, api)
    own = _own_root(_as_secure(about.home, api), api)
    if own is not None:
        return await _look(fetcher, own, site, promised=False)
    return BlogAddress(WORDPRESS, about.home, api, about.title or host)


def _own_root(home: str, api: str) -> str | None:
    """The root below its home page, of one that answered for another page of that site.

    `?rest_route=/` works at any of its pages.
    """
    base = f"{home.rstrip('/')}/"
    here = base_of(api)
    if "?" in api and here != base and here.startswith(base):
        return _root(f"{base}?rest_route=/")
    return None


def _keep_to(site: Site, api: str) -> None:
    """Raise `BlogRefused` if there are credentials, and they are not for this REST root."""
    if site.credentials is None:
        return
    if origin(api) != origin(site.asked) and not is_upgrade(site.asked, api):
        raise BlogRefused(
            "The REST API is at another place, {there}, than the address that was given. The "
            "application password is not sent there. If it is for that place, give its address "
            "instead.",
            there=urlsplit(api).netloc,
        )


async def _get(fetcher: Fetcher, url: str, api: str, site: Site) -> Answer:
    answer = await fetcher.get(url, auth=site.credentials, stay=True)
    if answer.status in {401, 403} and refusal(answer):
        raise BlogClosed(
            "The REST API of {host} is closed to visitors ({status}). Give the bot an account "
            "there and its application password; if it has one, that is not accepted.",
            at=api,
            host=urlsplit(url).netloc,
            status=answer.status,
        )
    return answer


def _unusable(answer: Answer, error: BlogUnusable) -> Phrase:
    if answer.status in {401, 403}:
        return Phrase(
            "The REST API of {host} turns the bot away ({status}), as a firewall or a bot check "
            "does.",
            host=urlsplit(answer.url).netloc,
            status=answer.status,
        )
    return error.phrase
