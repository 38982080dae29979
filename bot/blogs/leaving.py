"""Items of a blog's answer that can't be read: left out, so that the others get through."""

from __future__ import annotations

import hashlib
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import AfterwordError

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

MOST = 1000
"""Lines that are remembered as said."""


class Once(logging.Filter):
    """Lets each line of this module's logger through once: they are due again at every reading."""

    def __init__(self) -> None:
        super().__init__(__name__)
        self._said: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether it is new, or somebody else's."""
        if not super().filter(record):
            return True
        line = record.getMessage()
        if line in self._said:
            return False
        if len(self._said) >= MOST:
            self._said.clear()
        self._said.add(line)
        return True


@contextmanager
def leaving_out(host: str, item: object) -> Iterator[None]:
    """Leave out what the block reads if that fails, whatever the reason; our own errors pass.

    The log tells of each, by a name that gives no address away.
    """
    try:
        yield
    except AfterwordError:
        raise
    except Exception as error:
        name = hashlib.sha256(repr(item).encode()).hexdigest()[:8]
        name = str(item) if isinstance(item, int) else name
        log.warning(
            "%s: left out item %s, malformed (%s)", host, name, type(error).__name__,
            exc_info=None if isinstance(error, KeyError | TypeError | ValueError) else error,
        )  # fmt: skip
