"""The kinds of blogs that there are, and opening one of a kind that was found before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blogs.base import TakesReplies
from bot.blogs.feed.kind import FeedKind
from bot.blogs.wordpress.kind import WordPressKind
from bot.errors import BlogUnusable

if TYPE_CHECKING:
    from bot.blogs.base import Blog, Desk, Kind
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import BlogAddress, Credentials

KINDS: tuple[Kind, ...] = (WordPressKind(), FeedKind())
"""In the order in which they are looked for: the one that can do most comes first."""


def open_blog(
    fetcher: Fetcher, address: BlogAddress, credentials: Credentials | None = None
) -> Blog:
    """Return the blog at an address that `discover` found. Raises `BlogUnusable` like `kind_of`."""
    return kind_of(address).open(fetcher, address, credentials)


def open_desk(fetcher: Fetcher, address: BlogAddress, credentials: Credentials) -> Desk:
    """Return what an account can do at an address. Raises `BlogUnusable` where that is nothing."""
    return _with_replies(address).open_desk(fetcher, address, credentials)


async def password_page(fetcher: Fetcher, api: str) -> str | None:
    """Where a password is made for what can be written to at `api`; None: nobody knows.

    Raises `BlogRefused` if none can be made there.
    """
    (kind,) = (kind for kind in KINDS if isinstance(kind, TakesReplies))
    return await kind.password_page(fetcher, api)


def require_password(password: str) -> None:
    """Raise `BlogRefused` for what can't be a password for the bot: it may be a person's own."""
    (kind,) = (kind for kind in KINDS if isinstance(kind, TakesReplies))
    kind.require_password(password)


def takes_replies(address: BlogAddress) -> bool:
    """Whether an account can write comments at an address that `discover` found."""
    return isinstance(kind_of(address), TakesReplies)


def require_replies(address: BlogAddress) -> None:
    """Raise `BlogUnusable` where no account can write comments."""
    _with_replies(address)


def shows_part_of(address: BlogAddress, api: str) -> bool:
    """Whether a blog shows the articles of one that is read at `api`, only less well."""
    return any(address.api in kind.other_ways(api) for kind in KINDS)


def kind_of(address: BlogAddress) -> Kind:
    """The kind that was recorded. Raises `BlogUnusable` for one that this version doesn't know."""
    for kind in KINDS:
        if kind.name == address.kind:
            return kind
    raise BlogUnusable(
        "This blog was recorded by a version that reads more kinds of blogs ({kind}).",
        kind=address.kind,
    )


def _with_replies(address: BlogAddress) -> TakesReplies:
    kind = kind_of(address)
    if isinstance(kind, TakesReplies):
        return kind
    raise BlogUnusable("What this blog is read by takes no replies: it can be read only.")
