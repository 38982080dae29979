"""Bots of processes of their own, each forked from one that has imported everything already.

A start takes a fraction of a second so, however busy the machine is. What is run is the bot as it
is, but for its clock, which can jump, and a mistake on purpose, if one is asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import mmap
import os
import runpy
import selectors
import signal
import struct
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HOUSE = Path(__file__).parents[2]
AHEAD = struct.Struct("d")
CLOCK, MISTAKE = "AFTERWORD_CLOCK", "AFTERWORD_MISTAKE"
"""Variables: a file that says how many seconds the clock is ahead; one of `mistakes.py`, or none.

The file may change at any moment.
"""


def set_clock(path: Path, ahead: float) -> None:
    """Let the bot whose clock this is be so many seconds ahead of the time."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(AHEAD.pack(ahead))


class Ahead:
    """By how much the clock of this process is ahead: not at all before it follows a file."""

    def __init__(self) -> None:
        self._file: mmap.mmap | None = None

    def follow(self, path: Path) -> None:
        """From now on be as far ahead as this file says."""
        with path.open("r+b") as file:
            self._file = mmap.mmap(file.fileno(), AHEAD.size, access=mmap.ACCESS_READ)

    def seconds(self) -> float:
        """How far that is."""
        return 0.0 if self._file is None else float(AHEAD.unpack_from(self._file)[0])


@dataclass(eq=False, slots=True)
class Process:
    """One bot; `returncode` is None while it runs, and negative if a signal ended it."""

    pid: int
    returncode: int | None = None
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    def kill(self) -> None:
        """SIGKILL, unless it has ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def wait(self) -> int:
        """Wait for its end."""
        await self._ended.wait()
        assert self.returncode is not None
        return self.returncode

    def ended(self, code: int) -> None:
        """Whoever forked it says so."""
        self.returncode = code
        self._ended.set()


class Nursery:
    """Starts bots; made by `nursery`."""

    def __init__(self, server: asyncio.subprocess.Process) -> None:
        self._server = server
        self._born: asyncio.Queue[int] = asyncio.Queue()
        self._running: dict[int, Process] = {}

    async def start(self, environment: dict[str, str], folder: Path) -> Process:
        """One in this folder; what it says goes to `log` there."""
        assert self._server.stdin is not None
        asked = {"environment": environment, "folder": str(folder)}
        self._server.stdin.write(json.dumps(asked).encode() + b"\n")
        process = Process(await self._born.get())
        self._running[process.pid] = process
        return process

    async def listen(self) -> None:
        """Hear who was born and who has ended."""
        assert self._server.stdout is not None
        while line := await self._server.stdout.readline():
            pid, *code = map(int, line.split())
            if code:
                self._running.pop(pid).ended(code[0])
            else:
                self._born.put_nowait(pid)


@contextlib.asynccontextmanager
async def nursery() -> AsyncIterator[Nursery]:
    """Import everything, once; whatever still runs in the end is killed."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.torture.bot", cwd=HOUSE,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    born = Nursery(server)
    listening = asyncio.create_task(born.listen())
    try:
        yield born
    finally:
        assert server.stdin is not None
        server.stdin.close()
        await server.wait()
        await listening


def _serve() -> None:
    """Fork a bot for each line that comes; end with the input, and with all of them."""
    ahead = Ahead()
    # First of all: whoever takes `time.time` for a default takes this one.
    true, time.time = time.time, lambda: true() + ahead.seconds()
    from bot.discord.client import COGS  # noqa: PLC0415 - the other side needs none of it

    for module in ("bot.app", "tests.torture.mistakes", *COGS):
        importlib.import_module(module)
    with selectors.DefaultSelector() as waiting:
        waiting.register(sys.stdin, selectors.EVENT_READ)
        asked, more = b"", b"\n"
        while more:
            for key, _events in waiting.select():
                if key.data is not None:
                    _bury(key.data)
                    waiting.unregister(key.fileobj)
                    os.close(key.fd)
                    continue
                more = os.read(key.fd, 1 << 16)
                *lines, asked = (asked + more).split(b"\n")
                for line in lines:
                    pid, end = _fork(line, ahead)
                    waiting.register(end, selectors.EVENT_READ, data=pid)
        running = [key.data for key in waiting.get_map().values() if key.data is not None]
    for pid in running:
        os.kill(pid, signal.SIGKILL)


def _fork(asked: bytes, ahead: Ahead) -> tuple[int, int]:
    """A bot as asked for; its number, and a pipe that it alone holds open: its end is read there.

    A signal would not do: one that comes just before the next read is heard only after it.
    """
    end, held = os.pipe()
    pid = os.fork()
    if not pid:
        _be_born(json.loads(asked), ahead)
    os.close(held)
    os.write(1, f"{pid}\n".encode())
    return pid, end


def _bury(pid: int) -> None:
    _pid, status = os.waitpid(pid, 0)
    os.write(1, f"{pid} {os.waitstatus_to_exitcode(status)}\n".encode())


def _be_born(asked: dict[str, Any], ahead: Ahead) -> None:
    """Be the bot, and nothing else, to the end."""
    from bot.machine.clock import Clock  # noqa: PLC0415 - as above
    from tests.torture import mistakes  # noqa: PLC0415
    from tests.wire.launch import point_discord_at  # noqa: PLC0415

    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["folder"])
    log = os.open("log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDWR)
    for ours, theirs in ((nothing, 0), (nothing, 1), (log, 2)):
        os.dup2(ours, theirs)
    point_discord_at(os.environ["AFTERWORD_WIRE"])
    ahead.follow(Path(os.environ[CLOCK]))
    assert time.time in (Clock.__init__.__defaults__ or ()), "the bot's own clock would not jump"
    mistakes.make(os.environ[MISTAKE])
    sys.argv = ["bot"]
    code: Any = 0
    try:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - nothing of it may reach the process that was forked
        traceback.print_exc()
        code = 1
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve()
