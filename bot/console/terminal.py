"""What someone sees who starts the bot on a terminal: the log, and below it the archive's bars.

Where standard error is no terminal (systemd, containers, a file), the log is plain lines and there
are no bars.
"""

from __future__ import annotations

import functools
import logging
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from rich.progress import TaskID

    from bot.store.blog.archives import Recorded


LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
PRIORITIES = (
    (logging.CRITICAL, 2),
    (logging.ERROR, 3),
    (logging.WARNING, 4),
    (logging.INFO, 6),
)
"""From each level on, what syslog calls it."""


@functools.cache
def terminal() -> Console | None:
    """The terminal at standard error that can be drawn on, if it is one: one for everything."""
    console = Console(stderr=True)
    able = console.is_terminal and not console.is_dumb_terminal
    return console if able and sys.stderr.isatty() else None


def log_handler() -> logging.Handler:
    """Writes log lines to standard error: above a terminal's bars, or as a journal likes it."""
    console = terminal()
    handler = logging.StreamHandler() if console is None else LinesAbove(console)
    handler.setFormatter(ForJournal() if is_journal(sys.stderr) else logging.Formatter(LINE))
    return handler


def is_journal(stream: TextIO) -> bool:
    """Whether systemd's journal reads this stream, which it names in JOURNAL_STREAM.

    A shell below a service inherits that name, and may write elsewhere.
    """
    try:
        found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{found.st_dev}:{found.st_ino}"


class ForJournal(logging.Formatter):
    """Each line with its priority, as `sd-daemon(3)` has it; the time is the journal's own."""

    def __init__(self) -> None:
        super().__init__("%(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Without a number of its own, a line of a traceback would be a mere notice."""
        number = next((n for level, n in PRIORITIES if record.levelno >= level), 7)
        lines = super().format(record).splitlines() or [""]
        return "\n".join(f"<{number}>{line}" for line in lines)


class LinesAbove(logging.Handler):
    """Writes log lines as they are; rich moves the bars out of their way."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Write one."""
        try:
            self._console.out(self.format(record), highlight=False)
        except Exception:  # noqa: BLE001 - as every handler: logging itself tells, and goes on
            self.handleError(record)


@contextmanager
def bars() -> Iterator[Bars | None]:
    """Bars for the archives of blogs, for as long as the `with` lasts; none without a terminal."""
    console = terminal()
    if console is None:
        yield None
        return
    shown = Bars(console)
    try:
        yield shown
    finally:
        shown.close()


class Bars:
    """A bar for each blog that is being recorded (`bot.mirror.ports.Progress`)."""

    def __init__(self, console: Console) -> None:
        # Without a thread of its own: it is drawn when there is something new, once a second.
        self._progress = Progress(
            TextColumn("Recording {task.description}", markup=False),
            BarColumn(bar_width=None),
            TaskProgressColumn(),
            TimeRemainingColumn(compact=True),
            console=console,
            auto_refresh=False,
            expand=True,
            transient=True,
            redirect_stdout=sys.stdout.isatty(),
        )
        self._tasks: dict[str, TaskID] = {}
        self._gone = False

    def show(self, blog: str, recorded: Recorded) -> None:
        """Draw how far this blog is."""
        with self._terminal():
            self._draw(blog, recorded)

    def hide(self, blog: str) -> None:
        """Take this blog's bar away."""
        with self._terminal():
            self._erase(blog)

    def close(self) -> None:
        """Take all bars away."""
        for blog in list(self._tasks):
            self.hide(blog)

    @contextmanager
    def _terminal(self) -> Iterator[None]:
        """Once it was closed, the bot goes on without bars."""
        try:
            yield
        except OSError:
            self._gone = True

    def _draw(self, blog: str, recorded: Recorded) -> None:
        if self._gone:
            return
        if not self._tasks:
            self._progress.start()
        if blog not in self._tasks:
            host = urlsplit(blog).netloc.rpartition("@")[2]
            self._tasks[blog] = self._progress.add_task(host)
        self._progress.update(
            self._tasks[blog],
            completed=recorded.articles + recorded.comments,
            total=recorded.of_articles + recorded.of_comments,
            refresh=True,
        )

    def _erase(self, blog: str) -> None:
        task = self._tasks.pop(blog, None)
        if task is None or self._gone:
            return
        self._progress.remove_task(task)
        self._progress.refresh()
        if not self._tasks:
            self._progress.stop()
