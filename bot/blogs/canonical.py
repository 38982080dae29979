"""One form for each address: what a blog is known by, and where an account may go. Pure."""

from __future__ import annotations

from urllib.parse import parse_qs

from yarl import URL

from bot.errors import BlogUnusable

Origin = tuple[str, str, int | None]


def feed_address(text: str) -> str:
    """The one form of a feed's address; its query belongs to it: `?cat=3` is a feed of its own.

    Raises BlogUnusable for what is no web address.
    """
    url = _web(text)
    return f"{_place(url)}{url.raw_path_qs}"


def api_root(text: str) -> str:
    """The one form of a REST root. Raises BlogUnusable for what can't be one.

    Of a query only `rest_route=/` is allowed: any other would go along with each request, and
    change what it means.
    """
    url = _web(text)
    asked = parse_qs(url.raw_query_string, keep_blank_values=True)
    if asked == {"rest_route": ["/"]}:
        return f"{_place(url)}{url.raw_path}?rest_route=/"
    if asked:
        raise BlogUnusable("{host} names an address that no REST API has.", host=url.host or "")
    return f"{_place(url)}{url.raw_path.rstrip('/')}/"


def origin(text: str) -> Origin:
    """Scheme, host and port: whoever serves one page of it serves them all."""
    url = _web(text)
    return url.scheme, url.host or "", url.port


def shown_origin(text: str) -> str:
    """The same, as people read it."""
    return _place(_web(text))


def is_upgrade(before: str, after: str) -> bool:
    """Whether the second address is the first one's host over https instead of http."""
    (was, host, port), (scheme, there, to) = origin(before), origin(after)
    return (was, scheme) == ("http", "https") and host == there and (port, to) == (80, 443)


def _place(url: URL) -> str:
    """Scheme, host and port; the port only where it says something."""
    port = "" if url.is_default_port() else f":{url.port}"
    return f"{url.scheme}://{url.host_subcomponent}{port}"


def _web(text: str) -> URL:
    try:
        url = URL(text.strip())
        # A name with the root's dot at its end is the same host's.
        host = (url.host or "").rstrip(".")
        if url.scheme in {"http", "https"} and host and url.port:
            return url.with_host(host)
    except ValueError:
        pass
    raise BlogUnusable("That is not a web address; one starts with https:// or http://.")
