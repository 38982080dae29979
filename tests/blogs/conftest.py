"""Blogs to read: a real WordPress and the sample blog, alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer

from bot.blogs.http import Fetcher
from bot.demo.blog_content import Author, Content
from bot.demo.sampleblog import create_app
from tests.blogs.harness import Admin, Place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wordpress.server import Server


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(allow_private=True) as open_fetcher:
        yield open_fetcher


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
        real: Server = request.getfixturevalue("wordpress")
        admin = Admin(session, real.url, real.user, real.password)
        yield Place(real.url, real.user, real.password, admin)
        return
    content = Content(
        "A sample blog", "For tests", Author("keeper", "The Keeper", "keeper@sample.test")
    )
    app = create_app(content, user="keeper", password="abcd efgh")
    async with TestServer(app) as server:
        home = str(server.make_url("")).rstrip("/")
        admin = Admin(session, home, "keeper", "abcd efgh")
        yield Place(home, "keeper", "abcd efgh", admin)
