"""People who talk in an article's thread, and the blog as its administrator sees it."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import os
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import aiohttp

from tests.e2e.afterword import LINK
from tests.e2e.troubled_blog import COMMENTS
from tests.wire.rest import RequestRow
from tests.wire.wire import PATIENCE

if TYPE_CHECKING:
    import random
    from collections.abc import Awaitable, Callable, Iterator

    from tests.e2e.afterword import Afterword
    from tests.e2e.troubled_blog import Passage, TroubledBlog
    from tests.wire.rest import Stage
    from tests.wire.world import MessageRow
    from tests.wordpress.server import Server

T = TypeVar("T")

PAUSE = 0.1
"""Seconds between two looks at a blog that can't tell when something changed."""

EPHEMERAL = 1 << 6

DONE = {"✅"}


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it is stored, whatever was decided about it."""

    id: int
    parent: int
    status: str
    name: str
    email: str
    url: str
    html: str

    @property
    def message(self) -> int:
        """The Discord message that it says it was; 0 for a comment of the blog's own."""
        found = re.fullmatch(r"https://discord\.com/channels/\d+/\d+/(\d+)", self.url)
        return int(found[1]) if found else 0

    @property
    def words(self) -> str:
        return html.unescape(re.sub(r"<[^>]*>", "", self.html))


@dataclass(frozen=True, slots=True)
class Site:
    """WordPress as its administrator uses it, past the bot."""

    server: Server
    session: aiohttp.ClientSession

    async def call(self, method: str, path: str, **body: Any) -> Any:
        """Ask its REST API."""
        account = aiohttp.encode_basic_auth(self.server.user, self.server.password)
        async with self.session.request(
            method,
            f"{self.server.api}wp/v2/{path}",
            json=body or None,
            headers={"Authorization": account},
        ) as answer:
            content = await answer.json()
            assert answer.status < 300, content
            return content

    async def article(self, title: str) -> int:
        made = await self.call("POST", "posts", title=title, status="publish", content="Words.")
        return int(made["id"])

    async def comment(self, article: int, words: str, *, parent: int = 0) -> int:
        """A visitor's."""
        made = await self.call(
            "POST", "comments", post=article, parent=parent, status="approved", content=words,
            author_name="Vera Visitor", author_email="vera@visitors.test",
        )  # fmt: skip
        return int(made["id"])

    async def written(self, article: int) -> list[Written]:
        """Every comment of the article, in the spam and the trash, too; oldest first."""
        pages = [
            await self.call(
                "GET", f"comments?context=edit&post={article}&status={status}&per_page=100"
            )
            for status in ("all", "spam", "trash")
        ]
        found = [
            Written(
                each["id"], each["parent"], each["status"], html.unescape(each["author_name"]),
                each["author_email"], each["author_url"], each["content"]["raw"],
            )
            for page in pages
            for each in page
        ]  # fmt: skip
        return sorted(found, key=lambda each: each.id)

    async def from_discord(self, article: int) -> list[Written]:
        return [each for each in await self.written(article) if each.message]


@contextlib.contextmanager
def guests_at_once(server: Server) -> Iterator[None]:
    """Guests' comments appear without a look at them, whatever links are in them."""
    names = ("comment_previously_approved", "comment_max_links")
    before = {name: server.eval(f"return get_option('{name}');") for name in names}
    server.eval(" ".join(f"update_option('{name}', 0);" for name in names))
    try:
        yield
    finally:
        for name, value in before.items():
            server.eval(f"update_option('{name}', {json.dumps(value)});")


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
            if (link := LINK.search(row.content.partition("\n")[0]))
            and int(link["comment"]) in comments
        ]

    def uttered(self) -> str:
        """All that the bot ever wrote as messages, even if it took it back."""
        asked = self.bot.wire.rest.requests
        sent = [row.body for row in asked if row.method == "POST" and row.path.endswith("messages")]
        return "\n".join(str(body.get("content")) for body in sent)


class Executioner:
    """Kills the bot at a random step of a request to either side, counted from when it is armed.

    Or, with `writing`, of a request that writes a comment: there it hurts most.
    """

    def __init__(self, bot: Afterword, blog: TroubledBlog, chance: random.Random) -> None:
        self._chance = chance
        self._left = 0
        self._writing = False
        self._pid: int | None = None
        bot.wire.rest.watchers.append(self._watch)
        blog.watchers.append(self._watch)
        self.struck: list[str] = []
        """At which steps it did."""

    def arm(self, pid: int, within: int, *, writing: bool) -> None:
        self._pid, self._left, self._writing = pid, self._chance.randint(1, within), writing

    def strike(self, at: str = "the end") -> None:
        """Kill now, unless it is done."""
        if self._pid is not None:
            os.kill(self._pid, 9)
            self._pid = None
            self.struck.append(at)

    def _watch(self, stage: Stage, row: RequestRow | Passage) -> None:
        target = row.path if isinstance(row, RequestRow) else row.target
        writes = row.method == "POST" and re.search(COMMENTS, target) is not None
        self._left -= writes or not self._writing
        if self._left <= 0:
            self.strike(f"{row.method} {target[:60]} {stage}")


async def eventually(ask: Callable[[], Awaitable[T | None]]) -> T:
    """Ask until something true comes back; AssertionError, with the last answer, if it doesn't."""
    end = time.monotonic() + PATIENCE
    while not (value := await ask()):
        assert time.monotonic() < end, f"not in {PATIENCE} seconds: {value!r}"
        await asyncio.sleep(PAUSE)
    return value
