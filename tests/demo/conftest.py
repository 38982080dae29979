"""The sample blog, with a reader at its doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.demo.blog_reader import Reader, serve, small_blog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def blog() -> AsyncIterator[Reader]:
    async for reader in serve(small_blog(), moderation=True):
        yield reader


@pytest.fixture
async def careful_blog() -> AsyncIterator[Reader]:
    async for reader in serve(small_blog(), hold_new=True):
        yield reader
