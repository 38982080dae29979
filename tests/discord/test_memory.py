"""What was heard is remembered for a minute, and then gone from memory, asked for or not."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from bot.discord import memory
from bot.replies.ports import Said

if TYPE_CHECKING:
    import pytest


def heard(known: memory.Memory, number: int, words: str) -> None:
    message = cast("Any", SimpleNamespace(id=number, edited_at=None))
    known.keep(message, Said(number, 1, 2, words))


def test_words_are_gone_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    known = memory.Memory()
    heard(known, 5, "First.")
    heard(known, 6, "Second.")
    now += memory.HEARD_SECONDS / 2
    heard(known, 5, "First, heard again.")
    now += memory.HEARD_SECONDS / 2
    known.expire()
    assert known.recall(5) is not None
    assert [each.said.words for each in known._heard.values()] == ["First, heard again."]
    now += memory.HEARD_SECONDS
    known.expire()
    assert not known._heard
