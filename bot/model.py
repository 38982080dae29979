"""The words everyone shares: articles, comments and their states, as frozen dataclasses.

Ids of the blog (`remote_id`) are text, because feeds name things by URL. Times are aware, in UTC.
Titles and names are plain text, entities resolved; `html` is the blog's own markup, untrusted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from datetime import datetime


class ArticleState(StrEnum):
    """Whether visitors can read an article."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    """Draft, private, password-protected, or refused without a reason: it may come back."""
    GONE = "gone"
    """Trashed or deleted."""


class CommentState(StrEnum):
    """Whether visitors can read a comment."""

    VISIBLE = "visible"
    GONE = "gone"
    """Held, spam, trashed or deleted; approved again, it becomes visible again."""


class Verdict(StrEnum):
    """What the blog's moderators, or its own rules, have decided about a comment."""

    APPROVED = "approved"
    HELD = "held"
    SPAM = "spam"
    TRASHED = "trashed"
    DELETED = "deleted"
    """For good; only ever read, never asked for."""


@dataclass(frozen=True, slots=True)
class BlogAddress:
    """Where a blog was found: what is needed to open it again without searching."""

    kind: str
    """The name of a kind in `bot.blogs.kinds`."""
    url: str
    """The home page that it names: what people recognise. Anyone can claim any."""
    api: str
    """Where it is read, in the one form of `bot.blogs.canonical`: that and the kind is the blog.
    Tokens stand in those of private feeds: it is for asking the blog, and never shown."""
    title: str

    @property
    def host(self) -> str:
        """The server's name, with its port where that is unusual."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def home(self) -> str | None:
        """The home page; None where none is known, and `url` is only the feed's address."""
        host, *rest = _place(self.url)
        return None if any(rest) and (host, *rest) == _place(self.api) else self.url

    @property
    def shown(self) -> str:
        """How people are told of it: the home page, or else the host."""
        return self.home or self.host

    @property
    def linked(self) -> str:
        """The same in Discord's words, without a preview."""
        return f"<{self.home}>" if self.home else self.host


def _place(url: str) -> tuple[str, str, str]:
    """Where an address leads, by http or https, with `www.` or without."""
    parts = urlsplit(url)
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query


@dataclass(frozen=True, slots=True)
class Credentials:
    """A blog account's name and application password; the password never shows in a repr."""

    user: str
    password: str = field(repr=False)
    accepted: bool = field(default=False, compare=False)
    """Whether the blog let them in when they were given."""


@dataclass(frozen=True, slots=True)
class Summary:
    """An article as a list shows it: enough to see that something about it changed."""

    remote_id: str
    url: str
    title: str
    published: datetime
    version: str
    """Opaque; differs whenever the article's own text or settings were saved."""
    state: ArticleState
    dated: bool = True
    """Whether the blog says when it was published; else that is when it was first seen, or so."""


@dataclass(frozen=True, slots=True)
class Author:
    """What the blog itself says about someone who writes its articles."""

    name: str
    bio: str = ""
    """The blog's own markup, untrusted; empty where there is none."""
    page: str | None = None
    """Where the blog shows them and their articles."""
    website: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article in full."""

    remote_id: str
    url: str
    """Empty where there is no page to open."""
    title: str
    author: str
    published: datetime
    version: str
    excerpt: str
    """Plain text; empty where the blog offers none."""
    html: str
    image: str | None
    terms: tuple[str, ...]
    state: ArticleState
    writer: Author | None = None
    """What the blog says about its author; None where it says nothing, as feeds do."""
    whole: bool = True
    """Whether `html` is known to be all of it: what may be a beginning has no reading time."""
    counted: bool = True
    """Whether it takes comments, and the blog tells of them; else, that there are none so far says
    nothing."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; `parent_id` is what it answers, None at top level."""

    remote_id: str
    article_id: str
    parent_id: str | None
    author: str
    by_article_author: bool
    created: datetime
    url: str
    html: str
    state: CommentState = CommentState.VISIBLE
    message: int | None = None
    """The Discord message that it says it was written in. Visitors can claim any."""
    from_fediverse: bool = False
    """It came from another server, whose people get no answer that is written on the blog."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account on the blog, by the id that the blog gives it."""

    id: int
    name: str
    roles: tuple[str, ...] = ()
    """As the blog names them; empty where it doesn't say."""
    powers: tuple[Power, ...] = ()
    """What it may do beyond what the bot needs, as far as the blog says."""


class Power(StrEnum):
    """What somebody could do to a blog who got hold of an account's password."""

    SETTINGS = "settings"
    PLUGINS = "plugins"
    USERS = "users"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Guest:
    """Who a comment is by when it is written on someone's behalf.

    `email` is a pseudonym of ours that nobody else can know: by it our own comments are told from
    those that only claim to come from a message.
    """

    name: str
    email: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """A comment on its way to the blog; `html` is safe as it is."""

    article_id: str
    parent_id: str | None
    by: Guest | Account
    message_url: str
    """The Discord message it was written in; visible on the blog as its author's address."""
    html: str
    approved: bool
    """Whether it appears at once; otherwise the blog's own rules decide."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A comment as the blog's moderators see it."""

    comment: Comment
    verdict: Verdict


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a longer list."""

    items: tuple[T, ...]
    total: int | None
    """How many things the whole list holds; None where the blog doesn't tell."""
    pages: int
    """How many pages the whole list has; 1 where there is no more than this."""
