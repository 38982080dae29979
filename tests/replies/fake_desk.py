"""A blog's desk, in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from bot.blogs.wordpress.kind import WORDPRESS
from bot.care.connections import Connections
from bot.errors import (
    BlogRefused,
    DiscussionClosed,
    DuplicateComment,
)
from bot.model import (
    Account,
    BlogAddress,
    Comment,
    CommentState,
    Draft,
    Guest,
    Page,
    Reviewed,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blogs.base import Desk
    from tests.replies.mishaps import Mishaps


T = TypeVar("T")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ADDRESS = BlogAddress(
    WORDPRESS, "https://blog.example/", "https://blog.example/wp-json/", "The Blog"
)


@dataclass(slots=True)
class Stored:
    """A comment as the blog has it; `claims` is its author's address."""

    id: int
    article: str
    parent: str | None
    name: str
    email: str
    account: int
    claims: str
    html: str
    verdict: Verdict


class FakeDesk:
    """Implements `Desk` as WordPress was measured to behave."""

    def __init__(self, mishaps: Mishaps) -> None:
        self.address = ADDRESS
        self.comments: dict[str, Stored] = {}
        self.mishaps = mishaps
        self.closed = False
        self.revoked = False
        self.holds_new = False
        self.rules: dict[str, Verdict] = {}
        """What becomes of new comments with these words."""

    async def check(self) -> Account:
        return await self._act("check", lambda: Account(7, "The Keeper"))

    async def authors(self) -> list[Account]:
        return await self._act("authors", lambda: [Account(7, "The Keeper")])

    async def write(self, draft: Draft) -> Reviewed:
        return await self._act(f"write {draft.html}", lambda: self._review(self._store(draft)))

    async def judge(self, draft: Draft) -> Verdict:
        tried = await self.write(replace(draft, approved=False))
        number = tried.comment.remote_id

        def deleted() -> Verdict:
            self.comments[number].verdict = Verdict.DELETED
            return tried.verdict

        return await self._act("delete", deleted)

    async def find(self, draft: Draft) -> list[Reviewed]:
        def found() -> list[Reviewed]:
            return [
                self._review(stored)
                for stored in self.comments.values()
                if stored.claims == draft.message_url
                and stored.verdict is not Verdict.DELETED
                and (
                    stored.email == draft.by.email
                    if isinstance(draft.by, Guest)
                    else stored.account == draft.by.id
                )
            ]

        return await self._act("find", found)

    async def rewrite(self, remote_id: str, html: str) -> Reviewed | None:
        def rewritten() -> Reviewed | None:
            if not self._exists(remote_id):
                return None
            self.comments[remote_id].html = html
            return self._review(self.comments[remote_id])

        return await self._act("rewrite", rewritten)

    async def decide(self, remote_id: str, verdict: Verdict) -> Reviewed | None:
        def decided() -> Reviewed | None:
            if not self._exists(remote_id):
                return None
            self.comments[remote_id].verdict = verdict
            return self._review(self.comments[remote_id])

        return await self._act("decide", decided)

    async def look(self, remote_id: str) -> Reviewed | None:
        def seen() -> Reviewed | None:
            return self._review(self.comments[remote_id]) if self._exists(remote_id) else None

        return await self._act("look", seen)

    async def held(self, *, page: int = 1) -> Page[Reviewed]:
        def listed() -> Page[Reviewed]:
            held = [
                self._review(stored)
                for stored in reversed(self.comments.values())
                if stored.verdict is Verdict.HELD
            ]
            items = tuple(held[(page - 1) * 100 : page * 100])
            return Page(items, len(held), max(1, -(-len(held) // 100)))

        return await self._act("held", listed)

    def say(self, name: str, html: str, *, claims: str = "", parent: str | None = None) -> str:
        """A visitor's comment, by the form."""
        stored = Stored(
            len(self.comments) + 1, "1", parent, name, f"{name}@x.test", 0, claims, html,
            Verdict.APPROVED,
        )  # fmt: skip
        self.comments[str(stored.id)] = stored
        return str(stored.id)

    def seen(self) -> list[Comment]:
        """What a visitor's reading shows."""
        reviewed = [self._review(stored) for stored in self.comments.values()]
        return [each.comment for each in reviewed if each.verdict is Verdict.APPROVED]

    async def _act(self, name: str, do: Callable[[], T]) -> T:
        if self.revoked:
            self.mishaps.log.append(name)
            raise BlogRefused("The password no longer counts.")
        return await self.mishaps.act(name, do)

    def _exists(self, remote_id: str) -> bool:
        found = self.comments.get(remote_id)
        return found is not None and found.verdict is not Verdict.DELETED

    def _store(self, draft: Draft) -> Stored:
        if self.closed:
            raise DiscussionClosed("Comments on this article are closed.")
        guest = draft.by if isinstance(draft.by, Guest) else Guest(draft.by.name, "keeper@x.test")
        account = draft.by.id if isinstance(draft.by, Account) else 0
        assert guest.name, "WordPress turns a guest without a name down"
        key = (draft.article_id, draft.parent_id, guest.email, draft.html)
        for other in self.comments.values():
            same = (other.article, other.parent, other.email, other.html) == key
            if same and other.verdict not in {Verdict.TRASHED, Verdict.DELETED}:
                raise DuplicateComment("The same words are there already.")
        verdict = Verdict.HELD if self.holds_new and not draft.approved else Verdict.APPROVED
        if not draft.approved:
            verdict = next((v for word, v in self.rules.items() if word in draft.html), verdict)
        stored = Stored(
            len(self.comments) + 1, draft.article_id, draft.parent_id, guest.name, guest.email,
            account, draft.message_url, draft.html, verdict,
        )  # fmt: skip
        self.comments[str(stored.id)] = stored
        return stored

    def _review(self, stored: Stored) -> Reviewed:
        there = stored.verdict is Verdict.APPROVED
        claimed = stored.claims.rpartition("/")[2]
        return Reviewed(
            Comment(
                remote_id=str(stored.id),
                article_id=stored.article,
                parent_id=stored.parent,
                author=stored.name,
                by_article_author=stored.account == 7,
                created=NOW,
                url=f"https://blog.example/1/#comment-{stored.id}",
                html=f"<p>{stored.html}</p>",
                state=CommentState.VISIBLE if there else CommentState.GONE,
                message=int(claimed) if claimed.isdigit() else None,
            ),
            stored.verdict,
        )


class FakeConnections(Connections):
    """Opens the one desk, while there is an account."""

    def __init__(self, desk: FakeDesk) -> None:
        self.desk = desk
        self.connected = True

    async def has(self, guild: int, blog: int) -> bool:
        return self.connected

    async def open(self, guild: int, blog: int) -> Desk:
        return self.desk
