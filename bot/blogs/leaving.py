"""Items of a blog's answer that can't be read: left out, so that the others get through."""

from __future__ import annotations

import hashlib
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import AfterwordError

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

MOST = 1000
"""Items that are remembered as told."""

_told: set[tuple[str, str, str]] = set()


@contextmanager
def leaving_out(host: str, item: object) -> Iterator[None]:
    """Leave out what the block reads if that fails, whatever the reason; our own errors pass.

    Each item is told once, not at every reading, and by a name that gives no address away.
    """
    try:
        yield
    except AfterwordError:
        raise
    except Exception as error:
        name = hashlib.sha256(repr(item).encode()).hexdigest()[:8]
        name = str(item) if isinstance(item, int) else name
        about = (host, name, type(error).__name__)
        if about not in _told:
            if len(_told) >= MOST:
                _told.clear()
            _told.add(about)
            logger.warning(
                "%s: left out item %s, malformed (%s)", *about,
                exc_info=None if isinstance(error, KeyError | TypeError | ValueError) else error,
            )  # fmt: skip
