"""What of a feed's address must not be shown: tokens stand in queries and in paths. Pure.

Whether a word is a token, nobody says. This is how it is decided:

- Whatever has the feed's own path is the feed, however its query goes on, unless a script there
  shows pages and feeds alike (`index.php?feed=rss2`).
- Of the query, long and mixed values are tokens, and those of parameters that say so (`auth`). Of
  the path, what is long and mixed is one, and what follows a folder that says so (`private`). No
  link with one of them is shown, nor its folder.
- Any other word of the path may be one (`/u/sesameopen/feed.xml`) or be an ordinary folder's
  (`/gardening/feed.xml`), and then the document uses it openly: it is in the title, in the site's
  page, or on the way to an article. Where it is not, only what an article names as its own page is
  shown with it; an enclosure, a picture or the site's page is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.text.address import alike

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

SHORTEST_TOKEN = 6
SHORTEST_SEGMENT = 12
"""Characters; what is shorter is a word or a number, which many links share with their feed."""

LONG = 16
"""A value of so many characters in a query is a token even if it is all letters."""

SHORTEST_VALUE = 4

_SECRET = re.compile(
    r"(?:.*[_-])?(?:auth|(?:api)?key|pass(?:word)?|private|pwd|secret|sig|token)", re.IGNORECASE
)
"""The name of a parameter, or a folder, whose value is a token even if it is all letters."""

_FEED = re.compile(r"(?:.*\W)?(?:atom|feeds?|rdf|rss2?)(?:\W.*)?|.*\.(?:json|xml)", re.IGNORECASE)
"""An end of a path that shows nothing but feeds."""

_ORDINARY = frozenset({
    "archive", "archives", "article", "articles", "atom", "audio", "author", "authors", "blog",
    "blogs", "category", "comments", "content", "default", "download", "downloads", "english",
    "episode", "episodes", "feed", "feeds", "files", "index", "journal", "latest", "magazine",
    "main", "media", "news", "notes", "page", "pages", "podcast", "podcasting", "podcasts",
    "posts", "public", "radio", "rss2", "section", "sections", "show", "shows", "site", "sites",
    "static", "stories", "tags", "uploads", "user", "users", "video", "videos", "weblog",
    "wordpress", "writing",
})  # fmt: skip
"""Words that are folders everywhere."""


def used_openly(feed: str, names: Iterable[str], home: str, pages: Iterable[str]) -> frozenset[str]:
    """The words of the feed's path that its document uses openly: they are no tokens.

    They stand in what it is called, in its site's page, or in a page of an article. Of these, the
    feed's own address and its folder are none.
    """
    told = _told(feed)
    site = "" if _is_own(_split(home), told.own) else home
    said = [_letters(each) for each in (urlsplit(feed).netloc, *names, site)]
    closed = {word for word in told.words if not any(_letters(word) in each for each in said)}
    for page in pages:
        if not closed:
            break
        place = _split(page)
        if not _is_own(place, told.own) and place[0] != told.folder:
            closed -= {word for word in closed if _letters(word) in _letters(page)}
    return frozenset(told.words) - closed


def gives_away(link: str, feed: str, openly: AbstractSet[str] = frozenset()) -> bool:
    """Whether a link that an item gives is the feed's own address, or holds a token of it.

    A place in the document is that address, too, and so is its folder where that may be a token.
    """
    told, place = _told(feed), _split(link)
    if _is_own(place, told.own) or _holds(link, told.tokens):
        return True
    return place[0] == told.folder and _holds(link, _closed(feed, openly))


def carries(link: str, feed: str, openly: AbstractSet[str] = frozenset()) -> bool:
    """Whether a link also has a part in common with the feed's address that may be a token.

    That may be the feed's language, or a password without a digit. It tells for links that an item
    did not give as its own.
    """
    shared = set(_query(link)) & set(_query(feed))
    return (
        gives_away(link, feed, openly)
        or any(len(value) >= SHORTEST_VALUE for _, value in shared)
        or _holds(link, _closed(feed, openly))
    )


_Place = tuple[str, set[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a feed's address gives away."""

    own: _Place
    folder: str
    tokens: tuple[str, ...]
    words: tuple[str, ...]
    """Those of its path that may be tokens."""


@lru_cache(maxsize=64)
def _told(feed: str) -> _Told:
    """A whole document's links are compared with it."""
    own = _split(feed)
    in_folder = urlsplit(feed).path.rpartition("/")[0].strip("/")
    words = (word.casefold() for word in _segments(feed) if len(word) >= SHORTEST_TOKEN)
    return _Told(
        own,
        own[0].rpartition("/")[0] if in_folder else "",
        tuple(token.casefold() for token in _tokens(feed)),
        tuple(word for word in words if word not in _ORDINARY),
    )


def _closed(feed: str, openly: AbstractSet[str]) -> tuple[str, ...]:
    words = _told(feed).words
    return tuple(word for word in words if word not in openly) if openly else words


def _is_own(place: _Place, own: _Place) -> bool:
    (here, asked), (there, given) = own, place
    if here != there:
        return False
    _, inside, end = here.rpartition("/")
    if inside and (not asked or _FEED.fullmatch(end)):
        return True
    return asked <= given if asked else not given


def _holds(link: str, tokens: tuple[str, ...]) -> bool:
    """Whether one stands in it; a short one, as a word of its own."""
    plain = unquote(link).casefold() if tokens else ""
    return any(
        token in plain
        and (len(token) >= SHORTEST_TOKEN or re.search(rf"\b{re.escape(token)}\b", plain))
        for token in tokens
    )


def _split(url: str) -> _Place:
    address = url.partition("#")[0]
    return unquote(alike(address.partition("?")[0])).casefold(), set(_query(address.casefold()))


def _tokens(feed: str) -> list[str]:
    values = [value for _, value in _query(feed)]
    secret = [value for name, value in _query(feed) if _SECRET.fullmatch(name)]
    segments = _segments(feed)
    after = next((n for n, each in enumerate(segments, 1) if _SECRET.fullmatch(each)), None)
    hidden = [] if after is None else segments[after:]
    return [
        *(v for v in secret if len(v) >= SHORTEST_TOKEN),
        *(v for v in values if len(v) >= LONG or (len(v) >= SHORTEST_TOKEN and _mixed(v))),
        *(s for s in segments if len(s) >= SHORTEST_SEGMENT and _mixed(s)),
        *(s for s in hidden if len(s) >= SHORTEST_VALUE and s.casefold() not in _ORDINARY),
    ]


def _segments(feed: str) -> list[str]:
    """The words of its path, without what they end in."""
    parts = (unquote(part) for part in urlsplit(feed).path.split("/"))
    return [re.sub(r"\.(?:xml|rss|atom|rdf|json|php|html?)$", "", part) for part in parts]


def _query(url: str) -> list[tuple[str, str]]:
    # Of what is no address, too: an item may call itself anything.
    return parse_qsl(url.partition("#")[0].partition("?")[2])


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unquote(text)).casefold()


def _mixed(text: str) -> bool:
    """Whether a piece has both letters and digits, as no piece of `my-blog-2026` has."""
    return any(
        re.search(r"[A-Za-z]", piece) and re.search(r"\d", piece)
        for piece in re.split(r"\W|_", text)
    )
