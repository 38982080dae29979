"""What is held of a server's people and accounts is gone from the files when it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.store import open_store
from tests.store.kept import lost, rows_in
from tests.store.landed import HARBOUR, MARN, MOOR, QUAY, TIDES_IN_TEXT, landed

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_800_000_000
OF_A_GUILD = ("member", "author", "agreement", "exchange", "held")


async def test_it_goes_whole_and_nobody_elses_does(tmp_path: Path) -> None:
    path = landed(tmp_path / "afterword.sqlite3")
    async with open_store(path) as store:
        before = rows_in(path)
        assert await store.departures.note(QUAY, now=NOW)
        assert await store.departures.carry_out(QUAY)
        after = rows_in(path)
        assert await store.departures.all() == {}
        assert QUAY not in await store.departures.holding()
        natives = await store.replies.natives(TIDES_IN_TEXT)
    for table in OF_A_GUILD:
        assert [row for row in after[table] if row["guild"] == QUAY] == []
        elsewhere = [row for row in before[table] if row["guild"] != QUAY]
        assert after[table] == elsewhere
    assert after["reply"] == []
    assert {row["guild"] for row in after["member"]} == {MOOR}
    assert {"14", "15", "18", "22"} <= natives.keys(), "a copy would stand beside the message"
    untouched = {*before} - {*OF_A_GUILD, "reply", "silent"}
    assert lost({table: before[table] for table in untouched}, after) == []


async def test_no_file_tells_it_any_more(tmp_path: Path) -> None:
    path = landed(tmp_path / "afterword.sqlite3")
    async with open_store(path) as store:
        sealed = (await store.exchanges.get(QUAY, HARBOUR)).secret
        assert sealed is not None
        for secret in (sealed, b"Marn of the Mole"):
            assert holds(tmp_path, secret)
        await store.departures.note(QUAY, now=NOW)
        await store.departures.carry_out(QUAY)
        for secret in (sealed, b"Marn of the Mole"):
            assert not holds(tmp_path, secret)


def holds(folder: Path, secret: bytes) -> bool:
    return any(secret in file.read_bytes() for file in folder.iterdir())


async def test_asked_back_all_is_as_before(tmp_path: Path) -> None:
    path = landed(tmp_path / "afterword.sqlite3")
    async with open_store(path) as store:
        before = rows_in(path)
        await store.departures.note(QUAY, now=NOW)
        assert await store.departures.back(QUAY)
        assert not await store.departures.carry_out(QUAY)
        assert rows_in(path) == before
        member = await store.members.get(QUAY, MARN)
        assert member is not None
        assert member.pen_name == "Marn of the Mole"


async def test_the_days_count_from_the_first_one(tmp_path: Path) -> None:
    async with open_store(landed(tmp_path / "afterword.sqlite3")) as store:
        assert await store.departures.note(QUAY, now=NOW)
        assert not await store.departures.note(QUAY, now=NOW + 5)
        assert await store.departures.all() == {QUAY: NOW}
        assert not await store.departures.note(1, now=NOW), "nothing is held of it"
