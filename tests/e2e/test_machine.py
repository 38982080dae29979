"""The whole bot on an ailing computer: what it says, and that it goes on by itself."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import time
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

import pytest

from bot.console.backup import backup
from bot.store.backup import name_for
from tests.ailing import small_disk
from tests.e2e.afterword import Afterword, serving
from tests.e2e.test_kill import TITLE, check, complete, discussion
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.demo.blog_content import Content

COMMENTS = 30


@asynccontextmanager
async def stage(
    folder: Path, *, nonce_window: float = 120
) -> AsyncIterator[tuple[Afterword, Content]]:
    content = discussion(COMMENTS, seed=3)
    async with Wire(pace=20, nonce_window=nonce_window) as wire, serving(content) as blog:
        guild = wire.world.create_guild("Community")
        yield Afterword(wire, wire.world.create_channel(guild, "articles"), folder, blog), content


async def test_a_start_on_a_full_disk_waits_for_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", mebibytes=16) as disk:
        async with stage(tmp_path) as (bot, content):
            disk.fill()
            path = str(disk.folder / "afterword.sqlite3")
            async with bot.running(DATABASE_PATH=path) as process:
                await bot.wire.until(lambda: "can't start yet" in bot.log)
                assert "The disk is full" in bot.log
                assert process.returncode is None
                disk.clear()
                await bot.wire.until(lambda: complete(bot, content))
            check(bot, content)


async def test_a_disk_that_fills_up_meanwhile_is_waited_for(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", mebibytes=16) as disk:
        async with stage(tmp_path) as (bot, content):
            path = str(disk.folder / "afterword.sqlite3")
            async with bot.running(DATABASE_PATH=path) as process:
                await bot.wire.until(lambda: len(bot.comments(TITLE)) > 5)
                disk.fill()
                await bot.wire.until(lambda: "The disk is full" in bot.log)
                disk.clear()
                await bot.wire.until(lambda: complete(bot, content), seconds=120)
                assert process.returncode is None, "without a restart"
            check(bot, content)
            assert "Traceback" not in bot.log


async def test_a_damaged_database_ends_the_start_and_a_backup_is_offered(tmp_path: Path) -> None:
    async with stage(tmp_path) as (bot, content):
        path, kept = tmp_path / "afterword.sqlite3", tmp_path / "kept"
        async with bot.running():
            await bot.wire.until(lambda: complete(bot, content))
        kept.mkdir()
        sound = kept / name_for(int(time.time()) - 60)
        backup(path, sound, force=False)
        damage(path)
        before = path.read_bytes()
        async with bot.running(BACKUP_DIR=str(kept)) as process:
            assert await process.wait() == 2, "systemd starts it no more"
        assert "it is damaged" in bot.log
        assert f"The newest sound backup is {sound}, made" in bot.log
        assert path.read_bytes() == before, "nothing was replaced by itself"


def damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'part'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096 + 8)
        file.write(b"\xff" * 64)


@pytest.mark.parametrize("lost", [False, True], ids=["resumed", "session-lost"])
async def test_stopped_for_a_while_in_the_middle_of_writing(tmp_path: Path, lost: bool) -> None:
    """What ten minutes do is done to the other side: lines cut, nonces and session forgotten."""
    async with stage(tmp_path, nonce_window=0 if lost else 120) as (bot, content):
        async with bot.running() as process:
            await bot.wire.until(lambda: len(bot.comments(TITLE)) > 5)
            fault = bot.wire.fault(
                "POST", "/channels/*/messages", status=None, when="after", times=1
            )
            await bot.wire.until(lambda: fault.struck)
            os.kill(process.pid, signal.SIGSTOP)
            try:
                await bot.wire.gateway.kick(forget=lost)
                (article,) = content.articles
                content.add_comment(article, "<p>Said meanwhile.</p>", name="Bo", email="b@x.test")
                await asyncio.sleep(1)
            finally:
                os.kill(process.pid, signal.SIGCONT)
            await bot.wire.until(lambda: complete(bot, content), seconds=120)
        check(bot, content)
