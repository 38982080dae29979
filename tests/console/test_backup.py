"""`backup`: whole while the bot writes, checked, and never in the way of what is there."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.console.backup import backup
from bot.errors import AfterwordError, OutputError, StoreError
from bot.store import backup as backups
from bot.store.key_file import key_file, own_key
from bot.store.opening import lock_of, open_database
from bot.store.store import open_store
from tests.archive import fill

if TYPE_CHECKING:
    from pathlib import Path

MOST_STEPS = 1000


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "afterword.sqlite3"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.sqlite3"


def refused(database: Path, file: Path, kind: type[AfterwordError], words: str) -> None:
    """The backup fails with these words, and leaves nothing behind."""
    before = {path: path.read_bytes() for path in file.parent.iterdir() if path.is_file()}
    with pytest.raises(kind, match=words):
        backup(database, file, force=False)
    assert {path: path.read_bytes() for path in file.parent.iterdir() if path.is_file()} == before


async def test_what_is_in_it(database: Path, file: Path) -> None:
    await fill(database, articles=3, comments=1200)
    said = backup(database, file, force=False)
    assert "articles 3, comments 1,200, messages 1,200;" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {path.name for path in file.parent.iterdir()} == {"data", file.name}
    async with open_store(file) as store:
        assert len(await store.blogs.of_guild(7001)) == 1


async def test_it_is_one_file_and_stays_one(database: Path, file: Path) -> None:
    await fill(database, articles=1, comments=1)
    backup(database, file, force=False)
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as copy:
        assert copy.execute("SELECT count(*) FROM comment").fetchone() == (1,)
    assert {path.name for path in file.parent.iterdir()} == {"data", file.name}


async def test_whole_while_the_bot_writes(
    database: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows that always change together are never seen apart, and nobody waits for the copy."""
    monkeypatch.setattr(backups, "PAGES", 10)
    await fill(database, articles=2, comments=1000)
    writes = 0

    def write() -> bool:
        """Between two steps; given up where the copy begins anew each time."""
        nonlocal writes
        writes += 1
        with closing(sqlite3.connect(database, timeout=0)) as opened, opened:
            for article in (1, 2):
                opened.execute(
                    "UPDATE article SET version = ? WHERE id = ?", (str(writes), article)
                )
        return writes > MOST_STEPS

    assert backups.copy(database, file, force=False, given_up=write) is not None
    assert writes > 3, "it was copied at once"
    with closing(sqlite3.connect(file)) as copy:
        versions = {row[0] for row in copy.execute("SELECT version FROM article")}
    assert len(versions) == 1


async def test_it_holds_what_is_only_in_the_log_yet(database: Path, file: Path) -> None:
    async with open_database(database) as opened:
        await opened.write(
            "INSERT INTO blog (kind, url, api, title) VALUES ('feed', 'u', 'a', 't')"
        )
        backup(database, file, force=False)
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT url FROM blog").fetchall() == [("u",)]


async def test_a_file_that_is_there_is_kept(database: Path, file: Path) -> None:
    await fill(database, articles=1, comments=1)
    file.write_text("precious")
    refused(database, file, OutputError, "--force")
    assert "articles 1" in backup(database, file, force=True)
    file.unlink()
    file.symlink_to("nowhere")
    refused(database, file, OutputError, "--force")


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", ".lock"])
async def test_the_database_itself_is_never_replaced(database: Path, suffix: str) -> None:
    await fill(database, articles=1, comments=1)
    link = database.parent.parent / "link"
    link.symlink_to(database.parent)
    with pytest.raises(OutputError, match="the database's own"):
        backup(database, link / (database.name + suffix), force=True)


async def test_a_damaged_database_replaces_no_good_backup(database: Path, file: Path) -> None:
    await fill(database, articles=3, comments=3000)
    file.write_text("precious")
    with database.open("r+b") as broken:
        broken.seek(20 * 4096)
        broken.write(b"\xff" * 4096 * 4)
    with pytest.raises(StoreError, match="damaged"):
        backup(database, file, force=True)
    assert file.read_text() == "precious"
    assert {path.name for path in file.parent.iterdir()} == {"data", file.name}


async def test_places_that_can_not_be_written(database: Path, tmp_path: Path) -> None:
    await fill(database, articles=1, comments=1)
    with pytest.raises(OutputError, match="Can't write in"):
        backup(database, tmp_path / "missing" / "file", force=False)
    with pytest.raises(OutputError, match="is a folder"):
        backup(database, tmp_path, force=True)


def test_no_database(database: Path, file: Path) -> None:
    refused(database, file, StoreError, "There is no database")
    database.write_text("Dear diary,\n" * 500)
    refused(database, file, StoreError, "can't be used")


async def test_the_lock_is_the_bots(database: Path, file: Path) -> None:
    await fill(database, articles=1, comments=1)
    lock_of(database).unlink()
    backup(database, file, force=False)
    assert not lock_of(database).exists()


async def test_the_bots_own_key_belongs_to_it_and_is_never_replaced(
    database: Path, file: Path
) -> None:
    await fill(database, articles=1, comments=1)
    assert "Keep" not in backup(database, file, force=True)
    own_key(database)
    assert f"Keep {key_file(database).resolve()} as well" in backup(database, file, force=True)
    with pytest.raises(OutputError, match="the database's own"):
        backup(database, key_file(database), force=True)
