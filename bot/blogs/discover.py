"""From any address of a site to the blog there."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, assert_never
from urllib.parse import urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from bot.blogs import wordpress_answers
from bot.blogs.feed import MAX_BYTES, Feed, parsed
from bot.blogs.plain import is_web, one_line
from bot.blogs.wordpress import WordPress, route_url
from bot.blogs.wordpress_desk import WordPressDesk
from bot.errors import AddressRefused, BlogRefused, BlogUnreachable, BlogUnusable
from bot.model import BlogAddress, BlogKind
from bot.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.blogs.base import Blog, Desk
    from bot.blogs.http import Answer, Fetcher
    from bot.model import Credentials

_API_RELATION = "https://api.w.org/"
_LINK = re.compile(r'<([^<>]*)>\s*;\s*rel="?https://api\.w\.org/"?', re.IGNORECASE)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_TRIED = Phrase(
    "Looked for were a WordPress REST API (named by the page, at /wp-json/ and at ?rest_route=/) "
    "and a feed (RSS or Atom, named by the page or at /feed/)."
)
_FEED_START = re.compile(rb"\s*(?:<\?xml|<rss|<feed|<rdf)", re.IGNORECASE)


async def discover(
    fetcher: Fetcher, url: str, credentials: Credentials | None = None
) -> BlogAddress:
    """Find the blog that `url`, any page or feed of it, belongs to.

    Credentials are sent only to a REST API on the page's own host, and only where visitors are
    turned away; whether they are right is left to `find_blog`.

    Raises `BlogUnusable`, saying what was tried, if there is no blog; `BlogRefused` if its REST
    API is closed to us and there is no feed; and what `Fetcher.get` raises.
    """
    page = await _open(fetcher, url)
    closed: BlogRefused | None = None
    try:
        found = await _find_wordpress(fetcher, page, credentials)
    except BlogRefused as error:
        closed = error
    else:
        if found is not None:
            return found
    feed = await _find_feed(fetcher, page)
    if feed is not None:
        return feed
    if closed is not None:
        raise closed
    site = urlsplit(page.url).netloc
    if page.status >= 400:
        raise BlogUnusable(
            "There is no blog to be found at {site}. The page itself answers {status}. {tried}",
            site=site,
            status=page.status,
            tried=_TRIED,
        )
    raise BlogUnusable("There is no blog to be found at {site}. {tried}", site=site, tried=_TRIED)


def open_blog(
    fetcher: Fetcher, address: BlogAddress, credentials: Credentials | None = None
) -> Blog:
    """Return the blog at an address that `discover` found. Feeds need no credentials."""
    match address.kind:
        case BlogKind.WORDPRESS:
            return WordPress(fetcher, address, credentials)
        case BlogKind.FEED:
            return Feed(fetcher, address)
        case _:
            assert_never(address.kind)


async def find_blog(fetcher: Fetcher, url: str, credentials: Credentials | None = None) -> Blog:
    """Find a blog and open it, with an account if one is given. Raises like `discover`.

    Where a blog can be read with an account, `BlogRefused` says that this one won't do.
    """
    blog = open_blog(fetcher, await discover(fetcher, url, credentials), credentials)
    if credentials is not None and isinstance(blog, WordPress):
        await blog.check_credentials()
    return blog


def takes_replies(address: BlogAddress) -> bool:
    """Whether an account can write comments at an address that `discover` found."""
    return address.kind is BlogKind.WORDPRESS


def open_desk(fetcher: Fetcher, address: BlogAddress, credentials: Credentials) -> Desk:
    """Return what an account can do at an address. Raises `BlogUnusable` where that is nothing."""
    require_replies(address)
    return WordPressDesk(fetcher, address, credentials)


def require_replies(address: BlogAddress) -> None:
    """Raise `BlogUnusable` where no account can write comments."""
    if not takes_replies(address):
        raise BlogUnusable("This blog is followed by its feed, which can be read only.")


async def _open(fetcher: Fetcher, url: str) -> Answer:
    url = url.strip()
    if "://" in url:
        return await fetcher.get(url)
    try:
        return await fetcher.get(f"https://{url}")
    except BlogUnreachable as error:
        try:
            return await fetcher.get(f"http://{url}")
        except BlogUnreachable:
            raise error from None


async def _find_wordpress(
    fetcher: Fetcher, page: Answer, credentials: Credentials | None
) -> BlogAddress | None:
    for api in dict.fromkeys(_named_apis(page)):
        found = await _wordpress(fetcher, api, page, credentials)
        if found is not None:
            return found
    for api in _likely_apis(page):
        try:
            found = await _wordpress(fetcher, api, page, credentials)
        except (BlogUnreachable, AddressRefused):
            continue
        if found is not None:
            return found
    return None


def _named_apis(page: Answer) -> Iterator[str]:
    """Name the REST roots that the page itself points to."""
    addresses = [
        found for header in page.headers.getall("Link", []) for found in _LINK.findall(header)
    ]
    addresses += [
        node.attributes.get("href") or ""
        for node in LexborHTMLParser(page.body).css("link[rel][href]")
        if node.attributes.get("rel") == _API_RELATION
    ]
    for address in addresses:
        full = urljoin(page.url, address)
        if is_web(full):
            yield _as_secure(full, page.url)


def _likely_apis(page: Answer) -> Iterator[str]:
    """Name the places where WordPress has its REST root by convention."""
    parts = urlsplit(page.url)
    before, below, _ = parts.path.partition("/wp-json")
    if below:
        yield urlunsplit(parts._replace(path=f"{before}/wp-json/", query=""))
    yield urljoin(page.url, "/wp-json/")
    yield urljoin(page.url, "./?rest_route=/")


def _as_secure(address: str, page: str) -> str:
    """Ask a site that is read over https over https, whatever it believes behind its proxy."""
    here, there = urlsplit(page), urlsplit(address)
    if here.scheme == "https" and here.netloc == there.netloc:
        return urlunsplit(there._replace(scheme="https"))
    return address


async def _wordpress(
    fetcher: Fetcher, api: str, page: Answer, credentials: Credentials | None
) -> BlogAddress | None:
    """Look at a REST root; None if there is none.

    Raises `BlogRefused` if it is closed to us, or elsewhere than the page while we have
    credentials: a page could name any place.
    """
    host = urlsplit(api).netloc
    if credentials is not None and host != urlsplit(page.url).netloc:
        raise BlogRefused(
            "The page names a REST API at another place, {host}; the application password is "
            "not sent there. Give the blog's address there instead.",
            host=host,
        )
    answer = await _get(
        fetcher, route_url(api, "", {"_fields": "name,home,namespaces"}), credentials
    )
    try:
        root = wordpress_answers.entry(answer, host)
    except BlogUnusable:
        return None
    names = root.get("namespaces")
    if answer.status != 200 or not isinstance(names, list) or "wp/v2" not in names:
        return None
    query: dict[str, str | int] = {"per_page": 1, "_fields": "id"}
    if (await _get(fetcher, route_url(api, "wp/v2/posts", query), credentials)).status != 200:
        return None
    home = root.get("home")
    if not is_web(home) or urlsplit(str(home)).netloc != host:
        home = urljoin(api, "/")
    title = root.get("name")
    title = one_line(html.unescape(title)) if isinstance(title, str) else ""
    return BlogAddress(BlogKind.WORDPRESS, str(home), api, title or host)


async def _get(fetcher: Fetcher, url: str, credentials: Credentials | None) -> Answer:
    answer = await fetcher.get(url, auth=credentials)
    if answer.status in {401, 403} and wordpress_answers.refusal(answer):
        raise BlogRefused(
            "The REST API of {host} is closed to visitors ({status}). Give the bot an account "
            "there and its application password; if it has one, that is not accepted.",
            host=urlsplit(url).netloc,
            status=answer.status,
        )
    return answer


async def _find_feed(fetcher: Fetcher, page: Answer) -> BlogAddress | None:
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
    home = document.home if _site(document.home) == _site(answer.url) else answer.url
    return BlogAddress(BlogKind.FEED, home, answer.url, title)


def _site(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")
