"""The one place that builds everything and hands it on; and keeps the bot running."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from contextlib import AsyncExitStack, nullcontext, suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.blogs.http.fetcher import Fetcher
from bot.care.alarm import Alarm
from bot.care.backups import Backups
from bot.care.connections import Connections
from bot.care.diary import Diary
from bot.care.following import Following
from bot.care.leaving import Leaving
from bot.care.machine import MachineAlarm
from bot.care.ways import Ways
from bot.console.terminal import bars
from bot.discord.application import reads_all
from bot.discord.board import DiscordBoard
from bot.discord.client import Client
from bot.discord.permissions import HOW_TO_READ_ALL, LOGIN_REFUSED, WORDS_WITHHELD
from bot.discord.publisher import DiscordPublisher
from bot.errors import (
    AfterwordError,
    DiscordError,
    DiscordUnavailable,
    StoreDamaged,
    StoreTroubled,
)
from bot.finding.lookup import Lookup
from bot.languages.catalogues import Languages, read_languages
from bot.machine.clock import Clock
from bot.machine.loop import watched
from bot.machine.systemd import supervised
from bot.mirror.engine import Engine
from bot.mirror.pace import hourly_requests
from bot.replies.engine import Replies
from bot.services import Services
from bot.store.backup import newest_sound
from bot.store.key_file import own_key
from bot.store.store import open_store
from bot.watch.server import serving
from bot.watch.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.env.settings import BackupSettings, Settings
    from bot.mirror.ports import Progress
    from bot.store.store import Store

log = logging.getLogger(__name__)

FIRST_PAUSE = 5
LONGEST_PAUSE = 300
"""Seconds between two attempts to connect to Discord; the first one is doubled each time."""

LAST_WORDS = 5
"""Seconds for telling owners that the database is damaged."""

STEADY = 600
"""Seconds connected after which the next attempt starts with the first pause again."""


def build(
    settings: Settings,
    store: Store,
    fetcher: Fetcher,
    languages: Languages,
    *,
    progress: Progress | None = None,
    words: bool = True,
    backups: Backups | None = None,
) -> Client:
    """Put one bot together; it owns its engine and stops it when it is closed.

    Without `words` it asks Discord for no more of them than are meant for it. Raises StoreError
    where its key can't be kept.
    """
    now = Clock()
    languages = Languages(languages)  # its own: commands have other ids for another application
    client = Client(words=words)
    key = settings.secret_key or own_key(settings.database)
    connections = Connections(store, fetcher, settings.blog, key)
    ways = Ways(store, fetcher, connections, now)
    following = Following(store, fetcher, ways, settings.blog, settings.backfill)
    engine = Engine(
        store,
        ways,
        DiscordPublisher(client),
        now,
        settings.poll_seconds,
        languages=languages,
        progress=progress,
    )
    replies = Replies(
        store,
        client.talk,
        connections,
        now,
        engine.write,
        languages=languages,
        email=settings.reply_email,
    )
    leaving = Leaving(store.departures, now)
    board = DiscordBoard(client)
    alarm = Alarm(
        store,
        board,
        now,
        replies.trouble,
        languages,
        backup_failure=lambda: backups.failure if backups is not None else None,
    )

    async def again() -> None:
        replies.missed_some()
        await engine.soon()

    machine = MachineAlarm(store, board, now, languages, again=again)
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
        machine,
        backups,
        Diary(store, now),
        Lookup(store),
        languages,
    )
    return client


async def run(settings: Settings, token: str) -> None:
    """Run the bot until it is told to stop (SIGINT, SIGTERM).

    Raises StoreError if the database can't be used, DiscordError if Discord refuses the token. A
    lost connection, or a fault, starts the bot anew after a growing pause.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    languages = await asyncio.to_thread(read_languages)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        async with AsyncExitStack() as stack:
            systemd = await stack.enter_async_context(supervised(os.environ))
            watch = Watch(await stack.enter_async_context(watched()), settings.poll_seconds)
            if settings.health is not None:
                await stack.enter_async_context(serving(watch, settings.health))
                await stack.enter_async_context(watch.looking())
            store = await _open(settings, stack, stop, watch)
            if store is not None:
                systemd.ready()
                if ahead := await store.times.bring_back(int(time.time())):
                    log.warning("The clock was set back, by about %s seconds.", ahead)
                await _run_on(store, settings, token, languages, stop, watch=watch)
    except StoreDamaged as error:
        raise await asyncio.to_thread(_offering, error, settings.backups) from error


