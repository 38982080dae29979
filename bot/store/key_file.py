"""The key that the bot makes for itself, in a file beside the database.

What is encrypted with it stands in the database: whoever has one of the two files has no password.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from bot.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

BYTES = 32
PRIVATE = 0o600


def key_file(database: Path) -> Path:
    """Where it is, or would be."""
    return database.with_name(database.name + ".key")


def read_key(database: Path) -> str | None:
    """The key; None where none was made yet. Raises StoreError where it can't be read."""
    file = key_file(database)
    try:
        key = file.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise StoreError(
            f"{file} can't be read ({why}). It holds the key to the blogs' passwords, and belongs "
            "to the bot's user."
        ) from error
    if not key:
        raise StoreError(
            f"{file} is empty. It held the key to the blogs' passwords: put it back from a backup, "
            "or delete it and connect the blogs again."
        )
    return key


def own_key(database: Path) -> str:
    """The key, made now if there is none. Raises StoreError where that can't be."""
    return read_key(database) or _make(database)


def _make(database: Path) -> str:
    """Write it whole before it has its name: half a key opens nothing."""
    file = key_file(database)
    part, key = file.with_name(file.name + ".part"), secrets.token_urlsafe(BYTES)
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
        try:
            os.write(descriptor, f"{key}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        part.replace(file)
    except OSError as error:
        raise StoreError(
            f"{file} can't be written ({error.strerror}). The bot keeps the key to the blogs' "
            "passwords there: make its folder writable, or set SECRET_KEY."
        ) from error
    return key
