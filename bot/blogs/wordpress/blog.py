"""WordPress, read through its REST API.

What visitors can read is asked for as a visitor: comment lists carry no credentials, because an
account's lists would include the comments of drafts and password-protected articles. Credentials
tell held from deleted, open sites that are closed to visitors, and are proven with every list of
articles. WordPress answers a wrong application password like no password; only WordPress's own
error codes, never a mere 401, 403 or 404, are taken for absence.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from bot.blogs.wordpress import answers, items
from bot.blogs.wordpress.accounts import not_let_in, refusal
from bot.blogs.wordpress.bylines import Bylines
from bot.blogs.wordpress.root import ABOUT, base_of, require_passwords, route_url
from bot.errors import ArticleUnreadable, BlogRefused, BlogUnusable
from bot.model import ArticleState, CommentState, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.blogs.base import About, Order
    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.blogs.wordpress.root import Query
    from bot.model import Article, BlogAddress, Comment, Credentials, Summary

T = TypeVar("T")

MOST = 100
"""WordPress's own limit of items per page."""

MAX_BYTES = 32 * 1024 * 1024
"""A hundred comments of WordPress's greatest length, 65,525 bytes, escaped as JSON."""

FEDERATION = "activitypub/1.0"
"""What a REST root names where the blog is part of the fediverse."""

RIGHTS = ("edit_posts", "moderate_comments")

_UNREADABLE_COMMENT = frozenset({"rest_cannot_read", "rest_cannot_read_post"})
_UNREADABLE_ARTICLE = frozenset({"rest_forbidden", "rest_cannot_read"})


