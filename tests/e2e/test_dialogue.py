"""Forty messages of five people, twenty of them while the bot is killed again and again.

In the end each stands on a real WordPress once, in its place, under its writer's name.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.e2e.afterword import Afterword
from tests.e2e.conversation import DONE, Conversation
from tests.e2e.executioner import Executioner
from tests.wire.wire import Wire
from tests.wordpress.site import Site, eventually, guests_at_once
from tests.wordpress.trouble import COMMENTS, TroubledBlog

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from pathlib import Path

    from tests.wordpress.server import Server

pytestmark = pytest.mark.wordpress

KILLS = int(os.environ.get("AFTERWORD_KILLS", "5"))
"""Each takes some three seconds."""

SEED = int(os.environ.get("AFTERWORD_SEED", "1"))
PEOPLE = ("Ada", "Bjørn", "Zoë & Max", "O'Neil", "李明")
CALM, STORMY = 20, 20
DEPTH = 3
STEPS_OF_ONE, STEPS_OF_WRITING = 15, 3
"""What carrying one message takes: five requests of three steps each, one of which writes it."""


@dataclass(slots=True)
class Place:
    """Something that can be answered: a blog's comment, or a member's message."""

    level: int
    comment: int = 0
    """The blog's; 0 for a member's."""
    message: int = 0


@dataclass(slots=True)
class Line:
    """A member's message, and where it should stand."""

    name: str
    words: str
    answers: Place | None

    @property
    def level(self) -> int:
        return self.answers.level + 1 if self.answers else 1


@dataclass(slots=True)
class Dialogue:
    """What was said so far; says more, at random places."""

    talk: Conversation
    chance: random.Random
    places: list[Place]
    lines: dict[int, Line] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)

    def say(self, name: str | None = None) -> int:
        name = name or self.chance.choice(PEOPLE)
        words = f"Line {len(self.lines)}: I'm {name}, & 1 < 2."
        answers = self.chance.choice([None, *self.chance.choices(self.places, k=3)])
        target = None
        if answers is not None:
            parts = [answers.message] if answers.message else self.talk.shown(answers.comment)
            target = self.chance.choice(parts)
        message = self.talk.say(name, words, target)
        line = self.lines[message] = Line(name, words, answers)
        if line.level < DEPTH:
            self.places.append(Place(line.level, message=message))
        return message

    def edit(self, message: int) -> None:
        line = self.lines[message]
        line.words = f"{line.words} Or so I thought."
        self.talk.edit(message, line.words)

    def delete(self, message: int) -> None:
        """It is not answered from now on: that would be a message that answers nothing."""
        self.talk.delete(message)
        self.withdrawn.add(message)
        self.places = [place for place in self.places if place.message != message]

    def unanswered(self) -> list[int]:
        answered = {line.answers.message for line in self.lines.values() if line.answers}
        return [message for message in self.lines if message not in answered]

    def is_done(self) -> bool:
        standing = self.lines.keys() - self.withdrawn
        marks = {row.id: set(row.reactions) for row in self.talk.rows()}
        return all(marks[message] == DONE for message in standing)


