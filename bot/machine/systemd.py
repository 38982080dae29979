"""Tells systemd that the bot starts, is ready, lives and ends, as sd_notify(3) has it.

The signs of life come from the event loop: where it is blocked for good they stay away, and
systemd starts the bot anew. Without systemd, which names its socket in NOTIFY_SOCKET, nothing is
told.
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.machine.beside import beside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

MICRO = 1_000_000

STARTING = 10.0
"""Seconds between two signs of life until the bot is ready."""

MORE_TIME = 60
"""Seconds that each of them asks for: a start may wait for room on the disk for days."""


class Systemd:
    """The socket, if there is one; what can't be said there is left unsaid."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        name = environment.get("NOTIFY_SOCKET", "")
        # Names that begin with @ are of no file: the kernel has them with a zero byte there.
        self._address = name.replace("@", "\0", 1) if name.startswith("@") else name
        self._watchdog = _watchdog(environment)
        self._ready = False

    def ready(self) -> None:
        """The database is open, and Discord is what comes next."""
        self._ready = True
        self.send("READY=1")

    async def live(self) -> None:
        """Give signs of life for as long as they are waited for."""
        while not self._ready or self._watchdog is not None:
            said = [] if self._watchdog is None else ["WATCHDOG=1"]
            if not self._ready:
                said.append(f"EXTEND_TIMEOUT_USEC={MORE_TIME * MICRO}")
            self.send(*said)
            await asyncio.sleep(STARTING if self._watchdog is None else self._watchdog / 2)

    def send(self, *lines: str) -> None:
        """Send these."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
            there.setblocking(False)
            try:
                there.sendto("\n".join(lines).encode(), self._address)
            except OSError:
                return  # The next sign may reach it; without any, it does what it was set up for.


@asynccontextmanager
async def supervised(environment: Mapping[str, str]) -> AsyncIterator[Systemd]:
    """Give systemd signs of life from the loop that runs this, and say when it ends."""
    systemd = Systemd(environment)
    async with beside(systemd.live(), "live for systemd"):
        try:
            yield systemd
        finally:
            systemd.send("STOPPING=1")


def _watchdog(environment: Mapping[str, str]) -> float | None:
    """Seconds without a sign of life after which the bot is killed; None: it is not watched."""
    micro = environment.get("WATCHDOG_USEC", "")
    meant = environment.get("WATCHDOG_PID") in {None, str(os.getpid())}
    return int(micro) / MICRO if micro.isdecimal() and int(micro) and meant else None
