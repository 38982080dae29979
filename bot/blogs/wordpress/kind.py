"""The kind `wordpress`: found by its REST API, read and written to through it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from bot.blogs.plain import is_web, one_line
from bot.blogs.wordpress import answers
from bot.blogs.wordpress.blog import WordPress, route_url
from bot.blogs.wordpress.desk import WordPressDesk
from bot.errors import AddressRefused, BlogRefused, BlogUnreachable, BlogUnusable
from bot.languages.phrase import Phrase
from bot.model import BlogAddress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Credentials

WORDPRESS = "wordpress"

_API_RELATION = "https://api.w.org/"
_LINK = re.compile(r'<([^<>]*)>\s*;\s*rel="?https://api\.w\.org/"?', re.IGNORECASE)


class WordPressKind:
    """Implements `Kind` and `TakesReplies`; its blogs are `Comparable` and `Guarded`."""

    name = WORDPRESS
    sought = Phrase("a WordPress REST API (named by the page, at /wp-json/ and at ?rest_route=/)")

    async def find(
        self, fetcher: Fetcher, page: Answer, credentials: Credentials | None
    ) -> BlogAddress | None:
        """Ask the REST roots that the page names, then those at the usual places.

        Credentials are sent only to one on the page's own host, and only where visitors are turned
        away. Raises `BlogRefused` if it is closed to us.
        """
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

    def open(
        self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials | None
    ) -> WordPress:
        """The blog, with an account or as visitors read it."""
        return WordPress(fetcher, address, credentials)

    def open_desk(
        self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials
    ) -> WordPressDesk:
        """What the account can do there."""
        return WordPressDesk(fetcher, address, credentials)


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
        root = answers.entry(answer, host)
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
    return BlogAddress(WORDPRESS, str(home), api, title or host)


async def _get(fetcher: Fetcher, url: str, credentials: Credentials | None) -> Answer:
    answer = await fetcher.get(url, auth=credentials)
    if answer.status in {401, 403} and answers.refusal(answer):
        raise BlogRefused(
            "The REST API of {host} is closed to visitors ({status}). Give the bot an account "
            "there and its application password; if it has one, that is not accepted.",
            host=urlsplit(url).netloc,
            status=answer.status,
        )
    return answer
