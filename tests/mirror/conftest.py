"""A blog with one article, followed in one channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mirror.world import World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """One article, and nothing in Discord yet."""
    async with world(tmp_path) as opened:
        opened.blog.publish(title="On bread")
        yield opened


@pytest.fixture
async def small(here: World) -> World:
    """1 ← 2 ← 3, and 4: all in the thread."""
    for parent in (None, "1", "2", None):
        here.blog.say("1", parent=parent)
    await here.follow_through(1)
    return here
