"""What every kind of blog can do, and what only some can, as protocols.

One folder is one kind. Its `Kind` is small and must be there whole; everything beyond reading is a
protocol of its own, which a class has or has not, and each says what the bot does without it.

All methods raise the `BlogError`s of `bot.errors`. Lists may be shorter than asked for; absence
from a list proves nothing, `article_state` and `comment_state` do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.languages.phrase import Phrase
    from bot.model import (
        Account,
        Article,
        ArticleState,
        BlogAddress,
        Comment,
        CommentState,
        Credentials,
        Draft,
        Page,
        Reviewed,
        Summary,
        Verdict,
    )


class Order(StrEnum):
    """How a list of articles is sorted, newest first.

    No single order shows everything: an article published with a past date is new only by id,
    a scheduled one only by date, an edited one only by modification.
    """

    MODIFIED = "modified"
    PUBLISHED = "date"
    CREATED = "id"


@dataclass(frozen=True, slots=True)
class Site:
    """A page at which a blog is looked for, and as whom."""

    asked: str
    """The address that was asked for; credentials are meant for its scheme, host and port."""
    page: Answer
    """What came, maybe from elsewhere."""
    credentials: Credentials | None


@dataclass(frozen=True, slots=True)
class Found:
    """A blog that was found, and what had to be done without."""

    address: BlogAddress
    named_by: str | None = None
    """The host of the page that named it, where that is another than the blog's own; where only its
    scheme or port is another, all three. From http to https, a host is one."""
    lacks: Phrase | None = None
    """Why there is no better way to read it, and what that costs."""
    better: str | None = None
    """Where that way would be."""
    part_of: BlogAddress | None = None
    """The whole blog that a feed shows the articles of, where that can be read better."""


@dataclass(frozen=True, slots=True)
class About:
    """What a blog says of itself. Anyone can claim any home."""

    title: str
    home: str
    zone: str | None = None
    """Its time zone, as such are called; None: it does not say."""


class Kind(Protocol):
    """A kind of blog: how one is found and opened. `bot.blogs.kinds` lists them all."""

    @property
    def name(self) -> str:
        """What is recorded of each blog of this kind; for ever the same."""

    @property
    def sought(self) -> Phrase:
        """What is looked for, and where: part of the sentence that says that nothing was found."""

    @property
    def limits(self) -> Phrase | None:
        """What can't be had of such a blog, in a sentence for its owner; None: nothing."""

    async def itself(self, site: Site) -> BlogAddress | None:
        """Take the page itself, if it is such a blog: then that is what was asked for."""

    async def find(self, fetcher: Fetcher, site: Site) -> BlogAddress | None:
        """Find a blog of this kind from a page of a site, or from itself; None if there is none.

        Raises `BlogClosed` if one is there and can't be read, `BlogRefused` if credentials are not
        for it, `BlogUnreachable` if the page promised one that is in trouble.
        """

    def other_ways(self, api: str) -> frozenset[str]:
        """Addresses at which blogs of other kinds would show the same articles, only less well."""

    def roots_beside(self, api: str) -> tuple[str, ...]:
        """Where the same blog may be read when nothing is at `api` any more."""

    def address_at(self, api: str, to: str) -> str | None:
        """What `api` would be at the place that a request below it was led on to; None: nothing."""

    def open(self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials | None) -> Blog:
        """Open one that was found. Credentials are passed over where there is no use for them."""


@runtime_checkable
class TakesReplies(Protocol):
    """A kind on whose blogs an account can write and moderate.

    Without it members' words stay in Discord, and whoever wants to connect an account is told
    that there is no use for one.
    """

    async def password_page(self, fetcher: Fetcher, api: str) -> str | None:
        """Where a password for the bot is made, on the blog itself; None: nobody knows.

        Raises `BlogRefused` if none can be.
        """

    def require_password(self, password: str) -> None:
        """Raise `BlogRefused` for what is none for the bot, before it is sent anywhere."""

    def open_desk(self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials) -> Desk:
        """Open what an account can do there."""


