"""`python -m bot backup`: the daily backup's copy, into a file that someone names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.backup import copy
from bot.store.key_file import key_file

if TYPE_CHECKING:
    from pathlib import Path

MEBIBYTE = 1024 * 1024


def backup(database: Path, file: Path, *, force: bool) -> str:
    """Copy, check the copy, give it its name; answers what is in it, in words.

    Raises StoreError if the database can't be read or is damaged, OutputError if the file can't be
    written. In both cases `file` is as it was.
    """
    copied = copy(database, file, force=force)
    assert copied is not None  # noqa: S101 - nobody gives it up
    words = ", ".join(f"{what} {count:,}" for what, count in copied.counts.items())
    said = f"{file.resolve()}: {words}; {copied.size / MEBIBYTE:,.1f} MiB. Checked: sound."
    if not key_file(database).exists():
        return said
    return f"{said} Keep {key_file(database).resolve()} as well: it opens the blogs' passwords."
