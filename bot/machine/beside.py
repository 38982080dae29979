"""Owns one task that goes on beside other work, and says so if it ends by a fault."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

log = logging.getLogger(__name__)


@asynccontextmanager
async def beside(work: Coroutine[None, None, None], name: str) -> AsyncIterator[None]:
    """Let this work go on for as long as the `with` lasts; then it is cancelled and awaited."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_tell)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def _tell(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("A fault in Afterword itself ended %r.", task.get_name(), exc_info=error)
