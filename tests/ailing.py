"""Real troubles of a computer, for a while: a disk without room, no files to open, and the like."""

from __future__ import annotations

import os
import resource
import subprocess
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from aiosqlite import Connection

    from bot.store.store import Store


@contextmanager
def files_limited() -> Iterator[None]:
    """This process can open no more files than it has open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def sizes_limited(size: int) -> Iterator[None]:
    """No file of this process can grow beyond so many bytes, as under a quota."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A disk of its own, in memory."""

    folder: Path

    def fill(self, *, leaving: int = 0) -> None:
        """Leave no room at all, or so many bytes."""
        with (self.folder / "filler").open("ab", buffering=0) as filler:
            for size in (65_536, 4096, 1):
                try:
                    while filler.write(b"x" * size):
                        pass
                except OSError:
                    continue
            filler.truncate(filler.tell() - leaving)

    def clear(self) -> None:
        """Let there be room again."""
        (self.folder / "filler").unlink()

    def only_to_read(self, *, on: bool) -> None:
        """As a system does it that found errors; nothing may be open to write."""
        options = "remount,ro" if on else "remount,rw"
        subprocess.run(["mount", "-o", options, self.folder], check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path, *, mebibytes: int = 4) -> Iterator[SmallDisk]:
    """A disk that is mounted at `folder`; skips the test where that is not allowed."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "afterword", str(folder)]
    try:
        subprocess.run(mounting, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk can be mounted here: {error}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


class Refusing:
    """A store whose file can only be read, from one of its transactions or calls on."""

    def __init__(self, store: Store) -> None:
        self._database = store.blogs._database
        self._transaction = self._database.transaction
        self._at_once = self._database.at_once
        self.begun = 0
        self._first: int | None = None
        setattr(self._database, "transaction", self._counted)  # noqa: B010 - mypy knows a method
        setattr(self._database, "at_once", self._called)  # noqa: B010 - the same

    def from_(self, first: int) -> None:
        """Refuse that transaction, counted from now on, and whatever comes after it."""
        self.begun, self._first = 0, first

    async def over(self) -> None:
        """It can be written again."""
        self._first = None
        await self._database.rows("PRAGMA query_only = OFF")

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[Connection]:
        await self._count()
        async with self._transaction() as connection:
            yield connection

    async def _called(self, work: Any) -> Any:
        await self._count()
        return await self._at_once(work)

    async def _count(self) -> None:
        if self.begun == self._first:
            await self._database.rows("PRAGMA query_only = ON")
        self.begun += 1
