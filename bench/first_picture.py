"""The demo: how long until its first picture, and what an idle minute costs. Linux only.

    python bench/first_picture.py
    python bench/first_picture.py --idle 10

The browser runs already; the clock starts with the command and stops when the newest article's
picture is drawn. Then its page stays open, and nobody does anything.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser import launched
from tests.demo.process import running

TICKS = os.sysconf("SC_CLK_TCK")


async def measure(idle: float) -> None:
    async with launched() as browser:
        page = await browser.new_page()
        page.set_default_timeout(300_000)
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            async with running(Path(folder)) as demo:
                print(f"its address is printed   {time.perf_counter() - began:6.1f} s")
                await page.goto(demo.discord)
                newest = page.locator("#messages > li").last.locator("img")
                await newest.evaluate("picture => picture.decode()")
                print(f"the first picture        {time.perf_counter() - began:6.1f} s")
                await page.locator(".thread", has_text="32").wait_for()
                print(f"every comment is there   {time.perf_counter() - began:6.1f} s")
                await asyncio.sleep(10)
                before = _worked(demo.process.pid)
                await asyncio.sleep(idle)
                share = (_worked(demo.process.pid) - before) / idle
                print(f"idle, of one core        {share:6.1%}")
                print(f"memory                   {_memory(demo.process.pid):6.0f} MiB")


def _worked(process: int) -> float:
    """Seconds that it has computed so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(process: int) -> float:
    """Its resident memory, in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--idle", type=float, default=60, help="seconds (default: 60)")
    asyncio.run(measure(parser.parse_args().idle))


if __name__ == "__main__":
    main()
