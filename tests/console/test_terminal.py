"""On a terminal there are bars below the log; anywhere else there are plain lines and no more."""

from __future__ import annotations

import errno
import io
import logging
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.console.terminal import Bars, LinesAbove
from bot.store.blog.archives import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

HIDE_CURSOR, SHOW_CURSOR, ERASE_LINE = "\x1b[?25l", "\x1b[?25h", "\x1b[2K"
PROGRAM = """
import logging
from bot.store.blog.archives import Recorded
from bot.console.terminal import bars, log_handler
handler = log_handler()
handler.setFormatter(logging.Formatter("%(message)s"))
logging.basicConfig(level="INFO", handlers=[handler])
with bars() as progress:
    for done in range(1, 4):
        if progress is not None:
            progress.show("https://blog.example/", Recorded(done, 4, 0, 0, True))
        logging.info("line %s [bold] :smile:", done)
logging.info("the end")
"""


def recorded(done: int, of: int) -> Recorded:
    return Recorded(done, of, 0, 0, filling=True)


class Screen:
    """A terminal of a hundred columns, and what was drawn on it."""

    def __init__(self) -> None:
        self.drawn = io.StringIO()
        self.console = Console(file=self.drawn, force_terminal=True, width=100)

    def since(self, place: int) -> str:
        return self.drawn.getvalue()[place:]

    @property
    def place(self) -> int:
        return len(self.drawn.getvalue())


@pytest.fixture
def screen() -> Screen:
    return Screen()


def test_a_bar_for_each_blog_until_it_is_hidden(screen: Screen) -> None:
    bars = Bars(screen.console)
    bars.show("https://one.example/", recorded(1, 4))
    bars.show("https://two.example:8080/blog/", recorded(1, 2))
    place = screen.place
    bars.show("https://one.example/", recorded(2, 4))
    both = screen.since(place)
    assert "one.example" in both
    assert "two.example:8080" in both
    assert both.count("50%") == 2
    bars.hide("https://two.example:8080/blog/")
    place = screen.place
    bars.show("https://one.example/", recorded(4, 4))
    assert "two.example" not in screen.since(place)
    assert SHOW_CURSOR not in screen.drawn.getvalue()
    bars.hide("https://one.example/")
    assert screen.drawn.getvalue().count(SHOW_CURSOR) == 1
    assert "example" not in screen.drawn.getvalue().rpartition(ERASE_LINE)[2]


def test_hidden_bars_may_be_shown_again(screen: Screen) -> None:
    bars = Bars(screen.console)
    bars.hide("https://one.example/")
    assert screen.drawn.getvalue() == ""
    for _ in range(2):
        bars.show("https://one.example/", recorded(1, 4))
        bars.close()
        bars.close()
    assert screen.drawn.getvalue().count(HIDE_CURSOR) == 2
    assert screen.drawn.getvalue().count(SHOW_CURSOR) == 2


def test_a_blog_without_anything_has_a_bar_all_the_same(screen: Screen) -> None:
    bars = Bars(screen.console)
    bars.show("https://one.example/", recorded(0, 0))
    bars.close()
    assert "one.example" in screen.drawn.getvalue()


def test_log_lines_stand_above_the_bars_as_they_are(screen: Screen) -> None:
    handler = LinesAbove(screen.console)
    bars = Bars(screen.console)
    bars.show("https://one.example/", recorded(1, 4))
    place = screen.place
    line = "A line of [bold]words[/bold] :smile: 12 " + "x" * 200
    handler.handle(logging.LogRecord("bot", logging.INFO, "", 0, line, None, None))
    before, _, after = screen.since(place).partition(line + "\n")
    assert before.endswith(ERASE_LINE)
    assert "one.example" in after
    bars.close()


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


def run(stderr: int, **environment: str) -> bytes | None:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        stderr=stderr,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "80"} | environment,
        check=True,
    ).stderr


def seen(terminal: tuple[int, int], **environment: str) -> str:
    """What a program draws on a terminal; it is little enough for the terminal's own memory."""
    ours, theirs = terminal
    run(theirs, **environment)
    os.close(theirs)
    drawn = b""
    while chunk := _read(ours):
        drawn += chunk
    return drawn.decode()


def _read(ours: int) -> bytes:
    try:
        return os.read(ours, 65_536)
    except OSError:  # Linux: the other side is closed
        return b""


def test_on_a_real_terminal(terminal: tuple[int, int]) -> None:
    drawn = seen(terminal)
    for number in (1, 2, 3):
        assert f"{ERASE_LINE}line {number} [bold] :smile:\r\n" in drawn
    assert "Recording blog.example" in drawn
    end = drawn.rpartition(SHOW_CURSOR)[2]
    assert "Recording" not in end
    assert end.endswith("the end\r\n")


class Closable(io.StringIO):
    """What stands for a terminal that someone closes."""

    there = True

    def write(self, text: str) -> int:
        if not self.there:
            raise OSError(errno.EIO, "Input/output error")
        return super().write(text)


def test_the_work_goes_on_when_the_terminal_is_closed() -> None:
    terminal = Closable()
    bars = Bars(Console(file=terminal, force_terminal=True, width=80))
    bars.show("https://one.example/", recorded(1, 4))
    terminal.there = False
    for done in (2, 3):
        bars.show("https://one.example/", recorded(done, 4))
    bars.hide("https://one.example/")
    bars.show("https://two.example/", recorded(1, 4))
    bars.close()


def test_a_terminal_that_can_only_print_gets_plain_lines(terminal: tuple[int, int]) -> None:
    assert seen(terminal, TERM="dumb").replace("\r\n", "\n") == PLAIN


def test_anywhere_else_there_are_plain_lines() -> None:
    assert run(subprocess.PIPE, FORCE_COLOR="1") == PLAIN.encode()


PLAIN = "".join(f"line {number} [bold] :smile:\n" for number in (1, 2, 3)) + "the end\n"
