"""One SQLite file: what is refused, and what a transaction keeps."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError
from bot.store.migrations import APPLICATION_ID
from bot.store.opening import open_database
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from bot.store.database import Database

BLOG = "INSERT INTO blog (kind, url, api, title) VALUES ('feed', ?1, ?1, 'title')"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "afterword.sqlite3"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    async with open_database(path) as opened:
        yield opened


async def blogs(database: Database) -> list[str]:
    return [row["url"] for row in await database.rows("SELECT url FROM blog ORDER BY url")]


def pragma(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


async def test_a_fresh_database_is_ours_and_migrated(path: Path) -> None:
    async with open_database(path) as database:
        assert await blogs(database) == []
        (mode,) = await database.rows("PRAGMA journal_mode")
        (keys,) = await database.rows("PRAGMA foreign_keys")
        (synchronous,) = await database.rows("PRAGMA synchronous")
    assert (mode[0], keys[0], synchronous[0]) == ("wal", 1, 2)
    assert pragma(path, "application_id") == APPLICATION_ID
    assert pragma(path, "user_version") >= 1


def rights(path: Path) -> dict[str, int]:
    """Of the database, and of everything beside it but the lock, which holds nothing."""
    found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    return {name: mode for name, mode in found.items() if not name.endswith(".lock")}


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """As an account's shell usually is, or worse."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_to_all")
async def test_nobody_else_can_read_a_database_that_is_open(path: Path) -> None:
    async with open_database(path) as database:
        await database.write(BLOG, ("https://b.example",))
        assert rights(path) == dict.fromkeys(
            [path.name, f"{path.name}-wal", f"{path.name}-shm"], 0o600
        )


@pytest.mark.usefixtures("open_to_all")
async def test_one_that_others_could_read_is_taken_from_them(path: Path) -> None:
    """With what a crash left beside it."""
    async with open_database(path) as database:
        await database.write(BLOG, ("https://b.example",))
        left = {each: each.read_bytes() for each in path.parent.glob("*.sqlite3*")}
    for each, content in left.items():
        each.write_bytes(content)
        each.chmod(0o644)
    async with open_database(path) as database:
        assert await blogs(database) == ["https://b.example"]
        assert set(rights(path).values()) == {0o600}


@pytest.mark.usefixtures("open_to_all")
async def test_another_programs_database_keeps_its_rights(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (id)")
    path.chmod(0o644)
    assert "another program" in await refusal(path)
    assert rights(path)[path.name] == 0o644


async def test_every_table_is_strict(database: Database) -> None:
    rows = await database.rows(
        "SELECT name, strict FROM pragma_table_list "
        "WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    assert {row["name"] for row in rows} >= {"blog", "article", "comment", "follow", "mirror"}
    assert [row["name"] for row in rows if not row["strict"]] == []


async def test_what_was_written_is_there_when_it_is_opened_again(path: Path) -> None:
    async with open_database(path) as database:
        await database.write(BLOG, ("a",))
    version = pragma(path, "user_version")
    async with open_database(path) as database:
        assert await blogs(database) == ["a"]
    assert pragma(path, "user_version") == version


async def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two" / "afterword.sqlite3"
    async with open_database(path):
        assert path.exists()


async def refusal(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        async with open_database(path):
            pytest.fail("it was opened")
    return str(caught.value)


async def test_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    async with open_database(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    assert "newer Afterword" in await refusal(path)
    assert pragma(path, "user_version") == 999


async def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (title TEXT)")
    before = path.read_bytes()
    assert "another program's database" in await refusal(path)
    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("Dear diary,\n" * 500)
    before = path.read_bytes()
    assert "can't be used as the database" in await refusal(path)
    assert path.read_bytes() == before


async def test_a_file_that_was_cut_off_is_refused(path: Path) -> None:
    async with open_database(path):
        pass
    path.write_bytes(path.read_bytes()[:5000])
    assert "restore it from a backup" in await refusal(path)


async def test_a_folder_in_its_place_is_refused(path: Path) -> None:
    path.mkdir()
    assert str(path) in await refusal(path)


async def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")
    assert "writable" in await refusal(tmp_path / "data" / "afterword.sqlite3")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    assert "writable" in await refusal(folder / "afterword.sqlite3")


async def test_a_second_copy_is_refused_while_the_first_one_runs(path: Path) -> None:
    async with open_store(path):
        assert "Another copy" in await refusal(path)
    async with open_store(path):
        pass


async def test_the_lock_is_given_back_after_a_refusal(path: Path) -> None:
    path.write_text("Dear diary,\n" * 500)
    await refusal(path)
    path.unlink()
    async with open_database(path) as database:
        assert await blogs(database) == []


async def test_an_error_inside_takes_everything_back(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):  # noqa: PT012 - what came before matters
        async with database.transaction() as connection:
            await connection.execute(BLOG, ("a",))
            await connection.execute(BLOG, ("a",))
    assert await blogs(database) == []
    await database.write(BLOG, ("b",))
    assert await blogs(database) == ["b"]


async def test_a_cancellation_inside_takes_everything_back(database: Database) -> None:
    inside = asyncio.Event()

    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute(BLOG, ("a",))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await inside.wait()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert await blogs(database) == []
    await database.write(BLOG, ("b",))
    assert await blogs(database) == ["b"]


@pytest.mark.parametrize("instant", ["begin", "commit"])
async def test_a_cancellation_while_it_begins_or_commits_leaves_it_usable(
    database: Database, instant: str
) -> None:
    """SQLite's thread goes on with a statement that nobody waits for any more."""
    written = asyncio.Event()

    async def write() -> None:
        async with database.transaction() as connection:
            await connection.execute(BLOG, ("a",))
            written.set()

    task = asyncio.create_task(write())
    # One step takes the task to where it waits for BEGIN; the event is set right before COMMIT.
    await (asyncio.sleep(0) if instant == "begin" else written.wait())
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert await blogs(database) == ([] if instant == "begin" else ["a"])
    await database.write(BLOG, ("c",))
    assert "c" in await blogs(database)


async def test_another_tasks_write_waits_for_the_open_transaction(database: Database) -> None:
    """On the one connection it would else vanish with that transaction's rollback."""
    inside, leave = asyncio.Event(), asyncio.Event()

    async def fail() -> None:
        async with database.transaction() as connection:
            await connection.execute(BLOG, ("a",))
            inside.set()
            await leave.wait()
            raise ValueError

    failing = asyncio.create_task(fail())
    await inside.wait()
    writing = asyncio.create_task(database.write(BLOG, ("b",)))
    reading = asyncio.create_task(blogs(database))
    done, _ = await asyncio.wait([writing, reading], timeout=0.05)
    assert not done
    leave.set()
    await asyncio.gather(writing, reading)
    assert isinstance((await asyncio.gather(failing, return_exceptions=True))[0], ValueError)
    assert await blogs(database) == ["b"]


async def test_rows_that_point_nowhere_are_refused(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await database.write("INSERT INTO follow (blog, guild, channel, backfill) VALUES (9,1,1,1)")


async def test_write_answers_how_many_rows_changed(database: Database) -> None:
    await database.write(BLOG, ("a",))
    await database.write(BLOG, ("b",))
    assert await database.write("UPDATE blog SET title = 'x'") == 2
    assert await database.row("SELECT * FROM blog WHERE url = 'z'") is None
