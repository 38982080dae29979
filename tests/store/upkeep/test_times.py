"""The clock was set back while the bot was away: nothing waits for the old time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.store import open_store
from bot.store.upkeep.times import DOUBT
from tests.store.test_upgrade import VERSIONS, stood_at

if TYPE_CHECKING:
    from pathlib import Path

READ = 1_900_000_000
"""Later than any time that is in the database."""

PAUSE = 3600


@pytest.mark.parametrize(("back", "due"), [(86_400, True), (DOUBT, True), (60, False)])
async def test_what_was_due_by_the_old_time_is_due(tmp_path: Path, back: int, due: bool) -> None:
    stood_at(VERSIONS[-1], tmp_path / "a.sqlite3")
    async with open_store(tmp_path / "a.sqlite3") as store:
        await store.blogs.succeeded(1, now=READ, next_read=READ)
        await store.blogs.succeeded(2, now=READ - 2 * back, next_read=READ + PAUSE)
        assert await store.times.bring_back(READ - back) == (back if due else 0)
        blog, other = await store.blogs.get(1), await store.blogs.get(2)
        assert (blog.read_at, blog.next_read) == ((READ - back,) * 2 if due else (READ,) * 2)
        assert other.read_at == READ - 2 * back, "what was before is as it was"
        assert other.next_read == (READ - back if due else READ + PAUSE)
        assert await store.times.bring_back(READ - back) == 0
