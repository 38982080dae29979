"""Thirty days after the bot was removed from a server, what it holds of its people goes."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.care.leaving import KEPT_FOR, Leaving, due
from bot.store.store import open_store
from tests.store.landed import MARN, MOOR, QUAY, landed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

    from bot.store.store import Store

NOW = 1_800_000_000
DAY = 86_400


class Here:
    """Two servers with members, and a clock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        self.leaving = Leaving(store.departures, lambda: self.now)

    async def knows(self, guild: int) -> bool:
        return await self.store.members.get(guild, MARN) is not None


@asynccontextmanager
async def leaving(path: Path) -> AsyncIterator[Here]:
    async with open_store(landed(path / "afterword.sqlite3")) as store:
        yield Here(store)


async def test_after_thirty_days_and_not_before(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with leaving(tmp_path) as here:
        await here.leaving.left(QUAY)
        assert str(due(NOW)) in caplog.text
        assert "invited again before" in caplog.text
        here.now += 30 * DAY - 1
        await here.leaving.carry_out({MOOR})
        assert await here.knows(QUAY)
        here.now += 1
        await here.leaving.carry_out({MOOR})
        assert not await here.knows(QUAY)
        assert await here.knows(MOOR)
        assert f"removed from server {QUAY} thirty days ago" in caplog.text


async def test_asked_back_in_time_nothing_goes(tmp_path: Path) -> None:
    async with leaving(tmp_path) as here:
        await here.leaving.left(QUAY)
        here.now += 29 * DAY
        await here.leaving.back(QUAY)
        here.now += 2 * DAY
        await here.leaving.carry_out({MOOR, QUAY})
        assert await here.knows(QUAY)
        await here.leaving.left(QUAY)
        here.now += 29 * DAY
        await here.leaving.carry_out({MOOR})
        assert await here.knows(QUAY), "counted from the first time"


async def test_removed_and_asked_back_while_nobody_listened(tmp_path: Path) -> None:
    async with leaving(tmp_path) as here:
        await here.leaving.look({MOOR})
        assert await here.store.departures.all() == {QUAY: NOW}
        here.now += KEPT_FOR
        await here.leaving.carry_out({MOOR, QUAY})
        assert await here.knows(QUAY), "it is there again, though nobody said so"
        await here.leaving.look({MOOR, QUAY})
        assert await here.store.departures.all() == {}


async def test_once_it_is_gone_nothing_more_is_said(tmp_path: Path) -> None:
    async with leaving(tmp_path) as here:
        await here.leaving.left(QUAY)
        here.now += KEPT_FOR
        await here.leaving.carry_out({MOOR})
        await here.leaving.look({MOOR})
        assert await here.store.departures.all() == {}
