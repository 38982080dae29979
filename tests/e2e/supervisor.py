"""What systemd does for a unit of Type=notify with WatchdogSec and Restart=on-failure; no more.

How long signs may stay away is for the test to say, and when to look: a busy machine keeps them
away, too.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.wire.wire import PATIENCE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from pathlib import Path


class Supervisor:
    """Starts a process, listens to its signs, and kills it and starts it anew when told to.

    `watchdog`: seconds without a sign after which systemd would.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        *,
        watchdog: float,
    ) -> None:
        self._command = command
        self._folder = folder
        self._watchdog = watchdog
        self._path = folder / "notify"
        self._environment = {
            **environment,
            "NOTIFY_SOCKET": str(self._path),
            "WATCHDOG_USEC": str(int(watchdog * 1e6)),
        }
        self._process: asyncio.subprocess.Process | None = None
        self._signs: asyncio.Queue[bytes] = asyncio.Queue()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Supervisor]:
        """The unit, started; stopped with SIGTERM."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
            there.bind(str(self._path))
            there.setblocking(False)
            work = asyncio.create_task(self._listen(there))
            try:
                await self.start()
                yield self
            finally:
                if self._process is not None and self._process.returncode is None:
                    self._process.terminate()
                    async with asyncio.timeout(PATIENCE):
                        await self._process.wait()
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)

    async def start(self) -> None:
        """Start it, and wait until it is ready."""
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._environment, cwd=self._folder, stderr=log
            )
        await self.sign(b"READY=1")

    async def sign(self, wanted: bytes = b"WATCHDOG=1") -> None:
        """Wait for this sign."""
        async with asyncio.timeout(PATIENCE):
            while wanted not in (await self._signs.get()).splitlines():
                pass

    def block(self) -> None:
        """Let the process's event loop stand still for good."""
        assert self._process is not None
        self._process.send_signal(signal.SIGUSR1)

    async def silence(self) -> None:
        """Wait until signs stayed away for so long that systemd would act."""
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    async with asyncio.timeout(self._watchdog):
                        await self._signs.get()
                except TimeoutError:
                    return

    async def kill(self) -> None:
        """As systemd kills what gives no signs."""
        assert self._process is not None
        assert self._process.returncode is None, "it ended by itself"
        self._process.send_signal(signal.SIGABRT)
        async with asyncio.timeout(PATIENCE):
            assert await self._process.wait() == -signal.SIGABRT

    async def _listen(self, there: socket.socket) -> None:
        while True:
            self._signs.put_nowait(await asyncio.get_running_loop().sock_recv(there, 4096))
