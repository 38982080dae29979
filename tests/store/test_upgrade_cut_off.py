"""An update of the database that is cut off at any moment has changed nothing, and begins anew."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING

import pytest

from bot.store import migrations
from bot.store.store import open_store
from tests.store.kept import lost, rows_in
from tests.store.landed import VERSION, landed
from tests.store.test_upgrade import SCRIPTS, changed_since

if TYPE_CHECKING:
    from pathlib import Path

CUT_OFF = """
import asyncio, os, sys
from pathlib import Path
from bot.store import migrations
from bot.store.opening import open_database

left = int(sys.argv[2])
statements = migrations._statements

def counted(script):
    global left
    for statement in statements(script):
        left -= 1
        if not left:
            os._exit(9)
        yield statement

migrations._statements = counted

async def main():
    async with open_database(Path(sys.argv[1])):
        pass

asyncio.run(main())
"""


def steps() -> int:
    """How many statements bring what landed up to date."""
    scripts = SCRIPTS[VERSION:]
    return sum(len(migrations._statements(each.read_text(encoding="utf-8"))) for each in scripts)


@pytest.mark.parametrize("before_the_end", [1, 2, 4, 6, 15, 40])
async def test_killed_in_the_middle_nothing_is_lost(tmp_path: Path, before_the_end: int) -> None:
    path = landed(tmp_path / "landed.sqlite3")
    before = rows_in(path)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CUT_OFF, str(path), str(steps() + 1 - before_the_end)
    )
    assert await process.wait() == 9
    async with open_store(path) as store:
        assert len(await store.blogs.followed()) == 2
    assert lost(before, rows_in(path), on_purpose=changed_since(VERSION)) == []


async def test_a_long_one_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = landed(tmp_path / "landed.sqlite3")
    monkeypatch.setattr(migrations, "TELL_EVERY", 0.0)
    monkeypatch.setattr(migrations, "OPERATIONS", 100)
    with caplog.at_level(logging.INFO, logger="bot.store.migrations"):
        async with open_store(path):
            pass
    count = len(SCRIPTS) - VERSION
    told = [record.getMessage() for record in caplog.records]
    assert told[0] == f"Bringing the database up to date, in {count} steps."
    assert any(line.startswith(f"Still at step {count} of {count}") for line in told)
