"""`check` against a Discord on real sockets and the sample blog."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.env.settings import Settings
from tests.console.check.world import KEY, World
from tests.demo.blog_reader import small_blog
from tests.e2e.afterword import serving
from tests.wire.launch import point_discord_at
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _discord_is_elsewhere() -> Iterator[None]:
    saved = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = saved


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    content = small_blog()
    async with Wire(pace=None) as wire, serving(content) as blog:
        point_discord_at(wire.address)
        guild = wire.world.create_guild("Harbour")
        channel = wire.world.create_channel(guild, "articles")
        settings = Settings(
            token=wire.token,
            database=tmp_path / "afterword.sqlite3",
            poll_seconds=60,
            log_level="INFO",
            blog=None,
            backfill=3,
            allow_private=True,
            secret_key=KEY,
            reply_email="{hash}@discord.invalid",
        )
        yield World(wire, content, blog, guild, channel, settings)
