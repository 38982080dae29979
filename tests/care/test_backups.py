"""Daily backups: made beside the work, checked, counted, and told of where they fail."""

from __future__ import annotations

import asyncio
import itertools
import logging
import sqlite3
import stat
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.care import backups as backups_module
from bot.care.alarm import GRACE
from bot.care.backups import DAY, Backups
from bot.care.status import describe_machine
from bot.env.settings import BackupSettings
from bot.languages.language import ENGLISH
from bot.store.backup import backups_in, copy, name_for, newest_sound
from bot.store.restored import RESTORED
from bot.store.store import open_store
from tests.archive import fill
from tests.care.test_alarm import place

if TYPE_CHECKING:
    from pathlib import Path

NOON = 1_804_000_000


class Place:
    def __init__(self, folder: Path, keep: int = 3) -> None:
        self.database = folder / "data" / "afterword.sqlite3"
        self.database.parent.mkdir()
        self.folder = folder / "kept" / "here"
        self.now = NOON
        self.backups = Backups(self.database, BackupSettings(self.folder, keep), lambda: self.now)

    async def look(self, *, seconds: int = 60) -> list[str]:
        self.now += seconds
        await self.backups.look()
        return self.kept()

    def kept(self) -> list[str]:
        return sorted(file.name for file in self.folder.iterdir())


@pytest.fixture
async def here(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    await fill(made.database, articles=2, comments=50)
    return made


async def test_one_a_day_and_as_many_as_wanted(here: Place) -> None:
    assert len(await here.look()) == 1
    made = [name_for(here.now)]
    for _ in range(30):
        assert await here.look(seconds=DAY // 30 - 60) == made, "one a day"
    for _ in range(4):
        await here.look(seconds=DAY)
        made = [*made, name_for(here.now)][-3:]
        assert here.kept() == made
        assert here.backups.made_at == here.now
    newest = here.folder / made[-1]
    assert stat.S_IMODE(newest.stat().st_mode) == 0o600
    assert stat.S_IMODE(here.folder.stat().st_mode) == 0o700
    with closing(sqlite3.connect(newest)) as copied:
        assert copied.execute("SELECT count(*) FROM comment").fetchone() == (50,)


async def test_what_is_not_ours_stays(here: Place) -> None:
    here.folder.mkdir(parents=True)
    for name in ("afterword-by-hand.sqlite3", "other.txt"):
        (here.folder / name).write_text("precious")
    for _ in range(6):
        await here.look(seconds=DAY)
    assert {"afterword-by-hand.sqlite3", "other.txt"} <= {*here.kept()}
    assert len(here.kept()) == 5


async def test_after_a_restart_none_is_made_too_soon(here: Place) -> None:
    kept = await here.look()
    again = Backups(here.database, BackupSettings(here.folder, 3), lambda: here.now)
    here.now += DAY - 60
    await again.look()
    assert here.kept() == kept
    assert again.made_at == NOON + 60


async def test_a_clock_that_is_set_back_makes_one_more_and_not_many(here: Place) -> None:
    await here.look()
    here.now -= DAY
    for _ in range(5):
        kept = await here.look()
    assert kept == sorted([name_for(NOON + 60), name_for(NOON + 120 - DAY)])


async def test_a_failure_is_told_once_and_tried_again_after_growing_pauses(
    here: Place, caplog: pytest.LogCaptureFixture
) -> None:
    here.folder.parent.mkdir()
    here.folder.write_text("a file in the folder's place")
    attempts = []
    for _ in range(240):
        before = here.backups._failures
        here.now += 60
        await here.backups.look()
        attempts += [here.now] * (here.backups._failures - before)
    assert here.backups.failure is not None
    assert "BACKUP_DIR says where they go" in str(here.backups.failure)
    pauses = [later - earlier for earlier, later in itertools.pairwise(attempts)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 3600
    assert sum("No backup:" in line for line in caplog.messages) == 1
    here.folder.unlink()
    assert len(await here.look(seconds=3600)) == 1
    assert here.backups.failure is None


async def test_a_damaged_database_pushes_no_good_backup_out(here: Place) -> None:
    for _ in range(3):
        kept = await here.look(seconds=DAY)
    page = bytearray(here.database.read_bytes())
    found = page.index(b"hush words", 4096)
    page[found - 60 : found] = b"\xff" * 60
    here.database.write_bytes(page)
    for _ in range(5):
        assert await here.look(seconds=DAY) == kept
    assert "The database is damaged" in str(here.backups.failure)
    assert newest_sound(here.folder) == backups_in(here.folder)[0]


async def test_a_backup_that_was_damaged_since_is_not_offered(here: Place) -> None:
    for _ in range(2):
        await here.look(seconds=DAY)
    newest, older = backups_in(here.folder)
    newest.file.write_bytes(newest.file.read_bytes()[:9000])
    assert newest_sound(here.folder) == older
    older.file.write_text("Dear diary")
    assert newest_sound(here.folder) is None


async def test_the_loop_goes_on_while_it_is_made(here: Place) -> None:
    """Made in the loop itself, nothing else would come to its turn."""
    making, go_on = threading.Event(), threading.Event()

    def slowly(*args: object, **options: object) -> object:
        making.set()
        assert go_on.wait(20)
        return copy(*args, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(backups_module, "copy", slowly)
        look = asyncio.create_task(here.look())
        assert await asyncio.to_thread(making.wait, 20)
        go_on.set()
        assert len(await look) == 1


async def test_an_end_waits_for_no_backup_and_leaves_nothing_half(here: Place) -> None:
    stopped = threading.Event()

    def given_up() -> bool:
        here.backups._given_up.set()
        stopped.set()
        return True

    async with here.backups.running():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(here.backups._given_up, "is_set", given_up)
            assert await asyncio.to_thread(stopped.wait, 20)
    assert here.kept() == []
    assert here.backups.failure is None


async def test_the_owner_reads_of_failures(tmp_path: Path) -> None:
    async with place(tmp_path) as usual:
        made = Backups(tmp_path / "none.sqlite3", BackupSettings(tmp_path, 1), lambda: usual.now)
        usual.alarm._backup_failure = lambda: made.failure
        await made.look()
        await usual.look()
        (said,) = await usual.look(seconds=GRACE)
        assert "No backup of the database is made: There is no database at" in said


def test_what_status_says() -> None:
    assert describe_machine(None, None, None, ENGLISH) == []
    assert describe_machine(None, 1_804_000_000, None, ENGLISH) == [
        "💾 The database was backed up <t:1804000000:R>."
    ]


async def test_a_restored_backup_posts_nothing_twice(
    here: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """What was posted after it was made is not in it: its owner has that found first."""
    await here.look()
    file = here.folder / here.kept()[0]
    with caplog.at_level(logging.WARNING):
        async with open_store(file) as store:
            (follow,) = await store.follows.of_guild(7001)
            assert (follow.reason, await store.blogs.followed()) == (RESTORED, [])
            await store.follows.resume(follow.id)
    assert caplog.messages == [str(RESTORED)]
    async with open_store(file) as store:
        assert len(await store.blogs.followed()) == 1, "once"