async def test_nothing_is_lost_and_nothing_twice(wordpress: Server, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with (
        aiohttp.ClientSession() as session,
        Wire(pace=20) as wire,
        TroubledBlog(wordpress.url) as blog,
    ):
        with guests_at_once(wordpress):
            site = Site(wordpress, session)
            article = await site.article("On talking")
            long = await site.comment(article, "<p>Some words that fill the room.</p>" * 150)
            below = await site.comment(article, "I see.", parent=long)
            other = await site.comment(article, "Hm.")
            guild = wire.world.create_guild("Community")
            channel = wire.world.create_channel(guild, "articles")
            bot = Afterword(wire, channel, tmp_path, blog.url, wordpress.user, wordpress.password)
            talk = Conversation(bot, "On talking", guild)
            talk.join(*PEOPLE)
            places = [Place(1, long), Place(2, below), Place(1, other)]
            dialogue = Dialogue(talk, chance, places)
            async with bot.running(BLOG_BACKFILL="1"):
                await talk.mirrored(long, below, other)
                await wire.until(lambda: "message(s) written" in bot.log)
                assert len(talk.shown(long)) > 1
                await calm(dialogue)
            await stormy(dialogue, blog)
            async with bot.running():
                await wire.until(dialogue.is_done)

                async def trashed() -> bool:
                    return {
                        each.message
                        for each in await site.from_discord(article)
                        if each.status == "trash"
                    } == dialogue.withdrawn

                await eventually(trashed)
            await check(dialogue, site, article)
    assert "example.test" not in bot.log
    assert "A fault in Afterword itself" not in bot.log


async def calm(dialogue: Dialogue) -> None:
    """Everybody says something, is asked, and agrees; then they talk."""
    for name in PEOPLE:
        dialogue.say(name)
        await dialogue.talk.answer(name, "always")
    while len(dialogue.lines) < CALM:
        dialogue.say()
    await dialogue.talk.bot.wire.until(dialogue.is_done)


async def stormy(dialogue: Dialogue, blog: TroubledBlog) -> None:
    """They talk on, half of it while the bot is down, and it is killed at any step."""
    bot, chance = dialogue.talk.bot, dialogue.chance
    executioner = Executioner(bot, blog, chance)
    published = list(dialogue.lines)
    changes = [
        lambda: dialogue.edit(published[3]),
        lambda: dialogue.delete(chance.choice(dialogue.unanswered()[:5])),
        lambda: dialogue.edit(list(dialogue.lines)[-1]),
    ]
    for left in range(KILLS, 0, -1):
        lines = (CALM + STORMY - len(dialogue.lines)) // left
        for _ in range(lines // 2):
            dialogue.say()
        if changes:
            changes.pop(0)()
        connected = bot.log.count("Connected as")
        async with bot.running() as process:
            await bot.wire.until(partial(connected_again, bot, connected))
            writing = left % 2 == 1
            steps = STEPS_OF_WRITING if writing else STEPS_OF_ONE
            executioner.arm(process.pid, within=steps * lines, of=COMMENTS if writing else "")
            for _ in range(lines - lines // 2):
                await heard(dialogue, dialogue.say(), process)
            await bot.wire.until(lambda: ended(process) or dialogue.is_done())
            executioner.strike()
            assert await process.wait() == -9
    print("killed at", *executioner.struck, sep="\n  ")


async def heard(dialogue: Dialogue, message: int, process: Process) -> None:
    """Wait until the bot shows that it has the message, or is dead."""
    await dialogue.talk.bot.wire.until(lambda: ended(process) or dialogue.talk.marks(message))


def connected_again(bot: Afterword, before: int) -> bool:
    return bot.log.count("Connected as") > before


def ended(process: Process) -> bool:
    return process.returncode is not None


async def check(dialogue: Dialogue, site: Site, article: int) -> None:
    talk = dialogue.talk
    found = await site.from_discord(article)
    assert len({each.message for each in found}) == len(found), "one is there twice"
    by_message = {each.message: each for each in found}
    assert by_message.keys() == dialogue.lines.keys(), "some are missing, or nobody said them"
    for message, line in dialogue.lines.items():
        comment = by_message[message]
        parent = 0
        if line.answers is not None:
            place = line.answers
            parent = by_message[place.message].id if place.message else place.comment
        assert (comment.name, comment.parent) == (line.name, parent)
        if message in dialogue.withdrawn:
            assert comment.status == "trash"
        else:
            assert (comment.status, comment.words) == ("approved", line.words)
    assert len(dialogue.lines) == CALM + STORMY
    assert {line.level for line in dialogue.lines.values()} == set(range(1, DEPTH + 1))
    assert talk.copies({each.id for each in found}) == []
    assert "Line " not in talk.uttered(), "the bot repeats them"
    assert not [name for name in PEOPLE if talk.question(name)], "a question stands for nobody"
    assert len({each.email for each in found}) == len(PEOPLE)
