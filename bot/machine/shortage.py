"""What the computer refuses us: its disk, its memory, its files; in words for the owner. Pure."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

DISK_FULL = Phrase(
    "The disk is full on the computer that Afterword runs on. Nothing is lost: it goes on by "
    "itself once there is room again."
)
READ_ONLY = Phrase(
    "The disk with Afterword's database can't be written. Nothing is lost: it goes on by itself "
    "once writing is possible again."
)
DISK_FAILS = Phrase(
    "The disk with Afterword's database reports errors, or a limit on the size of files is "
    "reached. Nothing that was recorded is lost: it goes on by itself once the disk works again."
)
BUSY = Phrase(
    "Another program holds Afterword's database. Nothing is lost: it goes on by itself once that "
    "program lets go of it."
)
UNOPENED = Phrase(
    "The files of Afterword's database can't be opened. Nothing is lost: it goes on by itself once "
    "they can."
)
FILES_OPEN = Phrase(
    "The computer that Afterword runs on lets it open no more files or connections. Nothing is "
    "lost: it goes on by itself once there are some to spare."
)
NO_MEMORY = Phrase(
    "The computer that Afterword runs on has no memory left for it. Nothing is lost: it goes on by "
    "itself once there is some."
)
DAMAGED = Phrase("Afterword's database is damaged. Nothing more is written into it.")

_SYSTEMS = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EROFS: READ_ONLY,
    errno.EIO: DISK_FAILS,
    errno.EFBIG: DISK_FAILS,
    errno.EMFILE: FILES_OPEN,
    errno.ENFILE: FILES_OPEN,
    errno.ENOMEM: NO_MEMORY,
}
_SQLITES = {
    "SQLITE_FULL": DISK_FULL,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_IOERR": DISK_FAILS,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_CANTOPEN": UNOPENED,
    "SQLITE_NOMEM": NO_MEMORY,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
}


def shortage(error: BaseException) -> Phrase | None:
    """What the computer refused, if that is what this error, or one of its causes, is about."""
    return next((found for each in _causes(error) if (found := _of(each)) is not None), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _of(error: BaseException) -> Phrase | None:
    if isinstance(error, MemoryError):
        return NO_MEMORY
    name = getattr(error, "sqlite_errorname", None)
    if isinstance(name, str):
        # SQLITE_IOERR_WRITE and its like are finer names of the same.
        return _SQLITES.get("_".join(name.split("_")[:2]))
    return _SYSTEMS.get(error.errno or 0) if isinstance(error, OSError) else None
