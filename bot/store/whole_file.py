"""A file that appears under its name only once it is whole."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: Path, *, force: bool) -> Iterator[Path]:
    """Give a new, empty file beside `path`; it takes that name when the block ends well.

    Only its owner may read it. Raises OutputError if the file can't be written, or if there is one
    of that name and not `force`.
    """
    _require_free(path, force=force)
    try:
        descriptor, name = tempfile.mkstemp(prefix=".afterword-", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OutputError(
            "Can't write in {folder} ({reason}).",
            folder=str(path.parent),
            reason=error.strerror or str(error),
        ) from error
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
        _keep(part)
        _require_free(path, force=force)
        part.replace(path)
        _keep(path.parent)
    except OSError as error:
        raise OutputError(
            "{path} could not be written ({reason}).",
            path=str(path),
            reason=error.strerror or str(error),
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _require_free(path: Path, *, force: bool) -> None:
    if path.is_dir():
        raise OutputError(f"{path} is a folder. Name a file in it.")
    if not force and os.path.lexists(path):
        raise OutputError(f"{path} is there already. Take another name, or replace it: --force.")


def _keep(path: Path) -> None:
    """Wait until the disk has it: a power cut must not leave an empty file under a good name."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
