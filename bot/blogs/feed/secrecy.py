"""What of a feed's address must not be shown: tokens stand in queries and in paths. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.text.address import alike

SHORTEST_TOKEN = 6
SHORTEST_SEGMENT = 12
"""Characters; what is shorter is a word or a number, which many links share with their feed."""

LONG = 16
"""A value of so many characters in a query is a token even if it is all letters."""

SHORTEST_VALUE = 4

_SECRET = re.compile(
    r"(?:.*[_-])?(?:auth|(?:api)?key|pass(?:word)?|pwd|secret|sig|token)", re.IGNORECASE
)
"""The name of a parameter whose value is a token even if it is all letters or all digits."""


def gives_away(link: str, feed: str) -> bool:
    """Whether a link that an item gives is the feed's own address, or holds a token of it.

    A place in the document is that address, too, and so is one with more in its query.
    """
    own, tokens = _told(feed)
    if _is_within(link, own):
        return True
    plain = unquote(link).casefold() if tokens else ""
    return any(token in plain for token in tokens)


def carries(link: str, feed: str) -> bool:
    """Whether a link also has a part of its query in common with the feed's address.

    That may be the feed's language, or a password without a digit. It tells for links that an item
    did not give as its own.
    """
    shared = set(_query(link)) & set(_query(feed))
    return gives_away(link, feed) or any(len(value) >= SHORTEST_VALUE for _, value in shared)


@lru_cache(maxsize=64)
def _told(feed: str) -> tuple[tuple[str, set[tuple[str, str]]], list[str]]:
    """What a feed's address is known by: a whole document's links are compared with it."""
    return _split(feed), [token.casefold() for token in _tokens(feed)]


def _is_within(link: str, own: tuple[str, set[tuple[str, str]]]) -> bool:
    (here, asked), (there, given) = own, _split(link)
    return here == there and (asked == given or set() < asked <= given)


def _split(url: str) -> tuple[str, set[tuple[str, str]]]:
    address = url.partition("#")[0]
    return alike(address.partition("?")[0]).casefold(), set(_query(address.casefold()))


def _tokens(feed: str) -> list[str]:
    values = [value for _, value in _query(feed)]
    secret = [value for name, value in _query(feed) if _SECRET.fullmatch(name)]
    segments = [unquote(part) for part in urlsplit(feed).path.split("/")]
    return [
        *(v for v in secret if len(v) >= SHORTEST_TOKEN),
        *(v for v in values if len(v) >= LONG or (len(v) >= SHORTEST_TOKEN and _mixed(v))),
        *(s for s in map(_stem, segments) if len(s) >= SHORTEST_SEGMENT and _mixed(s)),
    ]


def _query(url: str) -> list[tuple[str, str]]:
    # Of what is no address, too: an item may call itself anything.
    return parse_qsl(url.partition("#")[0].partition("?")[2])


def _stem(segment: str) -> str:
    return re.sub(r"\.(?:xml|rss|atom|rdf|json)$", "", segment)


def _mixed(text: str) -> bool:
    """Whether a piece has both letters and digits, as no piece of `my-blog-2026` has."""
    return any(
        re.search(r"[A-Za-z]", piece) and re.search(r"\d", piece)
        for piece in re.split(r"\W|_", text)
    )
