"""A thread with people in it, in memory."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from bot.errors import (
    MessageGone,
    PermissionMissing,
    ThreadClosed,
)
from bot.replies.ports import Activity, Said

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.languages.language import Language
    from bot.replies.ports import Card
    from tests.replies.mishaps import Mishaps


T = TypeVar("T")
BOT = 1


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
