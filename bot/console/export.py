"""`python -m bot export`: which message belongs to which comment, as JSON."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

from bot import __version__
from bot.errors import StoreError
from bot.store.beside import read_only, version_of
from bot.store.migrations import latest_version
from bot.store.opening import unusable
from bot.store.upkeep.mapping import tables
from bot.store.whole_file import replacing

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
"""Grows when a reader of the old form would go wrong; new keys alone don't count."""

DESCRIPTION = """\
Writes which message in Discord belongs to which article and comment of which blog, as JSON. It
holds addresses and ids; no words, titles, names or users, and no password.

  format   1; afterword: the version that wrote it
  blogs    id, kind (how it is read), url (of its home page; of a feed without one only the host)
  follows  id, blog, guild, channel, state ("active", "paused" or "ended")
  mirrors  id, follow, article (the blog's id of it), url, announcement, thread
  parts    mirror, comment (the blog's id), number (of a long comment's messages, from 1), message
  replies  mirror, message (a member's), comment (that it became)

Ids of Discord and of comments are text, the others numbers; what is not there is null. Each row
stands on a line of its own.
"""


def export(database: Path, file: Path | None, stdout: TextIO, *, force: bool) -> None:
    """Write the mapping to `file`, or to `stdout`. Raises StoreError and OutputError."""
    with closing(read_only(database)) as connection:
        if version_of(connection) < latest_version():
            raise StoreError(
                f"{database} is from an older Afterword. Start the bot once: it brings the "
                "database up to date."
            )
        try:
            if file is not None:
                with replacing(file, force=force) as part, part.open("w", encoding="ascii") as out:
                    _write(connection, out)
                return
            # Whole first: a reader that takes its time must not keep the bot from tidying up.
            with tempfile.TemporaryFile("w+", encoding="ascii") as whole:
                _write(connection, whole)
                connection.close()
                whole.seek(0)
                shutil.copyfileobj(whole, stdout)
        except sqlite3.Error as error:
            raise unusable(database, error) from error


def _write(connection: sqlite3.Connection, out: TextIO) -> None:
    out.write(f'{{\n"format": {FORMAT},\n"afterword": {json.dumps(__version__)}')
    encode = json.JSONEncoder().encode
    for name, rows in tables(connection):
        out.write(f',\n"{name}": [')
        separator = "\n"
        for row in rows:
            out.write(separator + encode(row))
            separator = ",\n"
        out.write("\n]")
    out.write("\n}\n")
