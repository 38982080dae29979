"""A database that was a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.store.discord.follows import FollowState
from bot.store.restored import RESTORED, mark
from bot.store.store import open_store
from tests.store.upkeep.test_repairs import CHANNEL, found, keep

if TYPE_CHECKING:
    from pathlib import Path


async def test_it_waits_for_its_owner_once(tmp_path: Path) -> None:
    file = tmp_path / "afterword.sqlite3"
    async with open_store(file) as store:
        await keep(store, found())
    with closing(sqlite3.connect(file)) as copy:
        mark(copy, made_at=5)
    async with open_store(file) as store:
        (follow,) = await store.follows.of_channel(CHANNEL)
        assert (follow.state, follow.reason) == (FollowState.PAUSED, RESTORED)
        await store.follows.resume(follow.id)
    async with open_store(file) as store:
        (follow,) = await store.follows.of_channel(CHANNEL)
        assert follow.state is FollowState.ACTIVE
