"""What the computer refuses, recognised; and a time that never goes back."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.machine import shortage as machine
from bot.machine.clock import Clock
from bot.machine.shortage import shortage
from tests.ailing import files_limited, sizes_limited

if TYPE_CHECKING:
    from pathlib import Path

    from bot.languages.phrase import Phrase


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, machine.DISK_FULL),
        (errno.EDQUOT, machine.DISK_FULL),
        (errno.EROFS, machine.READ_ONLY),
        (errno.EIO, machine.DISK_FAILS),
        (errno.EMFILE, machine.FILES_OPEN),
        (errno.ENFILE, machine.FILES_OPEN),
        (errno.ENOMEM, machine.NO_MEMORY),
        (errno.ENOENT, None),
        (errno.ECONNREFUSED, None),
    ],
)
def test_what_the_system_refuses(number: int, words: Phrase | None) -> None:
    assert shortage(OSError(number, os.strerror(number))) == words
    assert shortage(aiohttp.ClientOSError(number, os.strerror(number))) == words


def test_a_cause_is_looked_for() -> None:
    error = ValueError("something else")
    error.__cause__ = OSError(errno.ENOSPC, "no room")
    assert shortage(error) == machine.DISK_FULL
    assert shortage(ValueError("something else")) is None
    assert shortage(MemoryError()) == machine.NO_MEMORY


def test_what_sqlite_refuses(tmp_path: Path) -> None:
    def refusal(*statements: str) -> Phrase | None:
        for statement in statements[:-1]:
            connection.execute(statement)
        with pytest.raises(sqlite3.Error) as caught:
            connection.execute(statements[-1])
        return shortage(caught.value)

    path = tmp_path / "a.sqlite3"
    with (
        closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection,
        closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other,
    ):
        connection.execute("CREATE TABLE t (x)")
        assert refusal("SELECT * FROM nothing") is None
        assert (
            refusal("PRAGMA max_page_count = 1", "INSERT INTO t VALUES (zeroblob(99999))")
            == machine.DISK_FULL
        )
        assert refusal("PRAGMA query_only = ON", "INSERT INTO t VALUES (1)") == machine.READ_ONLY
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("PRAGMA max_page_count = 1000000")
        with sizes_limited(50_000):
            assert refusal("INSERT INTO t VALUES (zeroblob(9999999))") == machine.DISK_FAILS
        other.execute("BEGIN IMMEDIATE")
        assert refusal("INSERT INTO t VALUES (1)") == machine.BUSY
    (tmp_path / "folder").mkdir()
    with closing(sqlite3.connect(":memory:")) as connection:
        assert refusal(f"ATTACH '{tmp_path}/folder' AS other") == machine.UNOPENED
    (tmp_path / "diary").write_text("Dear diary,\n" * 500)
    with closing(sqlite3.connect(tmp_path / "diary")) as connection:
        assert refusal("SELECT * FROM sqlite_schema") == machine.DAMAGED


def test_no_files_left_to_open(tmp_path: Path) -> None:
    with files_limited(), pytest.raises(OSError, match="open files") as caught:
        (tmp_path / "any").write_text("words")
    assert shortage(caught.value) == machine.FILES_OPEN


class Clocks:
    def __init__(self) -> None:
        self.wall = 1_800_000_000.0
        self.steady = 50.0
        self.clock = Clock(lambda: self.wall, lambda: self.steady)

    def pass_(self, seconds: float, *, wall: float | None = None) -> int:
        """So much time passes; the computer's clock says something else, if `wall` is given."""
        self.steady += seconds
        self.wall += seconds if wall is None else wall
        return self.clock() - 1_800_000_000


def test_a_clock_that_is_set_back_stops_nothing() -> None:
    clocks = Clocks()
    assert clocks.pass_(60) == 60
    assert clocks.pass_(60, wall=-86_400) == 120
    assert clocks.pass_(60) == 180
    assert clocks.pass_(60, wall=86_520 - 60) == 240


def test_a_clock_that_is_set_forward_is_followed() -> None:
    """So is one that went on while the computer slept, which steady clocks don't count."""
    clocks = Clocks()
    assert clocks.pass_(1, wall=600) == 600
    assert clocks.pass_(60) == 660
