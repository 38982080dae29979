"""A Discord on real sockets, in a process of its own, and clients that talk to it."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.app import build
from bot.blogs.http.fetcher import Fetcher
from bot.discord.client import intents
from bot.env.settings import DEFAULT_EMAIL, Settings
from bot.languages.catalogues import read_languages
from bot.store.store import open_store
from tests.wire.launch import point_discord_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.discord.client import Client
    from bot.store.store import Store

SERVE = Path(__file__).parents[1] / "tests" / "wire" / "serve.py"
FAR = 2_000_000_000
"""A second in which nobody measures: no beat comes before."""


@dataclass(frozen=True, slots=True)
class Discord:
    """The stand-in: where it is, and a hand on what exists there."""

    address: str
    token: str
    session: aiohttp.ClientSession

    async def call(self, name: str, /, **arguments: Any) -> Any:
        """One of the names in `tests/wire/control.py`."""
        url = f"{self.address}/control/{name}"
        async with self.session.post(url, json=arguments) as answer:
            answer.raise_for_status()
            return await answer.json()


@asynccontextmanager
async def discord_process(pace: float) -> AsyncIterator[Discord]:
    """Discord, whose limits run `pace` times as fast as the real ones; 0: it has none."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SERVE), "--pace", str(pace), "--thread-cap", "5000",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            point_discord_at(said["address"])
            yield Discord(said["address"], said["token"], session)
    finally:
        process.stdin.close()
        await process.wait()


@asynccontextmanager
async def connected(client: discord.Client, token: str) -> AsyncIterator[None]:
    """The client, logged in and ready."""
    running = asyncio.create_task(client.start(token))
    ready = asyncio.create_task(client.wait_until_ready())
    await asyncio.wait((running, ready), return_when=asyncio.FIRST_COMPLETED)
    try:
        yield
    finally:
        ready.cancel()
        await client.close()
        await running


async def nothing(_: Store) -> None:
    """Leave the database empty."""


@asynccontextmanager
async def afterword(
    there: Discord, fill: Callable[[Store], Awaitable[None]] = nothing
) -> AsyncIterator[Client]:
    """The whole bot, on a database that is filled first, with a clock that never strikes."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            token=there.token, database=Path(folder) / "bench.sqlite3", poll_seconds=86_400,
            log_level="ERROR", blog=None, backfill=100, allow_private=True,
            secret_key="a long enough secret", reply_email=DEFAULT_EMAIL,
        )  # fmt: skip
        async with open_store(settings.database) as store, Fetcher(allow_private=True) as fetcher:
            await fill(store)
            client = build(settings, store, fetcher, read_languages())
            async with connected(client, there.token):
                yield client


def bare() -> discord.Client:
    """discord.py and nothing else, with the bot's own intents and as little in memory."""
    return discord.Client(intents=intents(words=True), max_messages=None)
