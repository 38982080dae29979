"""A copy of the database that is whole, while the bot goes on writing; and the newest of several.

A copy appears under its name only once it was checked. It knows that it is one: see
`bot.store.restored`.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import OutputError, StoreDamaged, StoreError, StoreTroubled
from bot.machine.shortage import DAMAGED, shortage
from bot.store.beside import read_only
from bot.store.condition import OPCODES, damage_in
from bot.store.key_file import key_file
from bot.store.opening import BESIDE, lock_of
from bot.store.restored import mark
from bot.store.whole_file import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PAGES = 1000
"""Copied between two looks whether the copy is still wanted: four mebibytes."""

COUNTS = {
    "articles": "SELECT count(*) FROM article",
    "comments": "SELECT count(*) FROM comment WHERE state = 'visible'",
    "messages": "SELECT count(*) FROM part WHERE state = 'sent'",
}

_NAME = "afterword-%Y%m%d-%H%M%S.sqlite3"


@dataclass(frozen=True, slots=True)
class Copied:
    """A backup that was made and checked."""

    counts: Mapping[str, int]
    """How many articles, comments and messages are in it."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One of the daily backups; `made_at` is in seconds since 1970."""

    file: Path
    made_at: int


class _GivenUp(Exception):
    """Nobody waits for the copy any more."""


def name_for(made_at: int) -> str:
    """The name of a daily backup made then."""
    return datetime.fromtimestamp(made_at, UTC).strftime(_NAME)


def backups_in(folder: Path) -> list[Backup]:
    """The daily backups, the newest first; none where there is no such folder. Raises OSError."""
    found = []
    for file in folder.iterdir() if folder.is_dir() else ():
        try:
            made = datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(file, int(made.timestamp())))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def newest_sound(folder: Path) -> Backup | None:
    """The newest daily backup that opens and is whole; reads each until one is."""
    return next((each for each in backups_in(folder) if _is_sound(each.file)), None)


def copy(
    database: Path,
    file: Path,
    *,
    force: bool,
    given_up: Callable[[], bool] = lambda: False,
) -> Copied | None:
    """Copy, check the copy, give it its name; None if it was given up meanwhile.

    Raises StoreDamaged if the database is damaged, another StoreError if it can't be read, and
    OutputError if the file can't be written. In all these cases `file` is as it was.
    """
    _require_another_file(database, file)
    try:
        with replacing(file, force=force) as part:
            _copy(database, part, given_up)
            return Copied(_look_through(part, given_up), part.stat().st_size)
    except _GivenUp:
        return None


def _require_another_file(database: Path, file: Path) -> None:
    own = [database, lock_of(database), key_file(database)]
    own += [database.with_name(database.name + suffix) for suffix in BESIDE]
    if file.resolve() in {path.resolve() for path in own}:
        raise OutputError(f"{file} is the database's own. Name another file.")


def _copy(database: Path, part: Path, given_up: Callable[[], bool]) -> None:
    """Copy one state of the database, page by page, which keeps row ids."""

    def go_on(*_: object) -> None:
        if given_up():
            raise _GivenUp

    try:
        with closing(read_only(database)) as source, closing(sqlite3.connect(part)) as target:
            # Or the copy would begin anew whenever the bot writes between two of its steps.
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            source.backup(target, pages=PAGES, progress=go_on)
            # The copy is to be one file, without a log beside it.
            target.execute("PRAGMA journal_mode = DELETE")
            mark(target, made_at=int(time.time()))
    except (sqlite3.Error, MemoryError) as error:
        raise _failed(database, error) from error


def _failed(database: Path, error: Exception) -> StoreError:
    refused = shortage(error)
    if refused is DAMAGED:
        return _damaged(str(error))
    if refused is not None:
        return StoreTroubled(
            "No backup could be made ({error}). {why}", error=str(error), why=refused
        )
    return StoreError(
        "No backup could be made ({error}). If the disk is not full, {database} is damaged: keep "
        "the backups that you have.",
        error=str(error),
        database=str(database),
    )


def _look_through(part: Path, given_up: Callable[[], bool]) -> dict[str, int]:
    try:
        with closing(read_only(part)) as opened:
            opened.set_progress_handler(given_up, OPCODES)
            said = str(opened.execute("PRAGMA integrity_check(1)").fetchone()[0])
            counts = {what: int(opened.execute(sql).fetchone()[0]) for what, sql in COUNTS.items()}
    except sqlite3.Error as error:
        if given_up():
            raise _GivenUp from error
        said = str(error)
    if said != "ok":
        raise _damaged(said)
    return counts


def _damaged(what: str) -> StoreDamaged:
    return StoreDamaged(
        "The database is damaged ({what}), and so would be its backup; none was made. Keep the "
        "backups that you have, and restore the newest.",
        what=what,
    )


def _is_sound(file: Path) -> bool:
    try:
        with closing(read_only(file)) as opened:
            return damage_in(opened, lambda: False) is None
    except (StoreError, sqlite3.Error):
        return False
