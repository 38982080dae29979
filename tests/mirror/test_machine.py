"""A disk that takes nothing for an hour: then everything is there, once, without a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.faults import SHORTAGE_PAUSE
from bot.machine import shortage as machine
from bot.text.to_discord import shorten
from tests.ailing import Refusing, small_disk
from tests.breaking import listening
from tests.mirror.test_faults import CHANNELS, MOST, POLL, Bot, bot, life

if TYPE_CHECKING:
    from pathlib import Path

INSTANTS = 12
"""At how many of its transactions the bot is struck, one after the other."""


async def lived(made: Bot, refusing: Refusing, first: int) -> None:
    refusing.from_(first)
    await life(made, None)
    await refusing.over()
    await made.live(2 * max(POLL, SHORTAGE_PAUSE))


async def test_whenever_writing_is_refused_it_goes_on_by_itself(tmp_path: Path) -> None:
    async with bot(tmp_path / "well") as well:
        refusing = Refusing(well.store)
        await life(well, None)
        transactions = refusing.begun
        expected = {each: well.picture(each) for each in CHANNELS}
    assert transactions > 2 * INSTANTS
    for first in range(0, transactions, transactions // INSTANTS):
        async with bot(tmp_path / str(first)) as ill:
            with listening() as log:
                await lived(ill, Refusing(ill.store), first)
            assert {each: ill.picture(each) for each in CHANNELS} == expected, first
            assert not await ill.told(), "no fault of ours"
            assert ill.store.health.trouble is None
            said = [record.getMessage() for record in log.records]
            ours = [each for each in said if str(machine.READ_ONLY) in each]
            assert ours
            assert len(said) <= MOST * 4, "\n".join(shorten(each, 100) for each in said)


async def test_a_disk_without_room_is_got_over(tmp_path: Path) -> None:
    async with bot(tmp_path / "well") as well:
        await life(well, None)
        expected = {each: well.picture(each) for each in CHANNELS}
    with small_disk(tmp_path / "disk") as disk:
        async with bot(disk.folder) as ill:
            await ill.live(600)
            disk.fill()
            await ill.change()
            await ill.live(3600)
            assert ill.store.health.trouble == machine.DISK_FULL
            disk.clear()
            await ill.live(1800)
            assert {each: ill.picture(each) for each in CHANNELS} == expected
            assert await failures(ill) == []


async def failures(made: Bot) -> list[object]:
    blogs = [await made.store.blogs.get(blog) for blog in made.blogs]
    return [blog.failure for blog in blogs if blog.failure is not None]


@pytest.mark.parametrize("hours", [24])
async def test_a_day_goes_by(hours: int, tmp_path: Path) -> None:
    """Something is written every hour, and the bot is started anew at noon."""
    async with bot(tmp_path) as made:
        for hour in range(hours):
            for blog in made.blogs.values():
                blog.say("1", f"<p>Said in hour {hour}.</p>")
            await made.live(3600, step=600)
            if hour == hours // 2:
                made.begin()
        told = [
            [content for _, _, messages in made.picture(channel) for content in messages]
            for channel in CHANNELS
        ]
        for contents in told:
            assert len(contents) == len({*contents})
            assert sum("Said in hour" in each for each in contents) == hours
        assert await failures(made) == []
        assert len(made.engine._faults._not_before) == 0, "nothing is kept of what went well"
        assert len(made.engine._tasks._running) == 0
        requests = [len(blog.requests) / hours for blog in made.blogs.values()]
        assert max(requests) < 3600 / POLL * 4, "no more at the end of a day than at its beginning"
