"""One blog, connected, with one thread in which people write: where tests of replies begin."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import AfterwordError
from bot.model import Article, ArticleState, Summary, Verdict
from bot.replies.asking import Choice
from bot.replies.engine import Replies
from bot.store.store import Store, open_store
from tests.pseudo import TWO_LANGUAGES
from tests.replies.fake_desk import ADDRESS, FakeConnections, FakeDesk
from tests.replies.fake_talk import FakeTalk
from tests.replies.mishaps import Killed, Mishaps

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.replies.ports import Said
    from bot.store.people.reply import ReplyRecord
    from tests.replies.fake_desk import Stored

GUILD, CHANNEL, THREAD = 10, 20, 100
NOON = 1_804_000_000
ANN, BEN, EVE = 1001, 1002, 1003
PATIENCE = 120


class World:
    """Discord, the blog, and what Afterword knows of them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.mishaps = Mishaps()
        self.desk = FakeDesk(self.mishaps)
        self.talk = FakeTalk(self.mishaps, THREAD)
        self.connections = FakeConnections(self.desk)
        self.now = NOON
        self.blog_id = 0
        self.mirror = 0
        self.start()

    def start(self) -> None:
        """Forget everything but the store."""
        self.replies = Replies(
            self.store, self.talk, self.connections, lambda: self.now, _nothing,
            languages=TWO_LANGUAGES, email="{hash}@discord.invalid",
        )  # fmt: skip

    async def settle(self, *, seconds: int = 1) -> None:
        """Let everything that is due happen; `seconds` pass first."""
        self.now += seconds
        async with asyncio.timeout(PATIENCE):
            self.replies.wake()
            await self.replies.settled()

    async def restart(self) -> None:
        """Killed and started anew; what happened meanwhile was not heard."""
        self.replies._stop.set()
        async with asyncio.timeout(PATIENCE):
            await self.replies.stop()
        self.start()
        self.replies.ready()
        await self.settle()

    async def say(self, content: str, *, member: int = ANN, answers: int | None = None) -> Said:
        """Somebody writes, and the bot hears it."""
        said = self.talk.say(content, member=member, answers=answers)
        await self.replies.intake.hear(said)
        await self.settle()
        return said

    async def edit(self, message: int, content: str) -> None:
        self.rewrite(message, content)
        await self.replies.intake.edited(message)
        await self.settle()

    def rewrite(self, message: int, content: str) -> None:
        """Somebody edits, and nobody hears it."""
        said = self.talk.messages[message]
        edited = max(self.now * 1000, said.edited + 1)
        self.talk.messages[message] = replace(said, content=content, edited=edited)

    async def delete(self, message: int, *, in_bulk: bool = False) -> None:
        del self.talk.messages[message]
        await self.replies.intake.deleted(message, in_bulk=in_bulk)
        await self.settle()

    async def answer(self, choice: Choice, *, member: int = ANN) -> None:
        """Somebody answers the question that stands; again, if the bot died under their finger."""
        for _ in range(10):
            try:
                await self.replies.asking.answer(GUILD, member, choice, name=f"Name {member}")
                break
            except (Killed, AfterwordError):
                await self.restart()
        await self.settle()

    async def agree(self, *members: int) -> None:
        """These said yes, long ago."""
        for member in members:
            await self.answer(Choice.ALWAYS, member=member)

    async def read_blog(self) -> None:
        """What a cycle of reading does, for comments."""
        seen = self.desk.seen()
        await self.store.comments.note(self.blog_id, seen)
        known = await self.store.comments.of(1)
        gone = {each.remote_id for each in known} - {each.remote_id for each in seen}
        await self.store.comments.gone(self.blog_id, sorted(gone))
        await self.store.replies.settle(self.blog_id)
        await self.replies.beat()
        await self.settle()

    async def mirror_comment(self, remote_id: str, message: int) -> None:
        """The mirror shows a comment of the blog as this message."""
        await self.store.parts.claim(
            self.mirror, remote_id, 1, generation=0, nonce=f"n{remote_id}", content="", now=self.now
        )
        await self.store.parts.sent(self.mirror, remote_id, 1, message, "", now=self.now)

    async def reply(self, message: int) -> ReplyRecord | None:
        return await self.store.replies.get(message)

    def standing(self) -> list[Stored]:
        """What visitors see of members' words."""
        return [
            stored
            for stored in self.desk.comments.values()
            if stored.verdict is Verdict.APPROVED and stored.email.endswith("@discord.invalid")
        ]

    def words(self) -> list[str]:
        return [stored.html for stored in self.standing()]


async def _nothing() -> None:
    return


@asynccontextmanager
async def world(path: Path, language: str = "en") -> AsyncIterator[World]:
    """A blog with one article, mirrored in one thread; nobody has said anything yet."""
    async with open_store(path / "afterword.sqlite3") as store:
        await store.blogs._database.rows("PRAGMA synchronous = OFF")
        here = World(store)
        here.blog_id = await store.blogs.add(ADDRESS)
        await store.follows.start(
            here.blog_id, guild=GUILD, channel=CHANNEL, backfill=10, language=language
        )
        await store.articles.note(here.blog_id, [_summary()], now=NOON)
        await store.follows.begin(here.blog_id)
        await store.articles.read(here.blog_id, _article())
        (mirror,) = await store.mirrors.unfinished()
        here.mirror = mirror.id
        await store.announcements.announced(mirror.id, THREAD, None)
        await store.mirrors.threaded(mirror.id, THREAD, "On patience")
        here.replies.ready()
        await here.settle()
        try:
            yield here
        finally:
            await here.replies.stop()


def _summary() -> Summary:
    return Summary(
        "1", "https://blog.example/1/", "On patience", datetime(2027, 3, 1, tzinfo=UTC), "v1",
        ArticleState.PUBLISHED,
    )  # fmt: skip


def _article() -> Article:
    return Article(
        "1", "https://blog.example/1/", "On patience", "The Keeper",
        datetime(2027, 3, 1, tzinfo=UTC), "v1", "", "<p>Slowly.</p>", None, (),
        ArticleState.PUBLISHED,
    )  # fmt: skip
