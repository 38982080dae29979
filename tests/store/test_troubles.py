"""A full disk, one that can only be read, another's lock, a damaged file: nothing is lost."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreDamaged, StoreTroubled
from bot.machine import shortage as machine
from bot.store.migrations import latest_version
from bot.store.opening import open_database
from bot.store.store import open_store
from tests.ailing import SmallDisk, files_limited, small_disk
from tests.archive import fill
from tests.store.test_upgrade import stood_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.languages.phrase import Phrase
    from bot.store.database import Database

BLOG = "INSERT INTO blog (kind, url, api, title) VALUES ('feed', ?1, ?1, 'title')"
PATIENCE = 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "afterword.sqlite3"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as mounted:
        yield mounted


async def blogs(database: Database) -> list[str]:
    return [row["url"] for row in await database.rows("SELECT url FROM blog ORDER BY url")]


def trouble(database: Database) -> Phrase | None:
    return database.condition.trouble


async def add_many(database: Database) -> None:
    """Far more than there is room for, in one transaction."""
    async with database.transaction() as connection:
        for number in range(500):
            await connection.execute(BLOG, (f"{number}-{'x' * 9000}",))


async def test_a_disk_that_fills_up_in_a_transaction_takes_all_of_it_back(disk: SmallDisk) -> None:
    async with open_database(disk.folder / "a.sqlite3") as database:
        await database.write(BLOG, ("before",))
        disk.fill(leaving=500_000)
        with pytest.raises(sqlite3.OperationalError):
            await add_many(database)
        assert trouble(database) == machine.DISK_FULL
        assert await blogs(database) == ["before"]
        disk.clear()
        await database.write(BLOG, ("after",))
        assert trouble(database) is None
    async with open_database(disk.folder / "a.sqlite3") as database:
        assert await blogs(database) == ["after", "before"]


async def test_a_disk_that_fills_up_in_a_migration_leaves_what_was(disk: SmallDisk) -> None:
    path = disk.folder / "a.sqlite3"
    stood_at(1, path)
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("SELECT * FROM article").fetchall()
    disk.fill()
    with pytest.raises(StoreTroubled, match="disk is full"):
        async with open_database(path):
            pytest.fail("it was opened")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute("SELECT * FROM article").fetchall() == before
        assert connection.execute("PRAGMA user_version").fetchone()[0] < latest_version()
    disk.clear()
    async with open_database(path) as database:
        assert await database.row("SELECT 1 FROM article WHERE remote_id = '7'")
        (version,) = await database.rows("PRAGMA user_version")
    assert version[0] == latest_version()


async def test_a_disk_that_can_only_be_read_is_waited_for(disk: SmallDisk) -> None:
    path = disk.folder / "a.sqlite3"
    async with open_database(path) as database:
        await database.write(BLOG, ("before",))
    disk.only_to_read(on=True)
    with pytest.raises(StoreTroubled, match="can't be written"):
        async with open_database(path):
            pytest.fail("it was opened")
    disk.only_to_read(on=False)
    async with open_database(path) as database:
        assert await blogs(database) == ["before"]


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Database]:
    async with open_database(path) as database:
        await database.write(BLOG, ("before",))
        yield database


async def test_a_file_that_can_only_be_read_for_a_while(path: Path) -> None:
    async with opened(path) as database:
        await database.rows("PRAGMA query_only = ON")
        with pytest.raises(sqlite3.OperationalError):
            await database.write(BLOG, ("refused",))
        assert trouble(database) == machine.READ_ONLY
        assert await blogs(database) == ["before"], "reading goes on"
        await database.rows("PRAGMA query_only = OFF")
        await database.write(BLOG, ("after",))
        assert trouble(database) is None
        assert await blogs(database) == ["after", "before"]


async def test_another_programs_lock_is_waited_for(path: Path) -> None:
    async with opened(path) as database:
        await database.rows("PRAGMA busy_timeout = 50")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(sqlite3.OperationalError):
                await database.write(BLOG, ("refused",))
            assert (trouble(database), database.condition.refusals) == (machine.BUSY, 1)
            assert await blogs(database) == ["before"]
        await database.write(BLOG, ("after",))
        assert trouble(database) is None


async def test_a_constraint_is_no_trouble_of_the_computer(path: Path) -> None:
    async with opened(path) as database:
        with pytest.raises(sqlite3.IntegrityError):
            await database.write(BLOG, ("before",))
        assert (trouble(database), database.condition.refusals) == (None, 0)


async def test_no_files_to_open_at_the_start_is_waited_for(path: Path) -> None:
    async with open_database(path):
        pass
    with files_limited(), pytest.raises(StoreTroubled, match="no more files"):
        async with open_database(path):
            pytest.fail("it was opened")
    async with opened(path) as database:
        assert await blogs(database) == ["before"]


LITTLE_MEMORY = """
import asyncio, resource, sys
from pathlib import Path
from bot.machine.shortage import NO_MEMORY
from bot.store.opening import open_database

