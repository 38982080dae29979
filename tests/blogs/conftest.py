"""Blogs to read and to write to: a real WordPress and the sample blog, alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio

from bot.blogs.http.fetcher import Fetcher
from bot.blogs.wordpress.desk import DESK_RIGHTS
from tests.blogs.harness import account, desk_at, real_blog, sample_blog

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.blogs.base import Desk
    from tests.blogs.harness import Place
    from tests.wordpress.server import Server


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private=True) as open_fetcher:
        yield open_fetcher


@pytest_asyncio.fixture
async def small() -> AsyncIterator[Fetcher]:
    """A session that has little room."""
    async with Fetcher(allow_private=True, max_bytes=1024 * 1024) as fetcher:
        yield fetcher


@pytest_asyncio.fixture
async def hasty() -> AsyncIterator[Fetcher]:
    """A session that has little patience."""
    async with Fetcher(allow_private=True, timeout=0.5) as fetcher:
        yield fetcher


@pytest_asyncio.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as open_session:
        yield open_session


@pytest_asyncio.fixture(params=["sample", pytest.param("wordpress", marks=pytest.mark.wordpress)])
async def place(
    request: pytest.FixtureRequest, session: aiohttp.ClientSession
) -> AsyncIterator[Place]:
    """A blog with an administrator: the sample blog, or a real WordPress."""
    if request.param == "wordpress":
        yield real_blog(session, request.getfixturevalue("wordpress"))
        return
    async with sample_blog(session) as blog:
        yield blog


@pytest_asyncio.fixture(
    params=[
        "sample",
        pytest.param("owner", marks=pytest.mark.wordpress),
        pytest.param("bridge", marks=pytest.mark.wordpress),
    ]
)
async def site(
    request: pytest.FixtureRequest, session: aiohttp.ClientSession
) -> AsyncIterator[Place]:
    """A blog to write to: as its administrator, or with the fewest rights."""
    if request.param == "sample":
        async with sample_blog(session) as blog:
            yield blog
        return
    real: Server = request.getfixturevalue("wordpress")
    fewest = request.param == "bridge"
    yield real_blog(session, real, account(real, "desk", "read", *DESK_RIGHTS) if fewest else None)


@pytest.fixture
def desk(fetcher: Fetcher, site: Place) -> Desk:
    return desk_at(fetcher, site)


@pytest_asyncio.fixture
async def article(site: Place) -> str:
    return await site.admin.add_article("Discussed")
