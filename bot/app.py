"""The one place that builds everything and hands it on; and keeps the bot running."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.blogs.http.fetcher import Fetcher
from bot.care.alarm import Alarm
from bot.care.connections import Connections
from bot.care.following import Following
from bot.care.leaving import Leaving
from bot.care.ways import Ways
from bot.console.terminal import bars
from bot.discord.board import DiscordBoard
from bot.discord.client import Client
from bot.discord.permissions import CONTENT_REFUSED, LOGIN_REFUSED
from bot.discord.publisher import DiscordPublisher
from bot.errors import DiscordError
from bot.finding.lookup import Lookup
from bot.languages.catalogues import read_languages
from bot.loop import watched
from bot.mirror.engine import Engine
from bot.mirror.pace import hourly_requests
from bot.replies.engine import Replies
from bot.services import Services
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from bot.languages.catalogues import Languages
    from bot.mirror.ports import Progress
    from bot.settings import Settings
    from bot.store.store import Store

log = logging.getLogger(__name__)

FIRST_PAUSE = 5
LONGEST_PAUSE = 300
"""Seconds between two attempts to connect to Discord; the first one is doubled each time."""

STEADY = 600
"""Seconds connected after which the next attempt starts with the first pause again."""


def build(
    settings: Settings,
    store: Store,
    fetcher: Fetcher,
    languages: Languages,
    progress: Progress | None = None,
) -> Client:
    """Put one bot together; it owns its engine and stops it when it is closed."""
    client = Client()
    connections = Connections(store, fetcher, settings.blog, settings.secret_key)
    ways = Ways(store, fetcher, connections, _now)
    following = Following(store, fetcher, ways, settings.blog, settings.backfill)
    engine = Engine(
        store,
        ways,
        DiscordPublisher(client),
        _now,
        settings.poll_seconds,
        languages=languages,
        progress=progress,
    )
    replies = Replies(
        store,
        client.talk,
        connections,
        _now,
        engine.write,
        languages=languages,
        email=settings.reply_email,
    )
    leaving = Leaving(store.departures, _now)
    alarm = Alarm(store, DiscordBoard(client), _now, replies.trouble, languages)
    client.services = Services(
        settings,
        store,
        following,
        engine,
        connections,
        ways,
        replies,
        leaving,
        alarm,
        Lookup(store),
        languages,
    )
    return client


async def run(settings: Settings, token: str) -> None:
    """Run the bot until it is told to stop (SIGINT, SIGTERM).

    Raises StoreError if the database can't be used, DiscordError if Discord refuses the token or
    the intent. A lost connection, or a fault, starts the bot anew after a growing pause.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    languages = await asyncio.to_thread(read_languages)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with (
        watched(),
        open_store(settings.database, settings.limits) as store,
        Fetcher(
            allow_private=settings.allow_private, hourly=hourly_requests(settings.poll_seconds)
        ) as fetcher,
    ):
        pause = FIRST_PAUSE
        with bars() as progress:
            while not stop.is_set():
                begun = loop.time()
                await _run_once(build(settings, store, fetcher, languages, progress), token, stop)
                if loop.time() - begun > STEADY:
                    pause = FIRST_PAUSE
                if not stop.is_set():
                    log.warning("Connecting to Discord again in %s seconds.", pause)
                    await _first(stop.wait(), asyncio.sleep(pause))
                    pause = min(pause * 2, LONGEST_PAUSE)


async def _run_once(client: Client, token: str, stop: asyncio.Event) -> None:
    """Run one client until it ends by itself or `stop` is set, and close it."""
    running = asyncio.create_task(client.start(token), name="discord")
    try:
        await _first(stop.wait(), asyncio.shield(running))
    finally:
        await client.close()
        if not running.done():
            running.cancel()
        await asyncio.wait([running])
    if running.cancelled() or (error := running.exception()) is None:
        return
    match error:
        case discord.LoginFailure():
            raise DiscordError(LOGIN_REFUSED) from error
        case discord.PrivilegedIntentsRequired():
            raise DiscordError(CONTENT_REFUSED) from error
        case discord.DiscordException() | aiohttp.ClientError() | TimeoutError() | OSError():
            log.warning("The connection to Discord failed: %s", error)
        case _:
            # discord.py's own connection can fail with any error (Rapptz/discord.py#10520).
            log.error("The connection to Discord broke.", exc_info=error)


async def _first(*waits: Awaitable[object]) -> None:
    """Wait until one of these is done, and give the others up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def _now() -> int:
    return int(time.time())
