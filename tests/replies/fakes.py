"""A thread with people in it and a blog's desk, in memory, with mishaps at any of their acts."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from bot.blogs.wordpress.kind import WORDPRESS
from bot.care.connections import Connections
from bot.errors import (
    BlogRefused,
    DiscussionClosed,
    DuplicateComment,
    MessageGone,
    PermissionMissing,
    ThreadClosed,
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
from bot.replies.ports import Activity, Said

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence

    from bot.blogs.base import Desk
    from bot.languages.language import Language
    from bot.replies.ports import Card

T = TypeVar("T")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
BOT = 1
ADDRESS = BlogAddress(
    WORDPRESS, "https://blog.example/", "https://blog.example/wp-json/", "The Blog"
)


class Killed(BaseException):
    """The process ends here, whatever it was about to do."""


@dataclass(slots=True)
class Mishap:
    """What goes wrong at the act with this number, counted from the start."""

    at: int
    error: BaseException
    stored: bool
    """Whether what was asked for happened all the same."""


class Mishaps:
    """Counts acts, and lets some go wrong."""

    def __init__(self) -> None:
        self.acts = 0
        self.planned: list[Mishap] = []
        self.next: list[tuple[str, BaseException, bool]] = []
        """The next act whose name begins so fails with this, having happened or not."""
        self.log: list[str] = []
        self.after: Callable[[], object] = lambda: None
        """Done after each act."""
        self.between: dict[str, Callable[[], Awaitable[None]]] = {}
        """What else happens right after the next act of this name."""

    async def act(self, name: str, do: Callable[[], T]) -> T:
        self.acts += 1
        self.log.append(name)
        due = [(each.error, each.stored) for each in self.planned if each.at == self.acts]
        for planned in [each for each in self.next if name.startswith(each[0])][:1]:
            self.next.remove(planned)
            due.append(planned[1:])
        for error, stored in due:
            if stored:
                do()
            raise error
        done = do()
        self.after()
        if name in self.between:
            await self.between.pop(name)()
        return done


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


@dataclass(slots=True)
class Question:
    """A question that stands below a message."""

    about: int
    name: str
    language: str
    blog: str


@dataclass
class FakeTalk:
    """Implements `Talk`: one thread, whose messages have growing ids.

    It answers as the real one does on `tests/wire`: the nonce of a message that is gone finds
    nothing, what is read after a message comes oldest first, ours among it, and a thread that
    moderators closed and locked takes neither messages nor marks.
    """

    mishaps: Mishaps
    thread: int = 100
    messages: dict[int, Said] = field(default_factory=dict)
    questions: dict[int, Question] = field(default_factory=dict)
    marks: dict[int, set[str]] = field(default_factory=dict)
    cards: dict[int, Card] = field(default_factory=dict)
    card_languages: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    nonces: dict[str, int] = field(default_factory=dict)
    moderator_deleted: bool = False
    unreadable: bool = False
    withholds: bool = False
    """Whether Discord keeps some words from the bot; which, each message says."""
    joined_as: int = 0
    closed: bool = False
    moderators_deleted: set[int] = field(default_factory=set)
    """Messages that they deleted while nobody listened."""
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(101))

    def say(
        self, content: str | None, *, member: int, answers: int | None = None, **more: object
    ) -> Said:
        """Somebody writes into the thread."""
        said = Said(next(self.numbers), self.thread, member, content, answers=answers)
        self.messages[said.id] = replace(said, **more)  # type: ignore[arg-type]
        return self.messages[said.id]

    def forget(self) -> None:
        """It remembers nothing."""

    def reads_all(self) -> bool:
        return not self.withholds

    def require_reading(self, guild: int, channel: int) -> None:
        if self.unreadable:
            raise PermissionMissing("The bot can't see the channel.")

    def joined(self, guild: int) -> int:
        return self.joined_as

    async def active(self, guild: int) -> dict[int, Activity]:
        activity = Activity(await self.newest(self.thread), None)
        return await self.mishaps.act("active", lambda: {self.thread: activity})

    async def archived(self, channel: int, wanted: Collection[int]) -> dict[int, Activity]:
        return await self.mishaps.act("archived", dict)

    async def message(self, thread: int, message: int) -> Said | None:
        return await self.mishaps.act("message", lambda: self.messages.get(message))

    async def name(self, guild: int, member: int) -> str:
        return f"Name {member}"

    async def newest(self, thread: int) -> int:
        return max([*self.messages, *self.questions, thread])

    async def after(self, thread: int, message: int) -> list[Said]:
        ours = {key: Said(key, self.thread, BOT, "", by_person=False) for key in self.questions}
        later = [said for key, said in sorted((self.messages | ours).items()) if key > message]
        return await self.mishaps.act("after", lambda: later[:100])

    async def mark(
        self, thread: int, message: int, *, add: Sequence[str], remove: Sequence[str]
    ) -> None:
        def marked() -> None:
            if message not in self.messages:
                raise MessageGone("gone")
            self._require_open()
            self.marks[message] = (self.marks.get(message, set()) | {*add}) - {*remove}

        await self.mishaps.act("mark", marked)

    async def ask(
        self,
        thread: int,
        message: int,
        *,
        blog: str,
        name: str,
        as_author: bool,
        nonce: str,
        say: Language,
    ) -> int:
        def asked() -> int:
            if message not in self.messages:
                raise MessageGone("gone")
            self._require_open()
            if self.nonces.get(nonce, 0) not in {0, *self.questions}:
                raise MessageGone("Discord says so of a nonce whose message was deleted")
            if nonce not in self.nonces:
                self.nonces[nonce] = next(self.numbers)
                self.questions[self.nonces[nonce]] = Question(message, name, say.code, blog)
            return self.nonces[nonce]

        return await self.mishaps.act("ask", asked)

    async def find_question(self, thread: int, message: int) -> int | None:
        found = [key for key, question in self.questions.items() if question.about == message]
        return await self.mishaps.act("find question", lambda: found[0] if found else None)

    async def take_back(self, thread: int, message: int) -> None:
        await self.mishaps.act("take back", lambda: self.questions.pop(message, None))

    async def tell(self, thread: int, message: int, words: str, *, nonce: str) -> None:
        def told() -> None:
            self._require_open()
            self.told.append(words)

        await self.mishaps.act("tell", told)

    async def show_card(self, channel: int, card: Card, *, nonce: str, say: Language) -> int:
        def shown() -> int:
            self.card_languages.add(say.code)
            return self._send(nonce, self.cards, card)

        return await self.mishaps.act("show card", shown)

    async def find_card(self, channel: int, card: Card, *, since: int) -> int | None:
        found = [key for key, shown in self.cards.items() if shown.comment == card.comment]
        return await self.mishaps.act("find card", lambda: found[0] if found else None)

    async def change_card(self, channel: int, message: int, card: Card, *, say: Language) -> None:
        def changed() -> None:
            if message not in self.cards:
                raise MessageGone("gone")
            self.cards[message] = card
            self.card_languages.add(say.code)

        await self.mishaps.act("change card", changed)

    async def deleted_by_moderator(self, guild: int, thread: int, member: int) -> bool:
        return self.moderator_deleted

    async def deleted_by_moderators(
        self, guild: int, thread: int, messages: Mapping[int, int]
    ) -> set[int]:
        return self.moderators_deleted & messages.keys()

    def _send(self, nonce: str, place: dict[int, T], what: T) -> int:
        """The message that this nonce made lately, if any, must still be there."""
        if nonce not in self.nonces:
            self.nonces[nonce] = next(self.numbers)
            place[self.nonces[nonce]] = what
        if self.nonces[nonce] not in place:
            raise MessageGone("gone")
        return self.nonces[nonce]

    def _require_open(self) -> None:
        if self.closed:
            raise ThreadClosed("The thread is closed and locked.")


class FakeConnections(Connections):
    """Opens the one desk, while there is an account."""

    def __init__(self, desk: FakeDesk) -> None:
        self.desk = desk
        self.connected = True

    async def has(self, guild: int, blog: int) -> bool:
        return self.connected

    async def open(self, guild: int, blog: int) -> Desk:
        return self.desk
