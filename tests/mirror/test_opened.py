"""A thread that moderators closed, while the engine is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mirror.test_archive import beat, engine_of
from tests.mirror.world import the_thread, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.mirror.engine import Engine
    from tests.mirror.world import World


@pytest.fixture
async def engine(small: World) -> AsyncIterator[Engine]:
    """At work on the small discussion, which moderators closed before a comment came."""
    small.discord.moderators_close(next(iter(small.discord.threads)))
    small.blog.say("1")
    await small.cycle(7)
    engine = engine_of(small, small.blog)
    yield engine
    await engine.stop()


async def test_what_waits_comes_as_soon_as_it_is_opened(small: World, engine: Engine) -> None:
    for _ in range(8):
        await beat(engine)
        small.now += 60
    assert len(words(the_thread(small))) == 4
    (thread,) = small.discord.threads
    small.discord.moderators_open(thread)
    tries = small.discord.acts.count("send 5")
    await engine.opened(thread + 1)
    await engine.settled()
    assert small.discord.acts.count("send 5") == tries, "another thread"
    await engine.opened(thread)
    await engine.settled()
    assert words(the_thread(small))[-1] == "words of 5"


async def test_it_is_tried_now_and_then(small: World, engine: Engine) -> None:
    for _ in range(60):
        await beat(engine)
        small.now += 60
    assert 5 <= small.discord.acts.count("send 5") <= 15


async def test_what_else_changes_does_not_wait(small: World, engine: Engine) -> None:
    for _ in range(45):
        await beat(engine)
        small.now += 60
    tries = small.discord.acts.count("send 5")
    for _ in range(5):
        await beat(engine)
        small.now += 60
    assert small.discord.acts.count("send 5") == tries, "the pause is long by now"
    small.blog.remove("4")
    small.blog.edit("2", "<p>changed</p>")
    for _ in range(8):
        await beat(engine)
        small.now += 60
    assert words(the_thread(small)) == ["words of 1", "changed", "words of 3"]
