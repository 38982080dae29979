"""What is more urgent waits for nothing that takes long."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.mirror import deliver
from bot.mirror.engine import Engine
from bot.mirror.urgency import Urgency, urgency, urgency_now
from tests.mirror.fake_blog import Opened
from tests.mirror.fake_discord import FakePublisher
from tests.mirror.world import World, words
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60
"""Seconds. Only a failure takes so long."""


class Slow(FakePublisher):
    """Notes how urgent each act is; while `held`, no message of a first mirror arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.urgencies: dict[str, set[Urgency]] = {}
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.waiting = 0
        self.before_act = self.note

    def note(self, act: str) -> None:
        self.urgencies.setdefault(act.partition(" ")[0], set()).add(urgency_now())

    async def send(self, thread: int, content: str, *, nonce: str, reply_to: int | None) -> int:
        if urgency_now() is Urgency.BULK:
            self.waiting += 1
            await self.go_on.wait()
            self.waiting -= 1
        return await super().send(thread, content, nonce=nonce, reply_to=reply_to)


async def until(here: World, engine: Engine, condition: Callable[[], bool]) -> None:
    """Read on and on, until this is so."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await read_on(here, engine)
            await asyncio.sleep(0.01)


@pytest.fixture
def slow(here: World) -> Slow:
    """The blog's Discord, from its beginning."""
    here.discord = Slow()
    here.restart()
    return here.discord


def engine_of(here: World) -> Engine:
    return Engine(
        here.store, Opened(here.blog), here.discord, lambda: here.now, 60,
        languages=LANGUAGES, between=0,
    )  # fmt: skip


async def read_on(here: World, engine: Engine) -> None:
    here.now += 60
    await engine.beat()


async def test_each_kind_is_as_urgent_as_it_is_waited_for(here: World, slow: Slow) -> None:
    engine = engine_of(here)
    for _ in range(deliver.FEW + 1):
        here.blog.say("1")
    for _ in range(2):
        await read_on(here, engine)
        await engine.settled()
    assert slow.urgencies["announce"] == {Urgency.ANNOUNCEMENT}
    assert slow.urgencies["start"] == {Urgency.ANNOUNCEMENT}
    assert slow.urgencies.pop("send") == {Urgency.BULK}
    here.blog.say("1")
    here.blog.edit("1", "<p>others</p>")
    for _ in range(8):
        await read_on(here, engine)
        await engine.settled()
    assert slow.urgencies["send"] == {Urgency.WORDS}
    assert slow.urgencies["edit"] == {Urgency.BULK}
    assert urgency_now() is Urgency.PEOPLE
    await engine.stop()


async def test_new_words_wait_for_no_first_mirror(
    here: World, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "MANY_AT_ONCE", 2)
    engine = engine_of(here)
    here.blog.say("1")
    await read_on(here, engine)
    await engine.settled()
    slow.go_on.clear()
    for article in "234":
        here.blog.publish(title=f"Long {article}", days=int(article))
        for _ in range(deliver.FEW + 1):
            here.blog.say(article)
    await until(here, engine, lambda: slow.waiting == 2)
    first = next(iter(slow.threads.values()))
    here.blog.say("1", "<p>new</p>")
    await until(here, engine, lambda: words(first)[-1:] == ["new"])
    assert len(slow.announcements) == 4, "nor do announcements wait"
    assert slow.waiting == 2
    slow.go_on.set()
    await engine.settled()
    assert [len(thread.messages) for thread in slow.threads.values()] == [2, 11, 11, 11]
    await engine.stop()


async def test_it_holds_for_its_own_task_alone() -> None:
    said: list[Urgency] = []

    async def other() -> None:
        said.append(urgency_now())

    before = asyncio.create_task(other())
    with urgency(Urgency.BULK):
        await before
        with urgency(Urgency.WORDS):
            said.append(urgency_now())
        said.append(urgency_now())
    assert said == [Urgency.PEOPLE, Urgency.WORDS, Urgency.BULK]
