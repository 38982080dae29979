"""WordPress, written to and moderated with an account through its REST API.

WordPress answers a wrong application password like no password, so every question asks for what
only an account may see (`context=edit`). Held, spam and trashed comments are shown only to who may
edit their article: others get shorter lists, which are not taken for absence.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.blogs.wordpress import answers, items
from bot.blogs.wordpress.accounts import refusal
from bot.blogs.wordpress.blog import MAX_BYTES, MOST, RIGHTS
from bot.blogs.wordpress.root import require_passwords, route_url
from bot.errors import BlogRefused, BlogUnreachable, BlogUnusable
from bot.model import Account, Page, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.blogs.wordpress.root import Query
    from bot.model import BlogAddress, Credentials, Draft, Reviewed

DESK_RIGHTS = (*RIGHTS, "edit_others_posts", "edit_published_posts")
"""Without the last two, WordPress shows no comment that is not approved."""

_ROOM = 2 * MAX_BYTES
"""An account is sent every comment twice, raw and rendered."""

_STATUSES = {Verdict.APPROVED: "approved", Verdict.HELD: "hold", Verdict.SPAM: "spam"}


class WordPressDesk:
    """What an account can do there (`Desk`).

    It needs `read`, `edit_posts`, `moderate_comments`, and to see what is not approved
    `edit_others_posts` and `edit_published_posts`. Nobody's e-mail or IP address gets out of here.
    """

    def __init__(self, fetcher: Fetcher, address: BlogAddress, credentials: Credentials) -> None:
        self._fetcher = fetcher
        self._address = address
        self._credentials = credentials
        self._host = urlsplit(address.api).netloc.rpartition("@")[2]
        self._authors: dict[str, int] = {}

    @property
    def address(self) -> BlogAddress:
        """Where the blog is."""
        return self._address

    async def check(self) -> Account:
        """Ask whose account this is. Raises `BlogRefused` if its password or rights won't do."""
        answer = await self._get("users/me", answers.ACCOUNT_QUERY)
        try:
            own = answers.own_account(answer, self._host, DESK_RIGHTS, self._credentials)
        except BlogRefused:
            # That there are none would be why.
            await require_passwords(self._fetcher, self._address.api)
            raise
        (account,) = answers.each([own], items.account, self._host)
        return account

    async def authors(self) -> list[Account]:
        """List the accounts that have published articles, at most 100."""
        # This list is public, so that it can't show whether the password counted.
        await self.check()
        query: Query = {
            "context": "view",
            "has_published_posts": "post",
            "per_page": MOST,
            "_fields": "id,name",
        }
        answer = self._done(await self._get("users", query))
        return answers.each(answers.entries(answer, self._host), items.account, self._host)

    async def write(self, draft: Draft) -> Reviewed:
        """Write a comment. Raises `CommentRefused`, or `DuplicateComment` of its kinds.

        An approval overrides the blog's own rules, its disallowed words included.
        """
        if isinstance(draft.by, Account):
            # Asked first: once the comment is written, nothing else may go wrong.
            await self._learn_authors({draft.article_id})
        answer = self._taken(await self._send("POST", "comments", _fields(draft)))
        try:
            (written,) = self._reviews([answers.entry(answer, self._host)])
        except BlogUnusable:
            raise BlogUnreachable(
                "{host} took the comment, but what it answers can't be read.", host=self._host
            ) from None
        return written

    async def find(self, draft: Draft) -> list[Reviewed]:
        """Look for a comment of this draft's message and person, whatever was decided about it.

        Among a hundred or more that claim the same message, it may be missed.
        """
        claims = [
            entry
            for status in ("all", "trash", "spam")
            for entry in await self._claims(draft, status)
        ]
        found = {one.comment.remote_id: one for one in await self._read(claims)}
        return sorted(found.values(), key=lambda one: int(one.comment.remote_id))

    async def judge(self, draft: Draft) -> Verdict:
        """Let WordPress judge a new comment with these words, and delete that for good at once.

        Its rules run over new comments alone, and no answer tells of them but a comment's status.
        """
        tried = await self.write(replace(draft, approved=False))
        route = f"comments/{int(tried.comment.remote_id)}"
        answer = await self._fetcher.send(
            self._url(route, {"force": "true", "_fields": "deleted"}),
            method="DELETE",
            auth=self._credentials,
            json=None,
        )
        if not _is_deleted(answer):
            self._done(answer)
        return tried.verdict

    async def rewrite(self, remote_id: str, html: str) -> Reviewed | None:
        """Give a comment other words, past the blog's rules; None if it was deleted.

        Raises `CommentRefused`.
        """
        answer = await self._send("POST", f"comments/{int(remote_id)}", {"content": html})
        return None if _is_deleted(answer) else await self._only(self._taken(answer))

    async def decide(self, remote_id: str, verdict: Verdict) -> Reviewed | None:
        """Approve, hold, trash or call spam; None if it was deleted. Twice is harmless."""
        if verdict is Verdict.TRASHED:
            return await self._trash(remote_id)
        if verdict not in _STATUSES:
            raise ValueError("comments are not deleted for good")
        route = f"comments/{int(remote_id)}"
        fields = f"{items.COMMENT_FIELDS},author_ip,author_user_agent"
        answer = await self._get(route, {"_fields": fields})
        if _is_deleted(answer):
            return None
        entry = answers.entry(self._done(answer), self._host)
        if entry.get("status") != _STATUSES[verdict]:
            # WordPress puts our own address and browser in place of whatever is not sent back.
            change = {"status": _STATUSES[verdict], **items.origin(entry)}
            answer = await self._send("POST", route, change)
        return None if _is_deleted(answer) else await self._only(answer)

    async def look(self, remote_id: str) -> Reviewed | None:
        """Ask for one comment, whatever was decided about it; None if it was deleted."""
        answer = await self._get(f"comments/{int(remote_id)}", {"_fields": items.COMMENT_FIELDS})
        return None if _is_deleted(answer) else await self._only(answer)

    async def held(self, *, page: int = 1) -> Page[Reviewed]:
        """List the comments that wait for a decision, newest id first, at most 100 a page."""
        query = _listing("hold", items.COMMENT_FIELDS) | {"order": "desc", "page": page}
        answer = self._done(await self._get("comments", query))
        found = await self._read(answers.entries(answer, self._host))
        return answers.page(answer, tuple(found), page)

    async def _trash(self, remote_id: str) -> Reviewed | None:
        answer = await self._send("DELETE", f"comments/{int(remote_id)}", None)
        if refusal(answer) == "rest_already_trashed":
            return await self.look(remote_id)
        return None if _is_deleted(answer) else await self._only(answer)

    async def _claims(self, draft: Draft, status: str) -> list[items.Item]:
        """List the comments that name the draft's message and are by its person."""
        query = _listing(status, f"{items.COMMENT_FIELDS},author_email")
        query["post"] = int(draft.article_id)
        query["search"] = draft.message_url.rpartition("/")[2]
        answer = self._done(await self._get("comments", query))
        found = answers.entries(answer, self._host)
        if len(found) < min(answers.total(answer) or 0, MOST):
            raise answers.lacking_rights(self._host)
        return [
            entry
            for entry in found
            if entry.get("author_url") == draft.message_url and items.is_by(entry, draft.by)
        ]

    async def _only(self, answer: Answer) -> Reviewed:
        entry = answers.entry(self._done(answer), self._host)
        (only,) = await self._read([entry])
        return only

    async def _read(self, entries: list[items.Item]) -> list[Reviewed]:
        """Read comments, asking first whose the articles are if any comment needs to know."""
        await self._learn_authors(items.articles_of_accounts(entries))
        return self._reviews(entries)

    def _reviews(self, entries: list[items.Item]) -> list[Reviewed]:
        def read(entry: items.Item) -> Reviewed:
            return items.reviewed(entry, self._authors.get(str(entry["post"])))

        return answers.each(entries, read, self._host)

    async def _learn_authors(self, article_ids: set[str]) -> None:
        unknown = article_ids - self._authors.keys()
        if not unknown:
            return
        query: Query = {
            "include": ",".join(sorted(unknown)),
            "per_page": MOST,
            "_fields": "id,author",
        }
        answer = self._done(await self._get("posts", query))
        self._authors.update(items.authors(answers.entries(answer, self._host)))

    def _taken(self, answer: Answer) -> Answer:
        refused = answers.comment_refusal(answer)
        if refused is not None:
            raise refused
        return self._done(answer)

    def _done(self, answer: Answer) -> Answer:
        return answers.done(answer, self._host, self._credentials)

    async def _get(self, route: str, query: Query) -> Answer:
        return await self._fetcher.get(
            self._url(route, query), auth=self._credentials, max_bytes=_ROOM, urgent=True
        )

    async def _send(self, method: str, route: str, fields: Mapping[str, object] | None) -> Answer:
        return await self._fetcher.send(
            self._url(route, {"_fields": items.COMMENT_FIELDS}),
            method=method,
            auth=self._credentials,
            json=fields,
            max_bytes=_ROOM,
        )

    def _url(self, route: str, query: Query) -> str:
        return route_url(self._address.api, f"wp/v2/{route}", {"context": "edit", **query})


def _fields(draft: Draft) -> dict[str, object]:
    fields: dict[str, object] = {
        "post": int(draft.article_id),
        "parent": int(draft.parent_id or 0),
        "content": draft.html,
        "author_url": draft.message_url,
    }
    if isinstance(draft.by, Account):
        fields["author"] = draft.by.id
    else:
        # A name is markup to WordPress: it would take <x> out of it, and leave none of "<x>".
        fields["author_name"] = escape(draft.by.name, quote=False)
        fields["author_email"] = draft.by.email
    return fields | ({"status": "approved"} if draft.approved else {})


def _listing(status: str, fields: str) -> Query:
    return {
        "status": status,
        "orderby": "id",
        "order": "asc",
        "per_page": MOST,
        "_fields": fields,
    }


def _is_deleted(answer: Answer) -> bool:
    return answer.status == 404 and refusal(answer) == "rest_comment_invalid_id"
