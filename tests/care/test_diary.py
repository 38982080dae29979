"""The line that the log gets each day."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.care.diary import DAY, Diary
from bot.store.discord.follows import PAUSED_BY_OWNER
from bot.store.store import open_store
from tests.store.landed import BEGUN, TEXT, landed

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def lines(path: Path, caplog: pytest.LogCaptureFixture, *after: int) -> list[str]:
    """What a diary begun at BEGUN has written when it is looked at so many seconds later."""
    caplog.set_level(logging.INFO, "bot.care.diary")
    now = BEGUN
    async with open_store(path) as store:
        diary = Diary(store, lambda: now)
        for seconds in after:
            now = BEGUN + seconds
            await diary.look()
    return [f"{each.levelname} {each.getMessage()}" for each in caplog.records]


async def test_once_a_day(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    found = await lines(
        tmp_path / "a.sqlite3", caplog, 0, DAY - 1, DAY, DAY + 60, 2 * DAY - 1, 2 * DAY + 5
    )
    assert len(found) == 2
    assert "No blog is followed yet" in found[0]


async def test_it_counts_what_came(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = landed(tmp_path / "a.sqlite3")
    async with open_store(path) as store:
        came = await store.lags.came_since(BEGUN)
        assert came.articles > 0
        assert came.comments > 0
        assert came.replies > 0
        assert (await store.lags.came_since(BEGUN + 30 * DAY)).comments == 0
        for follow in await store.follows.standing():
            await store.follows.resume(follow.id)
        await store.blogs._database.write("UPDATE blog SET failure = NULL")
    (line,) = await lines(path, caplog, DAY)
    assert line.startswith("INFO All is well. In the last day: articles")
    assert f"comments {came.comments}, replies {came.replies}" in line


async def test_what_is_not_well_comes_first(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = landed(tmp_path / "a.sqlite3")
    async with open_store(path) as store:
        await store.follows.pause_channel(TEXT, PAUSED_BY_OWNER)
        await store.blogs._database.write("UPDATE blog SET failure = 'No answer.'")
    (line,) = await lines(path, caplog, DAY)
    assert line.startswith("WARNING ")
    assert "blogs can't be read; /blog status says why." in line
    assert "channels are paused." in line
    assert "All is well" not in line
