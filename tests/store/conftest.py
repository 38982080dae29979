"""A store on a database in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.store import Store, open_store
from tests.store.landed import landed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Opened on what the version that landed first left behind."""
    async with open_store(landed(tmp_path / "landed.sqlite3")) as opened:
        yield opened