async def _open(
    settings: Settings, stack: AsyncExitStack, stop: asyncio.Event, watch: Watch
) -> Store | None:
    """Open the database; while the computer is in the way, again and again. None: told to stop."""
    pause = FIRST_PAUSE
    while not stop.is_set():
        try:
            store = await stack.enter_async_context(open_store(settings.database, settings.limits))
        except StoreTroubled as error:
            watch.obstacle = str(error)
            log.warning("Afterword can't start yet: %s Trying again in %s seconds.", error, pause)
            await _first(stop.wait(), asyncio.sleep(pause))
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            watch.obstacle, watch.store = None, store
            return store
    return None


async def _run_on(
    store: Store,
    settings: Settings,
    token: str,
    languages: Languages,
    stop: asyncio.Event,
    *,
    watch: Watch,
) -> None:
    backups = None
    if settings.backups is not None:
        backups = Backups(settings.database, settings.backups, Clock())
    async with (
        Fetcher(
            allow_private=settings.allow_private, hourly=hourly_requests(settings.poll_seconds)
        ) as fetcher,
        backups.running() if backups is not None else nullcontext(),
    ):
        watch.fetcher = fetcher
        with bars() as progress:
            make = partial(
                build, settings, store, fetcher, languages, progress=progress, backups=backups
            )
            await _stay_connected(make, token, stop, watch)


async def _stay_connected(
    make: Callable[..., Client], token: str, stop: asyncio.Event, watch: Watch
) -> None:
    """Connect again and again, each time with what the application is granted by then."""
    pause, refused = FIRST_PAUSE, False
    while not stop.is_set():
        begun = asyncio.get_running_loop().time()
        try:
            words = await _granted(token, stop)
            if words is not None:
                if not words or refused:
                    log.info("%s %s", WORDS_WITHHELD, HOW_TO_READ_ALL)
                watch.client = make(words=words and not refused)
                await _run_once(watch.client, token, stop)
        except Exception as error:  # noqa: BLE001 - whatever it is, another attempt may do
            _tell(error)
            # Where the application claims to have the intent all the same, it is believed no more.
            refused = refused or isinstance(error, discord.PrivilegedIntentsRequired)
        if asyncio.get_running_loop().time() - begun > STEADY:
            pause = FIRST_PAUSE
        if not stop.is_set():
            log.warning("Connecting to Discord again in %s seconds.", pause)
            await _first(stop.wait(), asyncio.sleep(pause))
            pause = min(pause * 2, LONGEST_PAUSE)


def _offering(error: StoreDamaged, backups: BackupSettings | None) -> StoreDamaged:
    """Name the newest backup that is sound; putting it in its place is for a person to do."""
    found = newest_sound(backups.folder) if backups is not None else None
    if found is None:
        return error
    made = datetime.fromtimestamp(found.made_at, UTC)
    return StoreDamaged(
        f"{error}\nThe newest sound backup is {found.file}, made {made:%Y-%m-%d %H:%M} UTC. "
        "docs/backups.md says how to restore it."
    )


async def _run_once(client: Client, token: str, stop: asyncio.Event) -> None:
    """Run one client until it ends by itself or `stop` is set, and close it.

    Raises StoreDamaged as soon as the database turns out to be; owners are told before.
    """
    running = asyncio.create_task(client.start(token), name="discord")
    damaged = asyncio.create_task(client.services.store.health.damaged(), name="damaged")
    try:
        await _first(stop.wait(), asyncio.shield(running), asyncio.shield(damaged))
        if damaged.done():
            await _last_words(client)
            raise damaged.result()
    finally:
        damaged.cancel()
        await client.close()
        await _give_up(running)
    if not running.cancelled() and (error := running.exception()) is not None:
        raise error


async def _granted(token: str, stop: asyncio.Event) -> bool | None:
    """Whether the application may get everybody's words; None: `stop` was set meanwhile."""
    asked = asyncio.create_task(reads_all(token), name="application")
    try:
        await _first(stop.wait(), asyncio.shield(asked))
    finally:
        await _give_up(asked)
    return None if asked.cancelled() else asked.result()


async def _give_up(task: asyncio.Task[Any]) -> None:
    if not task.done():
        task.cancel()
    await asyncio.wait([task])


def _tell(error: Exception) -> None:
    """Say why a connection ended. Raises DiscordError where another attempt is of no use."""
    match error:
        case discord.LoginFailure():
            raise DiscordError(LOGIN_REFUSED) from error
        case discord.PrivilegedIntentsRequired():
            log.warning("Discord refuses the Message Content intent.")
        case DiscordUnavailable() | discord.DiscordException() | aiohttp.ClientError() | OSError():
            log.warning("The connection to Discord failed: %s", error)
        case AfterwordError():
            raise error
        case _:
            # discord.py's own connection can fail with any error (Rapptz/discord.py#10520).
            log.error("The connection to Discord broke.", exc_info=error)


async def _last_words(client: Client) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(LAST_WORDS):
            await client.services.machine.farewell()


async def _first(*waits: Awaitable[object]) -> None:
    """Wait until one of these is done, and give the others up."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
