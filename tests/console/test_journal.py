"""Under systemd's journal each line has its priority, and the time once; elsewhere as before."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys

LOG = """
import logging, sys
from bot.console.terminal import log_handler
logging.basicConfig(level="DEBUG", handlers=[log_handler()])
log = logging.getLogger("bot.app")
log.debug("Small.")
log.info("All is well.")
log.warning("Not quite.")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("Two\\nlines.")
"""
TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")


def logged(named: str | None = None) -> list[str]:
    """What the log writes to a socket, as under systemd, whose name it is given, or another's."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        found = os.fstat(theirs.fileno())
        stream = f"{found.st_dev}:{found.st_ino}" if named is None else named
        environment = os.environ | {"JOURNAL_STREAM": stream}
        subprocess.run(
            [sys.executable, "-c", LOG], env=environment, stderr=theirs.fileno(), check=True
        )
        theirs.close()
        return b"".join(iter(lambda: ours.recv(65536), b"")).decode().splitlines()


def test_each_line_with_its_priority_and_without_a_second_time() -> None:
    lines = logged()
    assert lines[:3] == [
        "<7>bot.app: Small.",
        "<6>bot.app: All is well.",
        "<4>bot.app: Not quite.",
    ]
    assert lines[3:5] == ["<3>bot.app: Two", "<3>lines."]
    assert len(lines) > 6
    assert all(line.startswith("<3>") for line in lines[3:])
    assert not [line for line in lines if TIME.search(line)]


def test_elsewhere_with_the_time_and_the_level() -> None:
    for named in ("", "8:12345", "nonsense"):
        lines = logged(named)
        assert "INFO    bot.app: All is well." in lines[1]
        assert TIME.match(lines[1])
        assert not [line for line in lines if line.startswith("<")]
