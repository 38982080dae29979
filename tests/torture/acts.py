"""What members, commenters and moderators do, drawn by chance."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.torture.ledger import ALWAYS, COMMENTERS, MEMBERS, NEVER, ONCE, Utterance
from tests.torture.sides import APPROVED, CARD, CONSENT, HELD
from tests.torture.stage import MODERATOR

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tests.torture.sides import Comment, Thread
    from tests.torture.stage import Stage
    from tests.wire.world import MessageRow

FORM = "Reply on the blog"
LONG = "Some words that fill the room of more than one message. " * 60
MENTIONS = ("", "", "", " @everyone", " @here", " <@{user}>")


@dataclass(slots=True)
class Acts:
    """The script: each act changes one of the sides, as a person would.

    What an act draws depends on the seed, its number and what stands there, and on no act before.
    """

    stage: Stage
    seed: int
    chance: random.Random = field(default_factory=random.Random)
    _acts: int = 0
    _numbers: int = 0
    _pressed: dict[int, str] = field(default_factory=dict)
    """Presses and forms that the bot has not answered yet, and what they are about."""

    async def act(self) -> None:
        """One of them, if there is something to do it with."""
        self._acts += 1
        self.chance = random.Random(f"{self.seed}/act {self._acts}")
        weights = {
            self._comment: 6, self._edit_comment: 3, self._moderate: 4, self._say: 9,
            self._edit: 4, self._delete: 2, self.answer: 6, self._form: 2, self._card: 3,
            self._delete_for_good: 1,
        }  # fmt: skip
        acts: list[Callable[[], Awaitable[None]]] = list(weights)
        (chosen,) = self.chance.choices(acts, list(weights.values()))
        await chosen()

    def _token(self, letter: str) -> str:
        self._numbers += 1
        return f"{letter}{self._numbers}x{self.chance.randrange(1000, 9999)}"

    async def _comment(self) -> None:
        """A commenter writes, at top level or under another's."""
        article = self.chance.choice(list(self.stage.articles.values()))
        found = await self._comments(lambda each: each.article == article)
        parent = self.chance.choice([0, *(each.id for each in found if each.status == APPROVED)])
        status = self.chance.choice([APPROVED, APPROVED, APPROVED, HELD])
        user = self.stage.ledger.people[NEVER]
        words = self._token("w") + self.chance.choice(MENTIONS).format(user=user)
        if self.chance.random() < 0.1:
            words = f"{words} {LONG}"
        name = self.chance.choice(COMMENTERS)
        made = await self.stage.site.call(
            "POST", "comments", post=article, parent=parent, status=status, content=words,
            author_name=name, author_email=f"{name.lower()}@visitors.test",
        )  # fmt: skip
        if status == HELD:
            self.stage.ledger.sighted(int(made["id"]), visible=False)
        self._tell("blog", f"{name} writes c{made['id']} under c{parent}, {status}: {words[:30]}")

    async def _edit_comment(self) -> None:
        found = await self._comments(lambda each: not each.message and each.stands)
        if found:
            comment = self.chance.choice(found)
            words = f"{comment.html[:30].split()[0]} {self._token('e')}"
            await self.stage.site.call("POST", f"comments/{comment.id}", content=words)
            self._tell("blog", f"c{comment.id} is edited: {words}")

    async def _moderate(self) -> None:
        """On the blog itself: hold, approve, trash, take out of the trash."""
        found = await self._comments(lambda each: not each.message or each.stands)
        if not found:
            return
        comment = self.chance.choice(found)
        ledger = self.stage.ledger
        choices = ["trash", HELD] if comment.status == APPROVED else [APPROVED]
        decision = self.chance.choice(choices)
        ledger.sighted(comment.id, visible=decision == APPROVED)
        if decision == "trash":
            ledger.removed.add(comment.id)
            await self.stage.site.call("DELETE", f"comments/{comment.id}")
        else:
            await self.stage.site.call("POST", f"comments/{comment.id}", status=decision)
        self._tell("blog", f"c{comment.id} becomes {decision}")

    async def _delete_for_good(self) -> None:
        """On the blog itself; WordPress puts the answers under what it answered."""
        found = await self._comments(lambda each: not each.message)
        if found:
            comment = self.chance.choice(found)
            ledger = self.stage.ledger
            ledger.deleted[comment.id] = comment.parent
            ledger.moved |= {each.id for each in await self._comments(lambda _: True)
                             if each.parent == comment.id}  # fmt: skip
            await self.stage.site.call("DELETE", f"comments/{comment.id}?force=true")
            self._tell("blog", f"c{comment.id} is deleted for good")

    async def _say(self) -> None:
        """A member writes in a thread, mostly in answer to something."""
        thread = self._any_thread()
        if thread is not None:
            self._write(thread, self.chance.choice([*MEMBERS, ALWAYS, ALWAYS, ONCE]))

    def introduce(self) -> None:
        """The one who agrees to everything writes first, so that there is a question soon."""
        self.chance = random.Random(f"{self.seed}/introduction")
        thread = self._any_thread()
        if thread is not None:
            self._write(thread, ALWAYS)

    def _write(self, thread: Thread, name: str) -> None:
        answers, under = self._something_to_answer(thread)
        token = self._token("m")
        said = Utterance(token, name, thread.id, 0, answers, under)
        said.allowed = name == ALWAYS and self.stage.ledger.agreed
        self.stage.ledger.said[token] = said
        world = self.stage.wire.world
        person = self.stage.ledger.people[name]
        said.message = world.send(person, thread.id, f"{token} says {name[:1]}.", answers or None)
        said.due = said.allowed and self.stage.ledger.understood
        where = f"under {answers} (c{under})" if answers else "at top level"
        self._tell("discord", f"{name} says {token} ({said.message}) in {thread.id}, {where}")

    def _something_to_answer(self, thread: Thread) -> tuple[int, int]:
        """A message, and the comment that it shows if it is the bot's."""
        copies = [
            (seen.message, comment) for comment, parts in thread.copies.items() for seen in parts
        ]
        natives = [(message, 0) for message in thread.natives]
        return self.chance.choice([(0, 0), *copies, *natives])

    async def _edit(self) -> None:
        said = self._standing_message()
        if said is not None:
            words = f"{said.token} says {said.who[:1]}. Or {self._token('v')}"
            self.stage.wire.world.edit(said.thread, said.message, words)
            self._tell("discord", f"{said.token} is edited: {words}")

    async def _delete(self) -> None:
        said = self._standing_message()
        if said is not None:
            said.gone = True
            self._hide_comments_of(said, await self.stage.comments())
            self.stage.wire.world.delete_message(said.thread, said.message)
            self._tell("discord", f"{said.token} ({said.message}) is deleted")

    def _hide_comments_of(self, said: Utterance, comments: dict[int, Comment]) -> None:
        for each in comments.values():
            if each.message == said.message:
                self.stage.ledger.sighted(each.id, visible=False)

    async def answer(self) -> None:
        """Those who are asked answer, as each of them always does."""
        if not self.stage.connected:
            return
        people = self.stage.ledger.people
        choices = {people[ALWAYS]: "always", people[ONCE]: "once", people[NEVER]: "never"}
        for channel in self.stage.channels.values():
            for thread in self.stage.wire.world.threads(channel):
                for row in self.stage.wire.world.messages(thread.id):
                    found = CONSENT.search(json.dumps(row.components))
                    if found and int(found["user"]) in choices:
                        user, about = int(found["user"]), int(found["message"])
                        self._press_consent(thread.id, row, user, choices[user], about)

    def _press_consent(
        self, thread: int, row: MessageRow, user: int, choice: str, about: int
    ) -> None:
        said = self.stage.ledger.by_message(about)
        if said is None:
            return
        if choice != "never":
            self.stage.ledger.agreed |= choice == "always"
            for each in self._of(said.who) if choice == "always" else [said]:
                each.allowed = True
        custom_id = f"consent:{choice}:{user}:{about}"
        pressed = self.stage.wire.people.click(user, thread, row.id, custom_id)
        self._pressed[pressed] = f"{choice} {said.token}"
        self._tell("discord", f"{said.who} answers {choice} to the question about {said.token}")

    async def _form(self) -> None:
        """The one who agreed to everything writes a comment in a form."""
        thread = self._any_thread()
        if thread is None or not self.stage.connected or not thread.copies:
            return
        comment, parts = self.chance.choice(list(thread.copies.items()))
        people, user = self.stage.wire.people, self.stage.ledger.people[ALWAYS]
        try:
            asked = people.on_message(user, thread.id, FORM, parts[0].message)
        except KeyError:
            return
        self._pressed[asked] = f"form {thread.id} {parts[0].message} {comment}"
        self._tell("discord", f"{ALWAYS} asks for a form under c{comment}")

    async def _card(self) -> None:
        """The moderator decides in Discord."""
        if not self.stage.connected:
            return
        cards = [
            (row.id, found)
            for row in self.stage.wire.world.messages(self.stage.moderators)
            for found in re.findall(r"held:(?:approved|trashed):\d+:\d+(?::\w+)?",
                                    json.dumps(row.components))
        ]  # fmt: skip
        if cards:
            message, custom_id = self.chance.choice(cards)
            found = CARD.search(custom_id.replace("trashed", "approved"))
            assert found is not None
            self.stage.ledger.sighted(int(found["comment"]), visible=None)
            if "trashed" in custom_id:
                self.stage.ledger.removed.add(int(found["comment"]))
            user = self.stage.ledger.people[MODERATOR]
            self.stage.wire.people.click(user, self.stage.moderators, message, custom_id)
            self._tell("discord", f"{MODERATOR} presses {custom_id} of c{found['comment']}")

    def follow_up(self) -> None:
        """See what the bot answered to presses, and fill the forms that it showed."""
        people = self.stage.wire.people
        for pressed, what in list(self._pressed.items()):
            row = people.interaction(pressed)
            kind, *about = what.split()
            if kind == "form" and row.modal is not None:
                del self._pressed[pressed]
                self._fill(pressed, *map(int, about))
            elif row.message and "Thank you" in row.message.content:
                del self._pressed[pressed]
                said = self.stage.ledger.said[about[0]]
                self.stage.ledger.understood |= kind == "always"
                for each in self._of(said.who) if kind == "always" else [said]:
                    each.due = each.due or bool(each.message)  # a form's yes is its own
            elif row.message and "On its way" in row.message.content:
                del self._pressed[pressed]
                self.stage.ledger.said[about[0]].due = True

    def _fill(self, shown: int, thread: int, message: int, comment: int) -> None:
        token = self._token("f")
        said = Utterance(token, ALWAYS, thread, 0, message, comment, allowed=True)
        self.stage.ledger.said[token] = said
        sent = self.stage.wire.people.submit(shown, words=f"{token} says a form.")
        self._pressed[sent] = f"sent {token}"
        self._tell("discord", f"{ALWAYS} sends the form {token} under c{comment}")

    def _any_thread(self) -> Thread | None:
        threads: Sequence[Thread] = [
            each for there in self.stage.discord().threads.values() for each in there
        ]
        return self.chance.choice(threads) if threads else None

    def _standing_message(self) -> Utterance | None:
        said = [each for each in self.stage.ledger.said.values() if each.message and not each.gone]
        return self.chance.choice(said) if said else None

    def _of(self, name: str) -> list[Utterance]:
        return self.stage.ledger.of(name)

    async def _comments(self, wanted: Callable[[Comment], bool]) -> list[Comment]:
        return [each for each in (await self.stage.comments()).values() if wanted(each)]

    def _tell(self, kind: str, words: str) -> None:
        self.stage.story.tell(kind, words)
