"""People who talk in an article's thread."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.e2e.afterword import read
from tests.wire.wire import PATIENCE

if TYPE_CHECKING:
    from tests.e2e.afterword import Afterword
    from tests.wire.world import MessageRow

EPHEMERAL = 1 << 6

DONE = {"✅"}


@dataclass(slots=True)
class Conversation:
    """One article's thread, and who talks there."""

    bot: Afterword
    title: str
    guild: int
    people: dict[str, int] = field(default_factory=dict)

    @property
    def thread(self) -> int:
        found = self.bot.thread(self.title)
        assert found is not None, "the thread is not there"
        return found

    def rows(self) -> list[MessageRow]:
        """What stands in the thread, without what is shown to one person alone."""
        everything = self.bot.wire.world.messages(self.thread)
        return [row for row in everything if not row.flags & EPHEMERAL]

    async def mirrored(self, *comments: int) -> None:
        """Wait until the thread shows these comments of the blog."""

        def there() -> bool:
            return {each.comment for each in self.bot.comments(self.title)} >= set(comments)

        await self.bot.wire.until(there)

    def shown(self, comment: int) -> list[int]:
        """The bot's messages that show this comment."""
        return [each.message for each in self.bot.comments(self.title) if each.comment == comment]

    def join(self, *names: str) -> None:
        for name in names:
            self.people[name] = self.bot.wire.world.create_member(self.guild, name)

    def say(self, name: str, words: str, answers: int | None = None, *, ping: bool = True) -> int:
        return self.bot.wire.world.send(self.people[name], self.thread, words, answers, ping=ping)

    def edit(self, message: int, words: str) -> None:
        self.bot.wire.world.edit(self.thread, message, words)

    def delete(self, message: int) -> None:
        self.bot.wire.world.delete_message(self.thread, message)

    def question(self, name: str) -> MessageRow | None:
        """The question that stands for this member; fails if there are two."""
        mine = re.compile(rf"consent:always:{self.people[name]}:")
        found = [row for row in self.rows() if mine.search(json.dumps(row.components))]
        assert len(found) <= 1, "asked twice at a time"
        return found[0] if found else None

    async def answer(self, name: str, choice: str) -> None:
        """Press a button of the question, as soon as it stands, and read what is said then."""
        question = await self.bot.wire.until(lambda: self.question(name))
        found = re.search(rf"consent:{choice}:\d+:\d+", json.dumps(question.components))
        assert found is not None
        pressed = await self.press(name, question.id, found[0])

        def thanked() -> bool:
            shown = self.bot.wire.people.interaction(pressed).message
            return shown is not None and bool(shown.content)

        await self.bot.wire.until(thanked)

    async def press(self, name: str, message: int, custom_id: str) -> int:
        people = self.bot.wire.people
        pressed = people.click(self.people[name], self.thread, message, custom_id)
        await self.bot.wire.until(lambda: people.interaction(pressed).answered)
        return pressed

    def marks(self, message: int) -> set[str]:
        """The reactions under a message."""
        (row,) = [row for row in self.rows() if row.id == message]
        return set(row.reactions)

    async def marked(self, message: int, marks: set[str], seconds: float = PATIENCE) -> None:
        await self.bot.wire.until(lambda: self.marks(message) == marks, seconds=seconds)

    async def why(self, name: str, message: int) -> str:
        """What the bot answers to "Why?"."""
        people = self.bot.wire.people
        asked = people.on_message(self.people[name], self.thread, "Why?", message)
        shown = await self.bot.wire.until(lambda: people.interaction(asked).message)
        assert people.interaction(asked).ephemeral
        return shown.content

    def copies(self, comments: set[int]) -> list[MessageRow]:
        """The bot's messages that show one of these comments."""
        return [
            row
            for row in self.rows()
            if (seen := read(row)) is not None and seen.comment in comments
        ]

    def uttered(self) -> str:
        """All that the bot ever wrote as messages, even if it took it back."""
        asked = self.bot.wire.rest.requests
        sent = [row.body for row in asked if row.method == "POST" and row.path.endswith("messages")]
        return "\n".join(str(body.get("content")) for body in sent)
