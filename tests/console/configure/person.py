"""A person at a terminal: waits for words, and types."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import signal
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.wire.wire import ADDRESS_VARIABLE, PATIENCE

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.wire.wire import Wire

AGAIN = 5.0
"""Seconds after which a key is pressed once more."""

COMING_AND_GOING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass
class Person:
    """What stands on the terminal, and a keyboard."""

    process: Process
    keyboard: int
    shown: str = ""
    read: int = 0
    """How far the person has read."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def see(self) -> None:
        """Take what was written; a terminal whose program ended reads as an error."""
        try:
            data = os.read(self.keyboard, 65536)
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self.keyboard)
        text = data.decode(errors="replace").replace("\r\n", "\n")
        self.shown += COMING_AND_GOING.sub("", text)
        self.changed.set()

    async def waits_for(self, words: str) -> None:
        """Read on until these words stand there."""
        async with asyncio.timeout(PATIENCE):
            while (found := self.shown.find(words, self.read)) < 0:
                self.changed.clear()
                await self.changed.wait()
        self.read = found + len(words)

    def types(self, line: str) -> None:
        os.write(self.keyboard, f"{line}\n".encode())

    def leaves(self) -> None:
        """Ctrl-C."""
        os.write(self.keyboard, b"\x03")

    async def leaves_until(self, words: str) -> None:
        """Ctrl-C, and once more where nothing comes of it, as people do.

        Python loses one that comes between a prompt and its reading of the answer: a read that
        has not begun is not ended by a signal that was taken before it.
        """
        while words not in self.shown[self.read :]:
            self.leaves()
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN):
                    await self.waits_for(words)
                    return

    async def ends(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()


def environment(wire: Wire, **more: str) -> dict[str, str]:
    """Where Discord is, and no token."""
    bare = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
    return bare | {ADDRESS_VARIABLE: wire.address} | more


def _sit_down_at(terminal: int) -> None:
    """What a login does: the terminal is the session's own, and Ctrl-C is heard."""
    os.close(os.open(os.ttyname(terminal), os.O_RDWR))
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@asynccontextmanager
async def person(wire: Wire, folder: Path, *command: str, **more: str) -> AsyncIterator[Person]:
    """Somebody who types a command of the bot's into a terminal of their own."""
    ours, theirs = pty.openpty()
    try:
        process = await asyncio.create_subprocess_exec(
            *wire.command("bot", *command),
            cwd=folder,
            env=environment(wire, TERM="xterm", **more),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: _sit_down_at(theirs),
        )
    finally:
        os.close(theirs)
    someone = Person(process, ours)
    loop = asyncio.get_running_loop()
    loop.add_reader(ours, someone.see)
    try:
        yield someone
    finally:
        loop.remove_reader(ours)
        if process.returncode is None:
            process.terminate()
            async with asyncio.timeout(PATIENCE):
                await process.wait()
        os.close(ours)
