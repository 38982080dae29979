"""The database, its lock and its folder: looked at, and left as they are."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
from contextlib import closing
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from bot.console.check.disk import backups, database
from bot.env.settings import BackupSettings
from bot.store.backup import name_for
from bot.store.beside import is_in_use, open_beside
from bot.store.migrations import APPLICATION_ID
from bot.store.opening import lock_of, open_database
from tests.archive import fill

if TYPE_CHECKING:
    from pathlib import Path

    from tests.console.check.world import World


async def test_the_database_of_a_running_bot(world: World) -> None:
    path = world.settings.database
    async with open_database(path) as opened:
        await opened.write("INSERT INTO blog (kind, url, api, title) VALUES ('feed', '', '', '')")
        before = sorted(file.name for file in path.parent.iterdir())
        assert is_in_use(path)
        assert "a bot is running on it" in (await database(path))[1][0].words
        assert await world.wrong() == {}
        assert sorted(file.name for file in path.parent.iterdir()) == before
    assert not is_in_use(path)
    assert "no bot is running" in (await database(path))[1][0].words


def test_looking_takes_no_lock_and_makes_none(tmp_path: Path) -> None:
    path = tmp_path / "afterword.sqlite3"
    assert not is_in_use(path)
    assert not lock_of(path).exists()


async def test_a_bot_starts_while_its_lock_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "afterword.sqlite3"
    with lock_of(path).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        threading.Timer(0.05, fcntl.flock, (file, fcntl.LOCK_UN)).start()
        async with open_database(path):
            assert is_in_use(path)


async def test_a_database_of_an_older_afterword_is_read_all_the_same(world: World) -> None:
    path = world.settings.database
    first = resources.files("bot.store.schema") / "0001_mirror.sql"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(first.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(
            "INSERT INTO blog (id, kind, url, api, title) VALUES (1, 'wordpress', ?1, ?2, 'Old')",
            (f"{world.blog}/", f"{world.blog}/wp-json/"),
        )
        connection.execute(
            "INSERT INTO follow (blog, guild, channel, backfill) VALUES (1, ?, ?, 3)",
            (world.guild, world.channel),
        )
    before = path.read_bytes()
    assert await world.wrong() == {}
    found = await world.all()
    assert any("older Afterword" in each.words for each in found)
    assert any(each.ok and each.subject.startswith("Old (") for each in found)
    assert path.read_bytes() == before


async def test_nothing_is_written(world: World) -> None:
    await world.follow()
    async with open_beside(world.settings.database) as store:
        (follow,) = await store.follows.standing()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await store.follows.end(follow.id)


@pytest.mark.parametrize("kind", ["text", "foreign", "newer", "cut off", "rotten", "folder"])
async def test_a_database_that_can_not_be_used(world: World, kind: str) -> None:
    path = world.settings.database
    if kind == "text":
        path.write_text("Dear diary,\n" * 500)
    elif kind == "folder":
        path.mkdir()
    elif kind != "rotten":
        async with open_database(path):
            pass
        with closing(sqlite3.connect(path)) as connection:
            name = {"foreign": "application_id", "newer": "user_version"}.get(kind)
            if name:
                connection.execute(f"PRAGMA {name} = 999")
    if kind == "cut off":
        path.write_bytes(path.read_bytes()[:9000])
    elif kind == "rotten":
        await fill(path, articles=3, comments=3000)
        with path.open("r+b") as file:
            file.seek(path.stat().st_size - 20 * 4096)
            file.write(b"\xff" * 4096 * 4)
    wrong = await world.wrong()
    assert wrong.keys() == {str(path)}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    assert (await database(folder / "afterword.sqlite3"))[1][0].ok is False


async def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert (await database(tmp_path / "data" / "afterword.sqlite3"))[1][0].ok is False


def test_when_the_last_backup_was_made(tmp_path: Path) -> None:
    assert backups(None).ok is None
    assert "BACKUP_DIR" in backups(None).words
    kept = BackupSettings(tmp_path / "kept", 7)
    assert (backups(kept).ok, backups(kept).words.partition(" in ")[0]) == (None, "none yet")
    kept.folder.mkdir()
    now = int(time.time())
    (kept.folder / name_for(now - 3 * 86_400)).touch()
    late = backups(kept)
    assert late.ok is False
    assert "its log says why it was not" in late.words
    (kept.folder / name_for(now - 3600)).touch()
    found = backups(kept)
    assert found.ok is True
    assert found.words.startswith(f"2 in {kept.folder}, the newest of ")
