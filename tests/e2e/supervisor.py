"""What systemd does for a unit of Type=notify with WatchdogSec and Restart=on-failure; no more."""

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
    """Starts a process, listens to its signs, kills it where they stay away, starts it anew.

    `watchdog`: seconds without a sign, once it is ready.
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
        self._environment = environment
        self._folder = folder
        self._watchdog = watchdog
        self._process: asyncio.subprocess.Process | None = None
        self.ready: asyncio.Queue[int] = asyncio.Queue()
        """The number of each process that says that it is."""
        self.killed = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Supervisor]:
        """The unit, started; stopped with SIGTERM."""
        path = self._folder / "notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
            there.bind(str(path))
            there.setblocking(False)
            work = asyncio.create_task(self._keep_up(there, path))
            try:
                yield self
            finally:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                if self._process is not None and self._process.returncode is None:
                    self._process.terminate()
                    async with asyncio.timeout(PATIENCE):
                        await self._process.wait()

    def block(self) -> None:
        """Let the process's event loop stand still for good."""
        assert self._process is not None
        self._process.send_signal(signal.SIGUSR1)

    async def _keep_up(self, there: socket.socket, path: Path) -> None:
        while True:
            with (self._folder / "log").open("ab") as log:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    env={
                        **self._environment,
                        "NOTIFY_SOCKET": str(path),
                        "WATCHDOG_USEC": str(int(self._watchdog * 1e6)),
                    },
                    cwd=self._folder,
                    stderr=log,
                )
            await self._listen(there, self._process)
            self._process.send_signal(signal.SIGABRT)
            self.killed += 1
            assert await self._process.wait() == -signal.SIGABRT

    async def _listen(self, there: socket.socket, process: asyncio.subprocess.Process) -> None:
        """Until the signs stay away."""
        is_ready = False
        while True:
            try:
                async with asyncio.timeout(self._watchdog if is_ready else PATIENCE):
                    said = await asyncio.get_running_loop().sock_recv(there, 4096)
            except TimeoutError:
                assert process.returncode is None, "it ended by itself"
                return
            if b"READY=1" in said.splitlines():
                is_ready = True
                self.ready.put_nowait(process.pid)
