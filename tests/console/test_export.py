"""`export`: the whole mapping, nothing else, and quickly."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.console.export import DESCRIPTION, FORMAT, export
from bot.errors import OutputError, StoreError
from bot.store.opening import open_database
from tests.archive import NOT_FOR_EXPORT, fill

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "afterword.sqlite3"


def exported(database: Path) -> Any:
    out = io.StringIO()
    export(database, None, out, force=False)
    return json.loads(out.getvalue())


async def test_the_mapping(database: Path) -> None:
    await fill(database, articles=2, comments=2)
    found = exported(database)
    assert found.pop("afterword")
    assert found == {
        "format": FORMAT,
        "blogs": [{"id": 1, "kind": "wordpress", "url": "https://blog.example/"}],
        "follows": [
            {"id": 1, "blog": 1, "guild": "7001", "channel": "7002", "state": "active"},
        ],
        "mirrors": [
            {
                "id": number, "follow": 1, "article": str(number),
                "url": f"https://blog.example/{number}",
                "announcement": str((1 << 61) + number), "thread": str((1 << 61) + number),
            }
            for number in (1, 2)
        ],
        "parts": [
            {"mirror": 1 + number, "comment": str(number), "number": 1,
             "message": str((1 << 60) + number)}
            for number in (0, 1)
        ],
        "replies": [{"mirror": 1, "message": "5001", "comment": "r1"}],
    }  # fmt: skip


async def test_nobody_and_no_words_in_it(database: Path) -> None:
    await fill(database, articles=2, comments=20)
    everything = json.dumps(exported(database))
    assert [secret for secret in NOT_FOR_EXPORT if secret in everything] == []


async def test_every_key_is_explained(database: Path) -> None:
    await fill(database, articles=1, comments=1)
    found = exported(database)
    explained = {line.split()[0]: line for line in DESCRIPTION.splitlines() if line[:2] == "  "}
    for name, rows in found.items():
        if isinstance(rows, list):
            assert [key for key in rows[0] if key not in explained[name]] == []
    assert str(FORMAT) in explained["format"]


async def test_an_empty_database(database: Path) -> None:
    async with open_database(database):
        pass
    found = exported(database)
    assert [name for name, rows in found.items() if rows == []] == [
        "blogs", "follows", "mirrors", "parts", "replies",
    ]  # fmt: skip


async def test_what_is_not_there_yet_is_null(database: Path) -> None:
    await fill(database, articles=1, comments=1)
    async with open_database(database) as opened:
        await opened.write("UPDATE mirror SET announcement_id = NULL, thread_id = NULL")
        await opened.write("UPDATE part SET state = 'sending', message_id = NULL")
        found = exported(database)
    assert (found["mirrors"][0]["announcement"], found["mirrors"][0]["thread"]) == (None, None)
    assert found["parts"] == []


async def test_what_is_written_in_pieces_is_one_document(database: Path, tmp_path: Path) -> None:
    await fill(database, articles=200, comments=20_000)
    export(database, tmp_path / "all.json", io.StringIO(), force=False)
    assert len(json.loads((tmp_path / "all.json").read_text())["parts"]) == 20_000


async def test_a_file_that_is_there_is_kept(database: Path, tmp_path: Path) -> None:
    await fill(database, articles=1, comments=1)
    file = tmp_path / "all.json"
    file.write_text("precious")
    with pytest.raises(OutputError, match="--force"):
        export(database, file, io.StringIO(), force=False)
    assert file.read_text() == "precious"
    export(database, file, io.StringIO(), force=True)
    assert json.loads(file.read_text())["format"] == FORMAT


def test_no_database(database: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        exported(database)


async def test_an_older_database(database: Path) -> None:
    async with open_database(database) as opened:
        await opened.write("PRAGMA user_version = 1")
    with pytest.raises(StoreError, match="older Afterword"):
        exported(database)
