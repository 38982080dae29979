"""`python -m bot backup`: a copy of the database that is whole, while the bot goes on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.console.whole_file import replacing
from bot.errors import OutputError, StoreError
from bot.store.beside import read_only
from bot.store.database import lock_of
from bot.store.key_file import key_file

if TYPE_CHECKING:
    from pathlib import Path

MEBIBYTE = 1024 * 1024

COUNTS = {
    "articles": "SELECT count(*) FROM article",
    "comments": "SELECT count(*) FROM comment WHERE state = 'visible'",
    "messages": "SELECT count(*) FROM part WHERE state = 'sent'",
}


def backup(database: Path, file: Path, *, force: bool) -> str:
    """Copy, check the copy, give it its name; answers what is in it, in words.

    Raises StoreError if the database can't be read or is damaged, OutputError if the file can't be
    written. In both cases `file` is as it was.
    """
    _require_another_file(database, file)
    with replacing(file, force=force) as part:
        _copy(database, part)
        counts = _look_through(part)
        size = part.stat().st_size / MEBIBYTE
    words = ", ".join(f"{what} {count:,}" for what, count in counts.items())
    copied = f"{file.resolve()}: {words}; {size:,.1f} MiB. Checked: sound."
    if not key_file(database).exists():
        return copied
    return f"{copied} Keep {key_file(database).resolve()} as well: it opens the blogs' passwords."


def _require_another_file(database: Path, file: Path) -> None:
    own = [database, lock_of(database), key_file(database)]
    own += [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm", "-journal")]
    if file.resolve() in {path.resolve() for path in own}:
        raise OutputError(f"{file} is the database's own. Name another file.")


def _copy(database: Path, part: Path) -> None:
    """In one step, which sees one state of the database, and page by page, which keeps row ids."""
    try:
        with closing(read_only(database)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            # The copy is to be one file, without a log beside it.
            target.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise StoreError(
            f"No backup could be made ({error}). If the disk is not full, {database} is damaged: "
            "keep the backups that you have."
        ) from error


def _look_through(part: Path) -> dict[str, int]:
    try:
        with closing(read_only(part)) as copy:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
            counts = {what: int(copy.execute(sql).fetchone()[0]) for what, sql in COUNTS.items()}
    except sqlite3.Error as error:
        said = [str(error)]
    if said != ["ok"]:
        raise StoreError(
            f"The database is damaged ({said[0]}), and so would be its backup; none was made. Keep "
            "the backups that you have, and restore the newest."
        )
    return counts
