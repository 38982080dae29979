"""The bot's own key: made once, for its user alone, and never half."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError
from bot.store.key_file import key_file, own_key, read_key

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_made_once_and_for_nobody_else(tmp_path: Path) -> None:
    database = tmp_path / "afterword.sqlite3"
    assert read_key(database) is None
    before = os.umask(0)
    try:
        key = own_key(database)
    finally:
        os.umask(before)
    assert (own_key(database), read_key(database)) == (key, key)
    assert len(key) >= 32
    assert stat.S_IMODE(key_file(database).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["afterword.sqlite3.key"]
    assert own_key(tmp_path / "other.sqlite3") != key


def test_what_a_crash_left_of_one_is_no_key(tmp_path: Path) -> None:
    database = tmp_path / "afterword.sqlite3"
    (tmp_path / "afterword.sqlite3.key.part").write_text("half a")
    assert len(own_key(database)) >= 32
    assert own_key(database) == read_key(database)


@pytest.mark.parametrize(
    ("held", "said"), [(b"", "is empty"), (b"\xff\xfe", "can't be read"), (None, "can't be read")]
)
def test_one_that_is_no_use_is_told_and_not_replaced(
    tmp_path: Path, held: bytes | None, said: str
) -> None:
    database = tmp_path / "afterword.sqlite3"
    file = key_file(database)
    if held is None:
        file.mkdir()
    else:
        file.write_bytes(held)
    with pytest.raises(StoreError, match=said):
        own_key(database)
    assert file.is_dir() if held is None else file.read_bytes() == held


def test_a_place_where_none_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="set SECRET_KEY"):
        own_key(tmp_path / "data" / "afterword.sqlite3")
