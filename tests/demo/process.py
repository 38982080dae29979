"""The demo in a process of its own, as its visitor starts it."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import signal
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds for what takes one or two on a machine with nothing else to do."""

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@dataclass(frozen=True)
class Demo:
    process: asyncio.subprocess.Process
    printed: str
    discord: str
    blog: str

    async def end(self, by: signal.Signals) -> tuple[int, str]:
        """Its exit status, and what it had to say since its greeting, complaints included."""
        self.process.send_signal(by)
        async with asyncio.timeout(PATIENCE):
            rest, _ = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, rest.decode().strip()


@asynccontextmanager
async def running(folder: Path, *, language: str = "en_GB.UTF-8") -> AsyncIterator[Demo]:
    """The demo in a folder without settings, on a computer of that language; killed if it stays."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DISCORD_", "DATABASE_", "POLL_", "LOG_", "BLOG_", "LC_"))
    }
    environment |= {
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(folder),
        "DATABASE_PATH": str(folder / "owners.sqlite3"),
        "LANG": language,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "demo",
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout is not None
        printed = ""
        async with asyncio.timeout(PATIENCE):
            while "Ctrl-C" not in printed:
                line = await process.stdout.readline()
                assert line, f"the demo ended by itself: {printed}"
                printed += line.decode()
        assert printed.startswith("\nThe demo of Afterword is running."), printed
        discord, blog = ADDRESS.findall(printed)
        yield Demo(process, printed, discord, blog)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