class Blog(Protocol):
    """A blog that can be read.

    Where it sends us on to another scheme, host or port, `BlogMoved` is raised: what is there may
    be somebody else's.
    """

    @property
    def address(self) -> BlogAddress:
        """Where it is."""

    async def about(self) -> About:
        """Ask what it is called, which home page it names, and by which clock it lives."""

    async def summaries(self, order: Order, *, page: int = 1, size: int = 10) -> Page[Summary]:
        """List articles, newest first. `size` is at most 100."""

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        """Read articles in full, in any order; those that can't be read are left out."""

    async def newest_comments(self, *, page: int = 1) -> Page[Comment]:
        """List the whole blog's visible comments, newest id first, at most 100 a page.

        Raises `CommentsOff` where there are none to be had, whatever else can be read.
        """


@runtime_checkable
class Guarded(Protocol):
    """A blog that an account may open further than visitors see.

    Without it an account is not tried before the blog is followed.
    """

    async def check_credentials(self) -> str:
        """Return the account's display name. Raises `BlogRefused` if it won't do."""


@runtime_checkable
class Unsteady(Blog, Protocol):
    """A blog that lists all it shows in one answer, and may call an article otherwise tomorrow.

    Without it, articles are listed page by page, and an id is an article's for ever.
    """

    async def listing(self) -> Sequence[Summary]:
        """List everything in the blog's own order; ids are unlike each other.

        They are what `articles` takes until then. Of a version, what stands before a dot is the
        same while nothing but numbers changes. While the blog shows the same, the answer is the
        same object.
        """

    @property
    def beyond(self) -> int:
        """How many articles the last listing left out at its end, because it is too long."""


@runtime_checkable
class Comparable(Protocol):
    """A blog whose discussions can be compared with what we recorded, whole and singly.

    Without it comments appear and are edited as the blog lists them, and nothing is ever removed.

    Ids of comments are numbers that grow: one that was written later has a higher one. Lists may
    tell their `total`; where one of comments doesn't, removals are seen only by comparing. All that
    is about comments raises `CommentsOff` like `newest_comments`.
    """

    async def comments(self, article_ids: Sequence[str], *, page: int = 1) -> Page[Comment]:
        """List these articles' visible comments, oldest id first, at most 100 a page.

        Raises `ArticleUnreadable` if any one of the articles is withdrawn, trashed or unknown.
        One that was deleted for good may be noticed only when it is asked for alone.
        """

    async def count_comments(self, article_ids: Sequence[str]) -> int:
        """Count these articles' visible comments. Raises like `comments`."""

    async def article_state(self, remote_id: str) -> ArticleState:
        """Ask for this one article."""

    async def comment_state(self, remote_id: str) -> CommentState:
        """Ask for this one comment."""


class Desk(Protocol):
    """What an account on a blog can do: write comments for others, and moderate.

    After `BlogUnreachable` a comment may stand there all the same: look for it before writing it
    again. `BlogRefused` says that the account or its password no longer counts.
    """

    @property
    def address(self) -> BlogAddress:
        """Where the blog is."""

    async def check(self) -> Account:
        """Ask whose account this is. Raises `BlogRefused` if its password or rights won't do."""

    async def authors(self) -> list[Account]:
        """List the accounts that have published articles, at most 100."""

    async def write(self, draft: Draft) -> Reviewed:
        """Write a comment. Raises `CommentRefused`, or `DuplicateComment` of its kinds."""

    async def find(self, draft: Draft) -> list[Reviewed]:
        """Look for a comment of this draft's message and person, whatever was decided about it.

        Whatever only claims to come from the message is left out. Oldest first.
        """

    async def judge(self, draft: Draft) -> Verdict:
        """Ask what the blog's own rules make of this draft, as if it came as a new comment.

        Raises `CommentRefused`, or of its kinds `DiscussionClosed` and `DuplicateComment`. If it
        fails otherwise, a copy may be left behind, which `find` finds.
        """

    async def rewrite(self, remote_id: str, html: str) -> Reviewed | None:
        """Give a comment other words, past the blog's rules; None if it was deleted.

        Raises `CommentRefused`.
        """

    async def decide(self, remote_id: str, verdict: Verdict) -> Reviewed | None:
        """Approve, hold, trash or call spam; None if it was deleted. Twice is harmless."""

    async def look(self, remote_id: str) -> Reviewed | None:
        """Ask for one comment, whatever was decided about it; None if it was deleted."""

    async def held(self, *, page: int = 1) -> Page[Reviewed]:
        """List the comments that wait for a decision, newest id first, at most 100 a page.

        It tells their `total`.
        """
