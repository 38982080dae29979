"""Reactions of our own that Discord tells of."""

from __future__ import annotations

import errno
import logging
from typing import TYPE_CHECKING

from tests.replies.test_edits import published
from tests.replies.world import world

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_what_can_not_be_taken_in_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with world(tmp_path) as here:
        message = await published(here)

        async def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(here.store.replies, "marks_too", full)
        with caplog.at_level(logging.ERROR):
            await here.replies.marking.appeared(message, "⏳")
        (record,) = caplog.records
        assert "The disk is full" in record.getMessage()