BLOG = "INSERT INTO blog (kind, url, api, title) VALUES ('feed', ?1, ?1, 'title')"
FAR_TOO_MUCH = 400_000_000

async def main():
    async with open_database(Path(sys.argv[1])) as database:
        await database.write(BLOG, ("before",))
        limits = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (FAR_TOO_MUCH, limits[1]))
        try:
            async with database.transaction() as connection:
                await connection.execute(BLOG, ("half",))
                await connection.execute(f"SELECT length(hex(zeroblob({FAR_TOO_MUCH})))")
        except MemoryError:
            print(database.condition.trouble == NO_MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, limits)
        await database.write(BLOG, ("after",))
        print([row[0] for row in await database.rows("SELECT url FROM blog ORDER BY url")])

asyncio.run(main())
"""


def test_no_memory_in_a_transaction_takes_all_of_it_back(path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LITTLE_MEMORY, path],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MALLOC_ARENA_MAX": "2"},
    )
    assert said.stdout.split("\n")[:2] == ["True", "['after', 'before']"]


def damage(path: Path) -> bytes:
    """Turn bytes in the middle of the comments' pages; answers what the file holds then."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found = bytearray(path.read_bytes())
    page = next(
        start
        for start in range(len(found) - 4096, 0, -4096)  # they were written last
        if b"hush words" in found[start : start + 4096]
    )
    found[page : page + 64] = bytes(64 - byte % 64 for byte in range(64))
    path.write_bytes(found)
    return bytes(found)


async def test_damage_is_found_beside_the_start_and_nothing_is_written(path: Path) -> None:
    await fill(path, articles=3, comments=3000)
    before = damage(path)
    async with open_store(path) as store:
        assert len(await store.blogs.followed()) == 1, "reading waits for nothing"
        with pytest.raises(StoreDamaged, match="damaged"):
            await store.blogs.read_now(1)
        async with asyncio.timeout(PATIENCE):
            assert "restore it from a backup" in str(await store.health.damaged())
        assert store.health.trouble == machine.DAMAGED
    assert path.read_bytes() == before
    assert not path.with_name(path.name + "-wal").exists()


async def test_damage_is_found_before_a_migration_builds_upon_it(path: Path) -> None:
    await fill(path, articles=3, comments=3000)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {latest_version() - 1}")
    before = damage(path)
    with pytest.raises(StoreDamaged):
        async with open_database(path):
            pytest.fail("it was opened")
    assert path.read_bytes() == before


async def test_damage_that_is_met_later_ends_writing(path: Path) -> None:
    await fill(path, articles=3, comments=3000)
    async with open_store(path) as store:
        await store.health.try_writing()
        damage(path)
        with pytest.raises(sqlite3.DatabaseError):
            await store.blogs._database.rows("SELECT sum(length(html)) FROM comment NOT INDEXED")
        async with asyncio.timeout(PATIENCE):
            await store.health.damaged()
        with pytest.raises(StoreDamaged):
            await store.health.try_writing()


async def test_a_start_that_is_given_up_waits_for_no_check(path: Path) -> None:
    await fill(path, articles=3, comments=3000)
    async with open_database(path) as database:
        assert not database.condition._looked_through.is_set()
    assert not path.with_name(path.name + "-wal").exists(), "all who read it are gone"
