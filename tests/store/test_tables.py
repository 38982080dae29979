"""A new database is what all the scripts come to."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from importlib import resources
from typing import TYPE_CHECKING

from bot.store.migrations import APPLICATION_ID, latest_version
from bot.store.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


def made_by_the_scripts(path: Path) -> Path:
    scripts = [
        each for each in resources.files("bot.store.schema").iterdir() if ".sql" in each.name
    ]
    with closing(sqlite3.connect(path)) as connection:
        for script in sorted(scripts, key=lambda each: each.name):
            connection.executescript(script.read_text(encoding="utf-8"))
    return path


async def made_at_once(path: Path) -> Path:
    async with open_store(path):
        return path


def described(path: Path) -> dict[tuple[str, str], str]:
    """Each table, index and trigger without comments, line breaks and quotes that mean nothing."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        )
        return {(kind, name): _bare(sql) for kind, name, sql in found}


def _bare(sql: str) -> str:
    sql = re.sub("--.*", "", sql)
    sql = re.sub(r"""TABLE ["'](\w+)["']""", r"TABLE \1", sql)
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(sql.split()))


def rows(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main'")
        count = "SELECT count(*) FROM {}".format
        return {name: connection.execute(count(name)).fetchone()[0] for (name,) in tables}


async def test_a_new_database_is_what_the_scripts_make(tmp_path: Path) -> None:
    new = await made_at_once(tmp_path / "new.sqlite3")
    old = made_by_the_scripts(tmp_path / "old.sqlite3")
    assert described(new) == described(old)
    assert rows(new) == rows(old)


async def test_it_is_ours_and_of_today(tmp_path: Path) -> None:
    with closing(sqlite3.connect(await made_at_once(tmp_path / "new.sqlite3"))) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (latest_version(),)


async def test_triggers_fire_in_the_same_order(tmp_path: Path) -> None:
    """SQLite lets those of one event fire in the order of their making."""
    new = await made_at_once(tmp_path / "new.sqlite3")
    old = made_by_the_scripts(tmp_path / "old.sqlite3")
    assert [each for each in described(new) if each[0] == "trigger"] == [
        each for each in described(old) if each[0] == "trigger"
    ]


async def test_everyone_gets_another_salt(tmp_path: Path) -> None:
    salts = set()
    for name in ("a", "b"):
        async with open_store(tmp_path / name) as store:
            salts.add(await store.exchanges.salt())
    assert len(salts) == 2
    assert all(len(each) == 32 for each in salts)
