"""Long texts are read and written beside everything else."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest

from bot.mirror import aside
from bot.mirror.desired import desire
from bot.text.to_discord import plain
from tests.mirror.fake_blog import comment
from tests.mirror.test_language import ARTICLE


@pytest.mark.parametrize(("length", "beside"), [(10, False), (2_000, True), (400_000, True)])
async def test_what_is_long_is_done_in_a_thread(length: int, beside: bool) -> None:
    threads = set()

    def reading(markup: str) -> str:
        threads.add(threading.current_thread())
        return plain(markup)

    words = await aside.read("<p>x" * length, reading)
    assert words.startswith("x")
    assert (threading.current_thread() not in threads) is beside


async def test_nothing_waits_for_a_hostile_comment() -> None:
    hostile = replace(comment(1), html="<b>x</b><i>y</i>" * 260_000)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.005)
            ticks += 1

    ticking = asyncio.create_task(tick())
    wish = await aside.desired(ARTICLE, [hostile], shown=set())
    ticking.cancel()
    assert ticks > 5
    assert wish == desire(ARTICLE, [hostile], shown=set())
