"""What the sample blog holds, in memory: articles and comments, and what can happen to them.

Statuses have WordPress' names. Records are frozen; every change replaces one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT_BYTES = 65_525
"""The longest comment that WordPress stores."""
SCHEDULE_AFTER = timedelta(minutes=1)
"""WordPress publishes at once what is dated less than a minute ahead."""


class DuplicateComment(Exception):
    """The same words by the same person at the same place."""


@dataclass(frozen=True, slots=True)
class Author:
    """The one person who writes this blog, and may do everything; `about` is markup."""

    login: str
    name: str
    email: str
    about: str = ""
    id: int = 1
    url: str = ""
    """Their website; empty: this blog, as WordPress has it for whoever installed it."""


@dataclass(frozen=True, slots=True)
class Image:
    """An article's picture, a file in the blog's own folder."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article as its author left it; `title`, `html` and `excerpt` are markup."""

    id: int
    slug: str
    title: str
    html: str
    published: datetime
    modified: datetime
    excerpt: str = ""
    status: str = "publish"
    password: str = ""
    comments_open: bool = True
    image: Image | None = None
    terms: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether everyone may read it."""
        return self.status == "publish" and not self.password


@dataclass(frozen=True, slots=True)
class StoredComment:
    """One comment; `parent_id` is 0 at top level, `user_id` 0 for a visitor. `html` is markup."""

    id: int
    article_id: int
    parent_id: int
    user_id: int
    name: str
    email: str
    url: str
    html: str
    created: datetime
    status: str
    status_before: str = "hold"
    """What it goes back to when taken out of the trash or the spam."""


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@dataclass
class Content:
    """The whole blog; its title and tagline are markup.

    Methods that take an id raise KeyError for one that does not exist.
    """

    title: str
    tagline: str
    author: Author
    clock: Callable[[], datetime] = _now
    images: Path | None = None
    """The folder of the pictures."""
    articles: dict[int, StoredArticle] = field(default_factory=dict)
    comments: dict[int, StoredComment] = field(default_factory=dict)
    last_article: int = 0
    last_comment: int = 0

    def save_author(self, **changes: Any) -> Author:
        """Change what the blog says about its author."""
        self.author = replace(self.author, **changes)
        return self.author

    def add_article(self, *, title: str, html: str, **fields: Any) -> StoredArticle:
        """Store an article, dated now unless told otherwise.

        As in WordPress, a new article counts as modified on its own date, past or future.
        """
        self.last_article += 1
        now = self.clock()
        date = fields.pop("published", now)
        slug = fields.pop("slug", "") or slug_of(title) or str(self.last_article)
        article = StoredArticle(self.last_article, slug, title, html, date, date, **fields)
        self.articles[article.id] = _scheduled(article, now)
        return self.articles[article.id]

    def save_article(self, article_id: int, **changes: Any) -> StoredArticle:
        """Change an article as its editor would; this moves its modification date."""
        before = self.articles[article_id]
        if before.status == "trash" and changes.get("status", "trash") != "trash":
            changes.setdefault("slug", before.slug.removesuffix("__trashed"))
        now = self.clock()
        after = _scheduled(replace(before, **{"modified": now} | changes), now)
        self.articles[article_id] = after
        return after

    def publish_due(self) -> None:
        """Publish what was scheduled for now; like WordPress, without moving `modified`."""
        now = self.clock()
        for article in list(self.articles.values()):
            if article.status == "future" and article.published <= now:
                self.articles[article.id] = replace(article, status="publish")

    def trash_article(self, article_id: int) -> StoredArticle:
        """Put an article into the trash, and its comments out of sight."""
        for comment in self.comments_on(article_id):
            self.comments[comment.id] = _moved(comment, "post-trashed")
        slug = self.articles[article_id].slug + "__trashed"
        return self.save_article(article_id, status="trash", slug=slug)

    def restore_article(self, article_id: int) -> StoredArticle:
        """Publish an article again; after the trash its comments come back as they were."""
        for comment in self.comments_on(article_id):
            if comment.status == "post-trashed":
                self.comments[comment.id] = replace(comment, status=comment.status_before)
        return self.save_article(article_id, status="publish")

    def delete_article(self, article_id: int) -> None:
        """Remove an article and its comments for good."""
        del self.articles[article_id]
        for comment in self.comments_on(article_id):
            del self.comments[comment.id]

    def comments_on(self, article_id: int) -> list[StoredComment]:
        """All comments of an article in the order of their ids, whatever their status."""
        return [c for _, c in sorted(self.comments.items()) if c.article_id == article_id]

    def add_comment(
        self,
        article_id: int,
        html: str,
        *,
        name: str,
        email: str,
        url: str = "",
        parent_id: int = 0,
        user_id: int = 0,
        created: datetime | None = None,
        status: str = "approved",
    ) -> StoredComment:
        """Store a comment; as in WordPress, the parent is not checked.

        Raises DuplicateComment.
        """
        for other in self.comments_on(article_id):
            same = (other.parent_id, other.name, other.email, other.html)
            if same == (parent_id, name, email, html) and other.status != "trash":
                raise DuplicateComment
        self.last_comment += 1
        created = created or self.clock()
        comment = StoredComment(
            self.last_comment,
            article_id,
            parent_id,
            user_id,
            name,
            email,
            url,
            html,
            created,
            status,
        )
        self.comments[comment.id] = comment
        return comment

    def approved_before(self, name: str, email: str) -> bool:
        """Whether an approved comment already carries this name and address."""
        return any(
            (c.name, c.email, c.status) == (name, email, "approved") for c in self.comments.values()
        )

    def save_comment(self, comment_id: int, **changes: Any) -> StoredComment:
        """Change a comment; its date stays, and WordPress keeps no date of the change."""
        self.comments[comment_id] = replace(self.comments[comment_id], **changes)
        return self.comments[comment_id]

    def move_comment(self, comment_id: int, wish: str) -> StoredComment:
        """Approve, hold, spam, unspam, trash or untrash a comment; other wishes change nothing."""
        self.comments[comment_id] = _moved(self.comments[comment_id], wish)
        return self.comments[comment_id]

    def delete_comment(self, comment_id: int) -> None:
        """Remove a comment for good; answers to it now answer what it answered."""
        gone = self.comments.pop(comment_id)
        for comment in list(self.comments.values()):
            if comment.parent_id == comment_id:
                self.save_comment(comment.id, parent_id=gone.parent_id)


def _moved(comment: StoredComment, wish: str) -> StoredComment:
    match wish:
        case "approved" | "approve" | "1":
            return replace(comment, status="approved")
        case "hold" | "0":
            return replace(comment, status="hold")
        case "spam" | "trash" | "post-trashed":
            return replace(comment, status=wish, status_before=comment.status)
        case "unspam" | "untrash":
            return replace(comment, status=comment.status_before, status_before="hold")
    return comment


def _scheduled(article: StoredArticle, now: datetime) -> StoredArticle:
    ahead = article.published - now
    if article.status == "publish" and ahead >= SCHEDULE_AFTER:
        return replace(article, status="future")
    if article.status == "future" and ahead < SCHEDULE_AFTER:
        return replace(article, status="publish")
    return article


def slug_of(text: str) -> str:
    """Turn a title into the last part of an address: `Fish & chips` → `fish-chips`."""
    plain = re.sub(r"<[^>]*>|&#?\w+;", " ", text).lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))
