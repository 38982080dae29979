"""What goes on beside other work ends with it, and never without a word."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.machine.beside import beside

if TYPE_CHECKING:
    import pytest


async def test_it_ends_with_what_it_goes_on_beside() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with beside(work(), "work"):
        await begun.wait()
        assert not ended.is_set()
    assert ended.is_set()


async def test_a_fault_is_told_and_ends_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    failed = asyncio.Event()

    async def work() -> None:
        failed.set()
        raise ValueError("no such sign")

    with caplog.at_level(logging.ERROR, "bot.machine.beside"):
        async with beside(work(), "signs of life"):
            await failed.wait()
    (record,) = caplog.records
    assert record.name == "bot.machine.beside", "and not only asyncio, when it is collected"
    assert "'signs of life'" in record.getMessage()
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ValueError)