class WordPress:
    """A blog (`Blog`, `Comparable`), with credentials or as a visitor.

    An account needs no more than `read`, `edit_posts` and `moderate_comments`.
    """

    def __init__(
        self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials | None
    ) -> None:
        self._fetcher = fetcher
        self._address = address
        self._credentials = credentials
        self._host = urlsplit(address.api).netloc.rpartition("@")[2]
        self._authors: dict[str, int] = {}
        self._federates: bool | None = None
        feed = f"{base_of(address.api)}?feed=rss2"
        self._bylines = Bylines(self._ask, fetcher, address, feed)

    @property
    def address(self) -> BlogAddress:
        """Where it is."""
        return self._address

    async def about(self) -> About:
        """Ask what it is called, which home page it names, and by which clock it lives."""
        answer = await self._fetcher.get(
            route_url(self._address.api, "", ABOUT), auth=self._credentials, stay=True
        )
        return answers.about(answers.entry(self._ok(answer), self._host), self._address.api)

    async def check_credentials(self) -> str:
        """Return the account's display name.

        Raises `BlogRefused` if the application password or the account's rights won't do.
        """
        answer = await self._get("users/me", answers.ACCOUNT_QUERY)
        try:
            found = answers.own_account(answer, self._host, RIGHTS, self._credentials)
        except BlogRefused:
            # That there are none would be why.
            await require_passwords(self._fetcher, self._address.api)
            raise
        return items.name(found.get("name"))

    async def summaries(self, order: Order, *, page: int = 1, size: int = 10) -> Page[Summary]:
        """List articles, newest first. `size` is at most 100."""
        answer = await self._get(
            "posts",
            {
                "orderby": order.value,
                "order": "desc",
                "page": page,
                "per_page": min(size, MOST),
                "_fields": items.SUMMARY_FIELDS,
            },
        )
        if refusal(answer) == "rest_post_invalid_page_number":
            return Page((), None, max(page - 1, 1))
        entries = answers.entries(self._ok(answer), self._host)
        await self._prove_credentials(answer)
        read = partial(items.summary, now=answers.clock(answer.headers))
        found = answers.each(entries, read, self._host)
        self._authors.update(items.authors(entries))
        return answers.page(answer, tuple(found), page)

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        """Read articles in full, in any order; those that can't be read are left out."""
        found: list[Article] = []
        for some in _portions(ids):
            answer = await self._get(
                "posts",
                {
                    "include": ",".join(some),
                    "per_page": MOST,
                    "_fields": items.ARTICLE_FIELDS,
                    "_embed": "author,wp:featuredmedia,wp:term",
                },
            )
            entries = answers.entries(self._ok(answer), self._host)
            now, named = answers.clock(answer.headers), await self._bylines.of(entries)
            read = partial(_article, now=now, named=named)
            found.extend(answers.each(entries, read, self._host))
            self._authors.update(items.authors(entries))
        return found

    async def newest_comments(self, *, page: int = 1) -> Page[Comment]:
        """List the whole blog's visible comments, newest id first, 100 a page.

        `total` counts comments of unreadable articles, too; they are left out of the items. Raises
        `CommentsOff`.
        """
        query = _comment_query("desc", page)
        answer = await self._get("comments", query, as_visitor=True)
        if answer.status in {401, 403} and self._credentials is not None:
            answer = await self._get("comments", query)
            entries = answers.entries(self._comments_ok(answer), self._host)
            readable = await self._readable({str(entry.get("post")) for entry in entries})
            entries = [entry for entry in entries if str(entry.get("post")) in readable]
        else:
            entries = answers.entries(self._comments_ok(answer), self._host)
        return answers.page(answer, await self._comments(entries), page)

    async def comments(self, article_ids: Sequence[str], *, page: int = 1) -> Page[Comment]:
        """List these articles' visible comments, oldest id first, at most 100 a page.

        Raises `ArticleUnreadable` if any one of the articles is withdrawn, trashed or unknown;
        one that was deleted for good is noticed only when it is asked for alone.
        """
        query = {"post": ",".join(article_ids), **_comment_query("asc", page)}
        answer = await self._comment_list(article_ids, query)
        entries = answers.entries(answer, self._host)
        return answers.page(answer, await self._comments(entries), page)

    async def count_comments(self, article_ids: Sequence[str]) -> int:
        """Count these articles' visible comments. Raises like `comments`."""
        query: Query = {"post": ",".join(article_ids), "per_page": 1, "_fields": "id"}
        answer = await self._comment_list(article_ids, query)
        answers.entries(answer, self._host)
        total = answers.total(answer)
        if total is None:
            raise BlogUnusable("{host} does not say how many comments there are.", host=self._host)
        return total

    async def article_state(self, remote_id: str) -> ArticleState:
        """Ask for this one article."""
        answer = await self._get(
            f"posts/{int(remote_id)}", {"_fields": "id,status,content.protected"}
        )
        code = refusal(answer)
        if answer.status == 404 and code == "rest_post_invalid_id":
            return ArticleState.GONE
        if self._is_hidden(answer, code in _UNREADABLE_ARTICLE):
            return ArticleState.WITHDRAWN
        return self._only(answer, items.article_state)

    async def comment_state(self, remote_id: str) -> CommentState:
        """Ask for this one comment."""
        answer = await self._get(f"comments/{int(remote_id)}", {"_fields": "id,status"})
        code = refusal(answer)
        if answer.status == 404 and code == "rest_comment_invalid_id":
            return CommentState.GONE
        if self._is_hidden(answer, code in _UNREADABLE_COMMENT):
            return CommentState.GONE
        return self._only(answer, items.comment_state)

    async def _comment_list(self, article_ids: Sequence[str], query: Query) -> Answer:
        """Ask as a visitor; where visitors are turned away altogether, with the credentials."""
        answer = await self._get("comments", query, as_visitor=True)
        if answer.status in {401, 403}:
            if self._credentials is not None:
                await self._require_readable(article_ids)
                answer = await self._get("comments", query)
            elif refusal(answer) in _UNREADABLE_COMMENT:
                raise self._unreadable()
        elif len(article_ids) == 1 and answers.total(answer) == 0:
            # An article that was deleted for good answers like one without comments.
            await self._require_readable(article_ids)
        return self._comments_ok(answer)

    async def _require_readable(self, article_ids: Sequence[str]) -> None:
        if article_ids and await self._readable(article_ids) != set(article_ids):
            raise self._unreadable()

    async def _readable(self, article_ids: Iterable[str]) -> set[str]:
        """Return those of the articles that visitors can read, and remember whose they are."""
        found: set[str] = set()
        for some in _portions(sorted(set(article_ids))):
            query: Query = {
                "include": ",".join(some),
                "per_page": MOST,
                "_fields": "id,author,status,content.protected",
            }
            answer = self._ok(await self._get("posts", query))
            entries = answers.entries(answer, self._host)
            states = answers.each(entries, items.id_and_state, self._host)
            found.update(one for one, state in states if state is ArticleState.PUBLISHED)
            self._authors.update(items.authors(entries))
        return found

    async def _comments(self, entries: list[items.Item]) -> tuple[Comment, ...]:
        """Read comments, asking first whose the articles are if any comment needs to know."""
        unknown = items.articles_of_accounts(entries) - self._authors.keys()
        await self._readable(unknown)

        federates = await self._may_federate(entries)

        def read(entry: items.Item) -> Comment:
            author = self._authors.get(str(entry["post"]))
            return items.comment(entry, author, federates=federates)

        found = answers.each(entries, read, self._host)
        return tuple(one for one in found if one.state is CommentState.VISIBLE)

    async def _may_federate(self, entries: list[items.Item]) -> bool:
        """Whether the blog takes comments from the fediverse; asked once, and if it matters."""
        if self._federates is None and any(map(items.may_be_from_fediverse, entries)):
            answer = await self._ask("", {"_fields": "namespaces"})
            names = answers.entry(self._ok(answer), self._host).get("namespaces")
            self._federates = isinstance(names, list) and FEDERATION in names
        return bool(self._federates)

    async def _prove_credentials(self, answer: Answer) -> None:
        """See from a list of articles whether the credentials counted; if in doubt, ask.

        WordPress's Allow header names POST to whoever may write articles, and only to them.
        """
        if self._credentials is not None and "POST" not in answer.headers.get("Allow", ""):
            await self.check_credentials()

    def _is_hidden(self, answer: Answer, expected: bool) -> bool:
        """Whether WordPress itself says that this one thing is not for our eyes."""
        if answer.status not in {401, 403} or not expected:
            return False
        if answer.status == 401 and self._credentials is not None:
            raise not_let_in(answer, self._host, self._credentials)
        return True

    def _only(self, answer: Answer, judge: Callable[[items.Item], T]) -> T:
        entry = answers.entry(self._ok(answer), self._host)
        (state,) = answers.each([entry], judge, self._host)
        return state

    async def _ask(self, route: str, query: Query) -> Answer:
        """Ask as a visitor, at any route below the root."""
        return await self._fetcher.get(route_url(self._address.api, route, query), stay=True)

    async def _get(self, route: str, query: Query, *, as_visitor: bool = False) -> Answer:
        return await self._fetcher.get(
            route_url(self._address.api, f"wp/v2/{route}", query),
            auth=None if as_visitor else self._credentials,
            max_bytes=MAX_BYTES,
            stay=True,
        )

    def _ok(self, answer: Answer) -> Answer:
        return answers.ok(answer, self._host, self._credentials)

    def _comments_ok(self, answer: Answer) -> Answer:
        return answers.comments_ok(answer, self._host, self._credentials)

    def _unreadable(self) -> ArticleUnreadable:
        return ArticleUnreadable(
            "Not all of these articles at {host} can be read.", host=self._host
        )


def _article(entry: items.Item, now: datetime | None, named: Mapping[str, str]) -> Article:
    return items.article(entry, now, named.get(str(entry.get("id")), ""))


def _comment_query(order: str, page: int) -> Query:
    return {
        "orderby": "id",
        "order": order,
        "page": page,
        "per_page": MOST,
        "_fields": items.COMMENT_FIELDS,
    }


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), MOST):
        yield ids[start : start + MOST]
