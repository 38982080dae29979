"""The demo: the real bot in a simulated Discord, beside the sample blog, on this computer only."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
import os
import secrets
import signal
import socket
import tempfile
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.app import build
from bot.blogs.http.fetcher import Fetcher
from bot.demo.blog_answers import path_of
from bot.demo.blog_app import create_app
from bot.demo.blog_files import load
from bot.demo.guide import Guide
from bot.errors import SettingsError
from bot.languages.catalogues import read_languages
from bot.mirror.pace import hourly_requests
from bot.model import Credentials
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.demo.blog_content import Content
    from bot.demo.stage import Stage
    from bot.discord.client import Client
    from bot.env.settings import Settings
    from bot.services import Services
    from bot.store.store import Store

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
HOST = "127.0.0.1"
BLOG_PORT = 8400
DISCORD_PORT = 8401
"""Used if free; any free port if not."""

WORDS = """
The demo of Afterword is running. Nothing in it leaves this computer.

    {discord}

There a simulated Discord stands beside a small blog, {blog},
and four steps lead through the first minute. Ctrl-C ends it.
"""


async def run_demo(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; everything it remembers is forgotten then.

    Raises SettingsError if the demo's own parts are not installed.
    """
    _check_parts()
    _hush(settings.log_level)
    # They need simcord, which is no part of the bot.
    from bot.demo.chat_app import create_chat  # noqa: PLC0415
    from bot.demo.stage import staged  # noqa: PLC0415

    stop = _stop_by_signal()
    content = load(SAMPLE, datetime.now(UTC))
    account = Credentials(content.author.login, secrets.token_urlsafe(24))
    with _listening(BLOG_PORT) as blog_door, _listening(DISCORD_PORT) as discord_door:
        blog, rooms = _address(blog_door), _address(discord_door)
        app = create_app(
            content,
            user=account.user,
            password=account.password,
            links={"#articles in Discord": f"{rooms}#"},
            thread_link=lambda article: f"{rooms}#article-{article}",
            moderation=True,
        )
        async with (
            _served(app, blog_door),
            _bot(settings, len(content.articles)) as client,
            staged(client) as stage,
        ):
            guide = Guide(content, stage.seat)
            chat = create_chat(
                stage.seat,
                blog=blog,
                thread_of=_threads(stage, client.services.store, content, blog),
                guide=guide.told,
            )
            await _set_up(client.services, stage, blog, account)
            async with _served(chat, discord_door):
                print(WORDS.format(blog=blog, discord=rooms), flush=True)
                await stage.keep_time(stop, guide.look)


async def _set_up(services: Services, stage: Stage, blog: str, account: Credentials) -> None:
    """Do what an owner does with /blog follow, /blog connect and /blog settings.

    What everyone sees begins in the language of this computer, if the bot speaks it.
    """
    guild = stage.guild_id
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    language = services.languages.of(locale.partition(".")[0])
    await services.following.follow(
        blog, guild=guild, channel=stage.channel_id, language=language.code
    )
    (record,) = await services.store.blogs.of_guild(guild)
    await services.connections.connect(guild, record.id, account)
    await services.store.exchanges.moderate_in(guild, record.id, stage.moderation_id)


def _check_parts() -> None:
    if importlib.util.find_spec("simcord") is None:
        raise SettingsError(
            [
                "The demo needs one more package, simcord: install Afterword as afterword[demo], "
                "or add it with `pipx inject afterword simcord`."
            ]
        )
    if not SAMPLE.is_dir():
        raise SettingsError(["The demo's blog is missing. Run the demo from Afterword's sources."])


def _hush(level: str) -> None:
    """Let nothing but trouble stand beside the two addresses, unless other words are asked for."""
    if level == "INFO":
        logging.getLogger().setLevel(logging.WARNING)
        # It warns of a voice library that is not there, and of simcord's own little clients.
        logging.getLogger("discord").setLevel(logging.ERROR)


def _stop_by_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return stop


def _listening(wanted: int) -> socket.socket:
    """A socket on loopback: at the port that is wanted, or else at any."""
    for port in (wanted, 0):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((HOST, port))
            door.listen()
        except OSError:
            door.close()
        else:
            return door
    raise SettingsError(["This computer has no free port to show the demo at."])


def _address(door: socket.socket) -> str:
    return f"http://{HOST}:{door.getsockname()[1]}/"


@asynccontextmanager
async def _served(app: web.Application, door: socket.socket) -> AsyncIterator[None]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.SockSite(runner, door).start()
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _bot(settings: Settings, articles: int) -> AsyncIterator[Client]:
    """The bot as its owner would run it, but for a database of its own that ends with it."""
    with tempfile.TemporaryDirectory(prefix="afterword-demo-") as folder:
        own = replace(
            settings,
            token=None,
            database=Path(folder) / "demo.sqlite3",
            poll_seconds=1,
            blog=None,
            backups=None,
            backfill=articles,
            allow_private=True,
            secret_key=secrets.token_urlsafe(24),
        )
        async with (
            open_store(own.database) as store,
            Fetcher(allow_private=True, hourly=hourly_requests(own.poll_seconds)) as fetcher,
        ):
            yield build(own, store, fetcher, read_languages())


def _threads(
    stage: Stage, store: Store, content: Content, blog: str
) -> Callable[[int], Awaitable[int | None]]:
    async def thread_of(article_id: int) -> int | None:
        article = content.articles.get(article_id)
        if article is None:
            return None
        return await store.threads.thread_of(blog.rstrip("/") + path_of(article), stage.guild_id)

    return thread_of
