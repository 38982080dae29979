"""The blogs on which it is played: a real WordPress, or the sample blog where there is no PHP."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.demo.blog_content import Author, Content
from tests.e2e.afterword import PASSWORD, USER, serving
from tests.torture.sides import SampleTables, WordPressTables
from tests.wordpress.server import Server
from tests.wordpress.site import guests_at_once

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from tests.torture.sides import Tables

EMPTY = """
    foreach (get_posts(['numberposts' => -1, 'post_status' => 'any']) as $each) {
        wp_delete_post($each->ID, true);
    }
"""


class Blog(Protocol):
    """A blog for one seed after the other."""

    def opened(
        self, session: aiohttp.ClientSession
    ) -> contextlib.AbstractAsyncContextManager[tuple[Server, Tables]]:
        """Nothing stands on it yet; answers its address and account, and how its tables are read.

        Guests' comments appear without a look at them.
        """


@dataclass(frozen=True, slots=True)
class RealBlog:
    """A WordPress that runs already; whatever stood there goes."""

    server: Server

    @contextlib.asynccontextmanager
    async def opened(self, session: aiohttp.ClientSession) -> AsyncIterator[tuple[Server, Tables]]:
        """Emptied."""
        await asyncio.to_thread(self.server.eval, EMPTY)
        with contextlib.ExitStack() as options:
            await asyncio.to_thread(options.enter_context, guests_at_once(self.server))
            yield self.server, WordPressTables(self.server, session)
            await asyncio.to_thread(options.close)


class SampleBlog:
    """The demo's, in memory, each time a new one."""

    @contextlib.asynccontextmanager
    async def opened(self, _session: aiohttp.ClientSession) -> AsyncIterator[tuple[Server, Tables]]:
        """A new one."""
        content = Content("Sample", "", Author(USER, "Olga Owner", "owner@example.test"))
        async with serving(content) as url:
            yield Server(url, USER, PASSWORD, Path()), SampleTables(content)
