"""Killed at any instant, the bot loses nothing and says nothing twice.

A bot that sends first and records afterwards fails this: see `tests/wire/` for that one.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.demo.blog_content import Author, Content
from tests.e2e.afterword import Afterword, serving
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.rest import RequestRow, Stage
    from tests.wire.world import MessageRow

KILLS = int(os.environ.get("AFTERWORD_KILLS", "5"))
"""Each takes some three seconds; the figures come from `AFTERWORD_KILLS=20`."""

COMMENTS = int(os.environ.get("AFTERWORD_COMMENTS", "40"))
TITLE = "On keeping a promise"


def discussion(comments: int, seed: int) -> Content:
    """An article with a random tree of comments, one in ten of them long."""
    chance = random.Random(seed)
    content = Content("Test", "", Author("owner", "Olga Owner", "owner@example.test"))
    article = content.add_article(
        title=TITLE, html="<p>Words.</p>", published=datetime.now(UTC) - timedelta(days=2)
    )
    for number in range(1, comments + 1):
        words = f"Comment {number}. " + "Some words that fill the room. " * chance.choice([1, 3, 9])
        content.add_comment(
            article_id=article.id,
            parent_id=chance.choice([0, 0, *range(1, number)]),
            name=f"Person {number % 7}",
            email=f"person{number % 7}@example.test",
            html=f"<p>{words * (8 if number % 10 == 0 else 1)}</p>",
            created=article.published + timedelta(minutes=number),
        )
    return content


class Executioner:
    """Kills the bot's process at one random step of one random request from now on."""

    def __init__(self, wire: Wire, chance: random.Random, within: int) -> None:
        self._left = chance.randint(1, within)
        self._wire = wire
        self.pid: int | None = None
        wire.rest.watchers.append(self._watch)

    def strike(self) -> None:
        """Kill now, unless it is done."""
        if self.pid is not None:
            os.kill(self.pid, 9)
            self.pid = None
            self._wire.rest.watchers.remove(self._watch)

    def _watch(self, _stage: Stage, _row: RequestRow) -> None:
        self._left -= 1
        if self._left <= 0:
            self.strike()


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_first_mirror_survives_kills(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    content = discussion(COMMENTS, seed=1)
    pace = float(os.environ.get("AFTERWORD_PACE", "20"))
    async with Wire(pace=pace, seed=7) as wire, serving(content) as blog:
        guild = wire.world.create_guild("Community")
        channel = wire.world.create_channel(guild, "articles", kind)
        bot = Afterword(wire, channel, tmp_path, blog)
        for status in (500, None):
            for when in ("before", "after"):
                wire.fault(
                    "POST", "/channels/*/messages",
                    status=status, when=when, probability=min(0.03, 5 / COMMENTS), times=None,
                )  # fmt: skip
        for _ in range(KILLS):
            # Each start takes some five requests to log in; each request has three steps.
            executioner = Executioner(wire, chance, within=15 + 6 * COMMENTS // KILLS)
            async with bot.running() as process:
                executioner.pid = process.pid
                await wire.until(
                    lambda: process.returncode is not None or complete(bot, content), seconds=150
                )
                executioner.strike()
                assert await process.wait() == -9
        wire.faults.waiting.clear()
        asked = len(wire.rest.requests)
        async with bot.running() as process:
            await wire.until(
                lambda: len(wire.rest.requests) > asked and complete(bot, content),
                seconds=60 + COMMENTS / pace * 2,
            )
            process.terminate()
            assert await process.wait() == 0
        check(bot, content)


def complete(bot: Afterword, content: Content) -> bool:
    """Whether every comment's words are there, in order."""
    if bot.written() < len(content.comments):
        return False
    said: dict[int, str] = defaultdict(str)
    for seen in bot.comments(TITLE):
        said[seen.comment] += f" {seen.words}"
    return all(
        said[comment.id].split() == comment.html[3:-4].split()
        for comment in content.comments.values()
    )


def check(bot: Afterword, content: Content) -> None:
    assert [row.embeds[0]["title"] for row in announced(bot)] == [TITLE]
    seen = bot.comments(TITLE)
    parts = [(each.comment, each.number) for each in seen]
    assert len(parts) == len(set(parts)), "a message is there twice"
    assert complete(bot, content), "words are missing, or out of order"
    first = {each.comment: each.message for each in seen if each.number == 1}
    assert set(first) == set(content.comments), "a comment is there that the blog doesn't have"
    for each in seen:
        if each.number == 1:
            parent = content.comments[each.comment].parent_id
            assert each.reply_to == (first[parent] if parent else None)


def announced(bot: Afterword) -> list[MessageRow]:
    threads = bot.wire.world.threads(bot.channel)
    starters = [row for thread in threads for row in bot.wire.world.messages(thread.id)[:1]]
    return [row for row in [*bot.announcements(), *starters] if row.embeds]
