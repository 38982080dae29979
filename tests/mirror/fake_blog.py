"""A blog in memory, as the engine sees it through its protocol."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from bot.blogs.base import About, Order
from bot.blogs.wordpress.kind import WORDPRESS
from bot.errors import ArticleUnreadable, BlogUnreachable, BlogUnusable
from bot.model import (
    Article,
    ArticleState,
    BlogAddress,
    Comment,
    CommentState,
    Page,
    Summary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.blogs.base import Blog
    from bot.errors import BlogError, BlogMoved
    from bot.store.blog.blogs import BlogRecord

T = TypeVar("T")
EPOCH = datetime(2027, 3, 1, 12, tzinfo=UTC)


def comment(
    remote_id: int | str,
    parent: int | str | None = None,
    *,
    article: int | str = 1,
    html: str | None = None,
    gone: bool = False,
    minute: int | None = None,
    author: str = "Orla",
) -> Comment:
    """One comment; without a `minute`, written at the time that its number says."""
    age = minute if minute is not None else int(remote_id)
    return Comment(
        remote_id=str(remote_id),
        article_id=str(article),
        parent_id=None if parent is None else str(parent),
        author=author,
        by_article_author=False,
        created=EPOCH + timedelta(minutes=age),
        url=f"https://blog.example/{article}/#comment-{remote_id}",
        html=f"<p>words of {remote_id}</p>" if html is None else html,
        state=CommentState.GONE if gone else CommentState.VISIBLE,
    )


@dataclass(slots=True)
class Draft:
    """An article as the blog's editor has it; `status` is the blog's own word."""

    remote_id: str
    title: str
    html: str
    published: datetime
    modified: int
    status: str = "publish"
    link: str | None = None
    """Where it is, if that is not its own page; empty: nowhere."""

    @property
    def url(self) -> str:
        return f"https://blog.example/{self.remote_id}/" if self.link is None else self.link

    @property
    def version(self) -> str:
        return str(self.modified)

    @property
    def state(self) -> ArticleState:
        if self.status == "publish":
            return ArticleState.PUBLISHED
        return ArticleState.GONE if self.status in {"trash", "deleted"} else ArticleState.WITHDRAWN


class FakeBlog:
    """Answers as WordPress does, and counts what it is asked.

    Articles that are drafts, private or trashed are on no list; one with a password is on the
    lists. Comments of articles that can't be read are on no list either.
    """

    def __init__(self, home: str = "https://blog.example/") -> None:
        self._home = home
        self.drafts: dict[str, Draft] = {}
        self.said: dict[str, Comment] = {}
        self.requests: list[str] = []
        self.fail_at: int | None = None
        """The request with this number (from 0) and none after it fails."""
        self.comments_fail: BlogError | None = None
        """What every question about comments is answered with."""
        self.totals = True
        """Whether lists of comments tell how many there are."""
        self.before_request: Callable[[str], None] = lambda _: None
        self._saves = 0

    @property
    def address(self) -> BlogAddress:
        return BlogAddress(WORDPRESS, self._home, f"{self._home}wp-json/", "Sample")

    # What the blog's people do.

    def publish(
        self,
        *,
        title: str = "",
        days: float = 0,
        status: str = "publish",
        link: str | None = None,
    ) -> str:
        remote_id = str(len(self.drafts) + 1)
        self.drafts[remote_id] = Draft(
            remote_id,
            title or f"Article {remote_id}",
            f"<p>Text of {remote_id}.</p>",
            EPOCH + timedelta(days=days),
            self._saved(),
            status,
            link,
        )
        return remote_id

    def save(self, article: str, **changes: object) -> None:
        self.drafts[article] = replace(
            self.drafts[article],
            modified=self._saved(),
            **changes,  # type: ignore[arg-type]  # a test says which
        )

    def say(self, article: str, html: str = "", *, parent: str | None = None) -> str:
        remote_id = str(len(self.said) + 1)
        self.said[remote_id] = comment(
            remote_id, parent, article=article, html=html or f"<p>words of {remote_id}</p>"
        )
        return remote_id

    def hold(self, article: str, html: str = "", *, parent: str | None = None) -> str:
        remote_id = self.say(article, html, parent=parent)
        self.remove(remote_id)
        return remote_id

    def edit(self, remote_id: str, html: str) -> None:
        self.said[remote_id] = replace(self.said[remote_id], html=html)

    def remove(self, remote_id: str) -> None:
        self.said[remote_id] = replace(self.said[remote_id], state=CommentState.GONE)

    def approve(self, remote_id: str) -> None:
        self.said[remote_id] = replace(self.said[remote_id], state=CommentState.VISIBLE)

    def visible(self, *articles: str) -> list[Comment]:
        return [
            found
            for found in self.said.values()
            if found.state is CommentState.VISIBLE
            and (not articles or found.article_id in articles)
            and self.drafts[found.article_id].status == "publish"
        ]

    def _saved(self) -> int:
        self._saves += 1
        return self._saves

    # What the engine asks.

    async def about(self) -> About:
        self._asked("about")
        return About("Sample", "https://blog.example/")

    async def summaries(self, order: Order, *, page: int = 1, size: int = 10) -> Page[Summary]:
        self._asked(f"summaries {order} {page} {size}")
        keys: dict[Order, Callable[[Draft], tuple[object, int]]] = {
            Order.MODIFIED: lambda draft: (draft.modified, int(draft.remote_id)),
            Order.PUBLISHED: lambda draft: (draft.published, int(draft.remote_id)),
            Order.CREATED: lambda draft: (0, int(draft.remote_id)),
        }
        listed = sorted(
            (draft for draft in self.drafts.values() if draft.status in {"publish", "password"}),
            key=keys[order],
            reverse=True,
        )
        shown = _page(listed, page, size)
        return Page(
            tuple(
                Summary(
                    draft.remote_id,
                    draft.url,
                    draft.title,
                    draft.published,
                    draft.version,
                    draft.state,
                )
                for draft in shown
            ),
            len(listed),
            max(1, -(-len(listed) // size)),
        )

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        self._asked(f"articles {len(ids)}")
        return [
            Article(
                remote_id=draft.remote_id,
                url=draft.url,
                title=draft.title,
                author="Orla",
                published=draft.published,
                version=draft.version,
                excerpt="",
                html=draft.html,
                image=None,
                terms=(),
                state=draft.state,
            )
            for draft in self.drafts.values()
            if draft.remote_id in ids and draft.status in {"publish", "password"}
        ]

    async def newest_comments(self, *, page: int = 1) -> Page[Comment]:
        self._asked(f"newest {page}")
        self._show_comments()
        return self._listed(sorted(self.visible(), key=_number, reverse=True), page)

    async def comments(self, article_ids: Sequence[str], *, page: int = 1) -> Page[Comment]:
        self._asked(f"comments {len(article_ids)} {page}")
        self._show_comments()
        self._check(article_ids)
        return self._listed(sorted(self.visible(*article_ids), key=_number), page)

    async def count_comments(self, article_ids: Sequence[str]) -> int:
        self._asked(f"count {len(article_ids)}")
        self._show_comments()
        self._check(article_ids)
        if not self.totals:
            raise BlogUnusable("It does not say how many comments there are.")
        return len(self.visible(*article_ids))

    async def article_state(self, remote_id: str) -> ArticleState:
        self._asked(f"article {remote_id}")
        return self.drafts[remote_id].state

    async def comment_state(self, remote_id: str) -> CommentState:
        self._asked(f"comment {remote_id}")
        found = self.said[remote_id]
        return CommentState.VISIBLE if found in self.visible() else CommentState.GONE

    def _asked(self, what: str) -> None:
        self.before_request(what)
        number = len(self.requests)
        self.requests.append(what)
        if number == self.fail_at:
            raise BlogUnreachable("The blog does not answer.")

    def _show_comments(self) -> None:
        if self.comments_fail is not None:
            raise self.comments_fail

    def _listed(self, found: list[Comment], page: int) -> Page[Comment]:
        listed = _comments(found, page)
        return listed if self.totals else replace(listed, total=None)

    def _check(self, article_ids: Sequence[str]) -> None:
        unreadable = {
            remote_id for remote_id in article_ids if self.drafts[remote_id].status != "publish"
        }
        deleted = {
            remote_id for remote_id in unreadable if self.drafts[remote_id].status == "deleted"
        }
        # One that was deleted for good is noticed only when it is asked for alone.
        if unreadable - deleted or (deleted and len(article_ids) == 1):
            raise ArticleUnreadable("One of the articles can't be read.")


def _number(found: Comment) -> int:
    return int(found.remote_id)


def _page(items: list[T], page: int, size: int) -> list[T]:
    return items[(page - 1) * size : page * size]


def _comments(found: list[Comment], page: int) -> Page[Comment]:
    return Page(tuple(_page(found, page, 100)), len(found), max(1, -(-len(found) // 100)))


@dataclass(slots=True)
class Opened:
    """Opens just this blog, which is where it was."""

    blog: Blog

    async def open(self, record: BlogRecord) -> Blog:
        del record
        return self.blog

    async def led_on(self, record: BlogRecord, moved: BlogMoved) -> Blog:
        raise moved

    async def beside(self, record: BlogRecord) -> Blog | None:
        del record
        return None

    async def improve(self, record: BlogRecord) -> None:
        """There is none better."""
