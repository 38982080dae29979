"""What systemd is told: nothing where there is none, and signs of life only while the loop runs."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from bot.machine.systemd import Systemd, supervised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30
"""Seconds. Only a failure takes so long."""

WATCHDOG = 200_000
"""Microseconds, as systemd gives them."""


@contextmanager
def listening(name: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind(name.replace("@", "\0", 1) if name.startswith("@") else name)
        there.settimeout(PATIENCE)
        yield there


def next_of(there: socket.socket) -> list[str]:
    return there.recv(4096).decode().splitlines()


def drained(there: socket.socket) -> int:
    """How many signs came that nobody has looked at yet."""
    count = 0
    there.setblocking(False)
    try:
        while True:
            there.recv(4096)
            count += 1
    except BlockingIOError:
        return count
    finally:
        there.settimeout(PATIENCE)


def hold(seconds: float) -> None:
    time.sleep(seconds)


@pytest.fixture(params=["file", "abstract"])
def name(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "notify") if request.param == "file" else f"@afterword-{os.getpid()}"


async def test_a_life(name: str) -> None:
    with listening(name) as there:
        async with supervised({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": str(WATCHDOG)}) as systemd:
            first = await asyncio.to_thread(next_of, there)
            assert first == ["WATCHDOG=1", "EXTEND_TIMEOUT_USEC=60000000"]
            drained(there)
            systemd.ready()
            assert await asyncio.to_thread(next_of, there) == ["READY=1"]
            for _ in range(3):
                assert await asyncio.to_thread(next_of, there) == ["WATCHDOG=1"]
            drained(there)
        assert next_of(there) == ["STOPPING=1"]
        assert drained(there) == 0


async def test_a_loop_that_is_held_gives_no_sign(tmp_path: Path) -> None:
    name = str(tmp_path / "notify")
    with listening(name) as there:
        async with supervised({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": str(WATCHDOG)}) as systemd:
            systemd.ready()
            await asyncio.to_thread(next_of, there)
            drained(there)
            hold(5 * WATCHDOG / 1_000_000)
            assert drained(there) == 0
            assert await asyncio.to_thread(next_of, there) == ["WATCHDOG=1"]


async def test_before_it_is_ready_it_asks_for_time_even_if_nobody_watches(tmp_path: Path) -> None:
    name = str(tmp_path / "notify")
    with listening(name) as there:
        async with supervised({"NOTIFY_SOCKET": name}):
            first = await asyncio.to_thread(next_of, there)
    assert first == ["EXTEND_TIMEOUT_USEC=60000000"]


async def test_without_a_watchdog_nothing_follows_once_it_is_ready(tmp_path: Path) -> None:
    name = str(tmp_path / "notify")
    others = {"NOTIFY_SOCKET": name, "WATCHDOG_USEC": str(WATCHDOG), "WATCHDOG_PID": "1"}
    for environment in ({"NOTIFY_SOCKET": name}, others):
        with listening(name) as there:
            systemd = Systemd(environment)
            systemd.ready()
            await asyncio.wait_for(systemd.live(), PATIENCE)
            assert next_of(there) == ["READY=1"]
            assert drained(there) == 0
        (tmp_path / "notify").unlink()


async def test_where_nobody_listens_nothing_happens(tmp_path: Path) -> None:
    for environment in ({}, {"NOTIFY_SOCKET": str(tmp_path / "gone")}, {"NOTIFY_SOCKET": "@none"}):
        async with supervised(environment | {"WATCHDOG_USEC": str(WATCHDOG)}) as systemd:
            systemd.ready()
            await asyncio.sleep(0)
