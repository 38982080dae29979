"""A REST root: what stands below it and beside it, and what it says to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from bot.blogs.wordpress import answers
from bot.blogs.wordpress.accounts import password_page
from bot.errors import BlogError, BlogRefused, BlogUnusable

if TYPE_CHECKING:
    from bot.blogs.http.fetcher import Fetcher

Query = dict[str, str | int]

ABOUT: Query = {"_fields": "name,home,namespaces,timezone_string,gmt_offset"}
"""What to ask the REST root itself for."""


def route_url(api: str, route: str, query: Query) -> str:
    """Build an address below a REST root of either form, `/wp-json/` or `?rest_route=/`."""
    address = api.rstrip("/") + "/" + route
    text = urlencode(query, safe=",:")
    return f"{address}{'&' if '?' in api else '?'}{text}" if text else address


def base_of(api: str) -> str:
    """What a REST root of either form stands below."""
    return api.partition("?")[0].removesuffix("wp-json/").removesuffix("index.php")


async def page_for_passwords(fetcher: Fetcher, api: str) -> str | None:
    """Where an application password is made, as the REST root says; None: it doesn't say.

    Anybody may ask. Raises `BlogRefused` if there are none.
    """
    host = urlsplit(api).netloc.rpartition("@")[2]
    url = route_url(api, "", {"_fields": "authentication"})
    answer = await fetcher.get(url, stay=True, urgent=True)
    try:
        root = answers.entry(answer, host)
    except BlogUnusable:
        return None
    return password_page(root, api, host) if answer.status == 200 else None


async def require_passwords(fetcher: Fetcher, api: str) -> None:
    """Raise `BlogRefused` if there are no application passwords; where that can't be seen, pass."""
    try:
        await page_for_passwords(fetcher, api)
    except BlogRefused:
        raise
    except BlogError:
        return
