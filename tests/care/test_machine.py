"""What the computer refuses is told from memory, got over by itself, and said to be over."""

from __future__ import annotations

import sqlite3
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from bot.care.machine import CALM, GRACE, MachineAlarm
from bot.errors import DiscordUnavailable
from bot.machine import shortage as machine
from tests.care.test_alarm import FakeBoard, place
from tests.pseudo import TWO_LANGUAGES
from tests.speech import GERMAN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store.store import Store


class Place:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.board = FakeBoard()
        self.now = 1_800_000_000
        self.again = 0
        self.alarm = MachineAlarm(
            store, self.board, lambda: self.now, TWO_LANGUAGES, again=self._again
        )

    async def _again(self) -> None:
        self.again += 1

    async def read_only(self, *, on: bool) -> None:
        await self.store.blogs._database.rows(f"PRAGMA query_only = {int(on)}")

    async def pass_(self, seconds: int) -> list[str]:
        """So much time passes, in which the bot tries to write once a minute."""
        for _ in range(0, seconds, 60):
            self.now += 60
            with suppress(sqlite3.OperationalError):
                await self.store.blogs.read_now(1)
            await self.alarm.look()
        return list(self.board.messages.values())


@asynccontextmanager
async def refused(tmp_path: Path) -> AsyncIterator[Place]:
    """One server with an owners' channel, on a disk that can only be read."""
    async with place(tmp_path) as usual:
        here = Place(usual.store)
        await here.read_only(on=True)
        yield here


async def test_one_message_while_it_lasts_and_a_last_line(tmp_path: Path) -> None:
    async with refused(tmp_path) as here:
        assert await here.pass_(GRACE) == [], "a hiccup is not told"
        (said,) = await here.pass_(3600)
        assert said == f"⚠️ Since <t:{1_800_000_060}:f>: {machine.READ_ONLY}"
        assert (here.board.sent, here.again) == (1, 0)
        await here.read_only(on=False)
        (said,) = await here.pass_(CALM + 60)
        assert said.startswith("✅ Everything works again")
        assert f"from <t:{1_800_000_060}:f> to <t:{1_800_000_060 + 64 * 60}:f>" in said
        assert (here.alarm.trouble, here.again) == (None, 1), "everything is tried again, once"
        await here.pass_(3600)
        assert (here.board.sent, here.again) == (1, 1)


async def test_what_fails_now_and_then_is_not_over(tmp_path: Path) -> None:
    """A disk without room takes small things."""
    async with refused(tmp_path) as here:
        for on in (False, True) * 5:
            await here.read_only(on=on)
            await here.pass_(60)
        assert (here.board.sent, here.again) == (1, 0)


async def test_it_is_not_over_while_nothing_can_be_written(tmp_path: Path) -> None:
    async with refused(tmp_path) as here:
        await here.pass_(60)
        here.now += CALM
        await here.alarm.look()
        assert here.alarm.trouble == machine.READ_ONLY
        assert here.again == 0


async def test_discord_being_away_too_delays_it_only(tmp_path: Path) -> None:
    async with refused(tmp_path) as here:

        async def away(*_: object, **__: object) -> int:
            raise DiscordUnavailable("Discord answers with error 503.")

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(here.board, "post", away)
            assert await here.pass_(GRACE + 120) == []
        assert len(await here.pass_(120)) == 1


async def test_damage_is_told_at_once(tmp_path: Path) -> None:
    async with place(tmp_path) as usual:
        here = Place(usual.store)
        await here.alarm.farewell()
        assert list(here.board.messages.values()) == [
            f"⚠️ Since <t:{here.now}:f>: {machine.DAMAGED}"
        ]


def test_it_is_said_in_german_too() -> None:
    said = {GERMAN(each) for each in vars(machine).values() if type(each).__name__ == "Phrase"}
    assert len(said) == 8
    assert not any("Afterword runs on" in each or "database" in each for each in said)
