"""Told to stop in the middle of writing to both sides, the bot ends soon and leaves nothing half.

`pytest -s` prints how long it took.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.demo.blog_content import Author, Content
from bot.mirror import engine as mirror
from bot.replies import engine as replies
from tests.e2e.afterword import Afterword, serving
from tests.e2e.conversation import Conversation
from tests.wire.wire import Wire
from tests.wordpress.trouble import COMMENTS, TroubledBlog

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator
    from pathlib import Path

TITLE = "On stopping"
MOST_SECONDS = 40.0
"""Both sides finish what is under way for four seconds, at once; a busy machine needs more."""

DOCKER_KILLS_AFTER = 10.0

MESSAGES = "/channels/*/messages"
NEVER = 300.0
"""Seconds; far longer than the bot may wait."""

HALF = {
    "part": "SELECT count(*) FROM part WHERE state IN ('sending', 'removing')",
    "mirror": "SELECT count(*) FROM mirror WHERE announcement_state = 'sending'",
    "reply": "SELECT count(*) FROM reply WHERE state = 'posting'",
}


@dataclass(slots=True)
class Scene:
    """A bot with one article, and a member who may write to its blog."""

    content: Content
    blog: TroubledBlog
    talk: Conversation

    @property
    def bot(self) -> Afterword:
        return self.talk.bot

    def add_comments(self, count: int) -> None:
        (article,) = self.content.articles
        for _ in range(count):
            words = f"<p>Comment {len(self.content.comments)} of many.</p>"
            self.content.add_comment(article, words, name="Ann", email="ann@readers.example")

    async def both_at_work(self) -> None:
        """Comments on their way to Discord, and a member's message on its way to the blog."""
        self.add_comments(80)
        shown = len(self.bot.comments(TITLE))
        await self.bot.wire.until(lambda: len(self.bot.comments(TITLE)) > shown + 3)
        asked = self.blog.count("POST", COMMENTS)
        self.talk.say("Ada", "Said while it stops.")
        await self.bot.wire.until(lambda: self.blog.count("POST", COMMENTS) > asked)

    def half_done(self) -> dict[str, int]:
        with closing(sqlite3.connect(self.bot.folder / "afterword.sqlite3")) as database:
            return {name: database.execute(sql).fetchone()[0] for name, sql in HALF.items()}

    async def complete(self) -> None:
        """Start again: everything is there in the end, and nothing twice."""
        self.blog.troubles.clear()
        self.bot.wire.faults.waiting.clear()
        self.bot.wire.limits.pace = 40  # slow only to be stopped in the middle
        others = sum(each.name != "Ada" for each in self.content.comments.values())
        async with self.bot.running():
            await self.bot.wire.until(
                lambda: (
                    len(self.bot.comments(TITLE)) >= others
                    and all(self.talk.marks(message) == {"✅"} for message in self.said())
                ),
            )
        shown = [seen.comment for seen in self.bot.comments(TITLE)]
        assert len(shown) == len(set(shown)), "a message is there twice"
        said = [each.html for each in self.content.comments.values() if each.name == "Ada"]
        assert len(said) == len(set(said)) == len(self.said())

    def said(self) -> list[int]:
        ada = self.talk.people["Ada"]
        return [row.id for row in self.talk.rows() if row.author_id == ada]


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    content = Content("Test", "", Author("owner", "Olga Owner", "owner@example.test"))
    published = datetime.now(UTC) - timedelta(days=2)
    article = content.add_article(title=TITLE, html="<p>Words.</p>", published=published)
    content.add_comment(article.id, "<p>First.</p>", name="Ann", email="ann@readers.example")
    async with Wire(pace=5) as wire, serving(content) as real, TroubledBlog(real) as blog:
        guild = wire.world.create_guild("Community")
        channel = wire.world.create_channel(guild, "articles")
        talk = Conversation(Afterword(wire, channel, folder, blog.url), TITLE, guild)
        talk.join("Ada")
        yield Scene(content, blog, talk)


async def introduce(scene: Scene) -> None:
    """The first comment is there, and Ada has agreed that what she writes goes to the blog."""
    await scene.talk.mirrored(1)
    first = scene.talk.say("Ada", "Hello.")
    await scene.talk.answer("Ada", "always")
    await scene.talk.marked(first, {"✅"})


def test_it_ends_before_docker_kills_it() -> None:
    assert max(mirror.GRACE, replies.GRACE) < DOCKER_KILLS_AFTER / 2, "then it closes"


async def stopped(process: Process, what: str) -> float:
    begun = time.monotonic()
    process.terminate()
    assert await process.wait() == 0
    seconds = time.monotonic() - begun
    print(f"{what}: {seconds:.2f} s")
    return seconds


async def test_what_is_under_way_is_finished(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        async with here.bot.running() as process:
            await introduce(here)
            here.blog.trouble("POST", COMMENTS, status=0, stored=True, delay=1.5)
            here.bot.wire.fault("POST", MESSAGES, status=0, when="after", delay=0.5, times=None)
            await here.both_at_work()
            assert await stopped(process, "slow answers") < MOST_SECONDS
        assert here.half_done() == {"part": 0, "mirror": 0, "reply": 0}
        assert len(here.bot.comments(TITLE)) < 60, "it stops instead of writing everything"
        await here.complete()


async def test_nobody_answers(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        here.bot.wire.gateway.deaf = True
        async with here.bot.running() as process:
            await introduce(here)
            here.blog.trouble("POST", COMMENTS, status=0, stored=True, delay=NEVER)
            here.add_comments(6)
            await here.bot.wire.until(lambda: len(here.bot.comments(TITLE)) > 6)
            here.bot.wire.fault("POST", MESSAGES, status=0, when="after", delay=NEVER, times=None)
            here.add_comments(20)
            here.talk.say("Ada", "Said while it stops.")
            posts = here.blog.count("POST", COMMENTS)
            await here.bot.wire.until(
                lambda: (
                    here.blog.count("POST", COMMENTS) > posts
                    and any(row.fault for row in here.bot.wire.rest.requests)
                )
            )
            assert await stopped(process, "no answers, and a dead line") < MOST_SECONDS
        here.bot.wire.gateway.deaf = False
        await here.complete()


@pytest.mark.parametrize("path", ["/users/@me", "/gateway/connect"])
async def test_while_it_connects(tmp_path: Path, path: str) -> None:
    async with scene(tmp_path) as here:
        fault = here.bot.wire.fault("GET", path, status=0, when="before", delay=NEVER)
        async with here.bot.running() as process:
            await here.bot.wire.until(lambda: fault.struck)
            assert await stopped(process, f"while waiting for {path}") < MOST_SECONDS
