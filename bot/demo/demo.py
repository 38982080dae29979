"""The demo: the real bot in a simulated Discord, beside the sample blog, on this computer only."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
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
from bot.demo.blog_sample import load
from bot.demo.sampleblog import create_app
from bot.errors import SettingsError
from bot.languages.catalogues import read_languages
from bot.mirror.pace import hourly_requests
from bot.model import Credentials
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.demo.blog_content import Content
    from bot.demo.stage import Stage
    from bot.demo.stage_page import Pictures
    from bot.discord.client import Client
    from bot.services import Services
    from bot.settings import Settings
    from bot.store.store import Store

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
HOST = "127.0.0.1"
BLOG_PORT = 8400
DISCORD_PORT = 8401
"""Used if free; any free port if not."""

WORDS = """
The demo of Afterword is running. Nothing in it leaves this computer.

  The blog       {blog}
  #articles      {discord}
  #moderation    {discord}moderation

Open the first two, side by side. Then, for instance:

  - Read an article on the blog and leave a comment at its end. It appears in the
    article's thread a few seconds later; "This discussion in Discord" leads there.
  - Answer somebody with "Reply" below their comment: in Discord, too, it is a reply.
  - Answer somebody in the thread, and say yes when you are asked. It appears on the
    blog, below what you answered; edit or delete it in Discord, and the blog follows.
  - Edit, hold back or remove a comment with "Edit", or unpublish an article in "The
    owner's drawer" at the end of its page. The thread follows. What is held back can
    be approved in #moderation.
  - In #articles, type /latest, /profile show, or /blog settings.

Ctrl-C ends it.
"""


async def run_demo(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM; everything it remembers is forgotten then.

    Raises SettingsError if the demo's own parts are not installed.
    """
    _check_parts()
    _hush(settings.log_level)
    from bot.demo.stage import staged  # noqa: PLC0415 - needs simcord, which is no part of the bot

    stop = _stop_by_signal()
    content = load(SAMPLE, datetime.now(UTC))
    account = Credentials(content.author.login, secrets.token_urlsafe(24))
    with _listening(BLOG_PORT) as blog_door, _listening(DISCORD_PORT) as discord_door:
        blog, rooms = _address(blog_door), _address(discord_door)
        app = create_app(
            content,
            user=account.user,
            password=account.password,
            links={"#articles in Discord": rooms},
            thread_link=lambda article: f"{rooms}threads/{article}",
            moderation=True,
        )
        async with (
            _served(app, blog_door),
            _bot(settings, len(content.articles)) as client,
            staged(client, _pictures(blog), rooms) as stage,
            _served(_doors(stage, client.services.store, content, blog), discord_door),
        ):
            await _set_up(client.services, stage, blog, account)
            print(WORDS.format(blog=blog, discord=rooms), flush=True)
            await stage.keep_time(stop)


async def _set_up(services: Services, stage: Stage, blog: str, account: Credentials) -> None:
    """Do what an owner does with /blog follow, /blog connect and /blog settings."""
    guild = stage.guild_id
    await services.following.follow(blog, guild=guild, channel=stage.channel_id)
    (record,) = await services.store.blogs.of_guild(guild)
    await services.connections.connect(guild, record.id, account)
    await services.store.exchanges.moderate_in(guild, record.id, stage.moderation_id)


def _check_parts() -> None:
    if importlib.util.find_spec("simcord") is None:
        raise SettingsError(["The demo needs one more package: pip install 'afterword[demo]'."])
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


def _doors(stage: Stage, store: Store, content: Content, blog: str) -> web.Application:
    """Addresses that stay, and lead to pages whose own addresses carry a key.

    / is #articles, /moderation the moderators' channel, /7001 the channel or thread with this id in
    Discord, and /threads/3 the thread of the article with this id on the blog.
    """

    async def articles(_: web.Request) -> web.Response:
        return _lead_to(await stage.page(stage.channel_id))

    async def moderation(_: web.Request) -> web.Response:
        return _lead_to(await stage.page(stage.moderation_id))

    async def room(request: web.Request) -> web.Response:
        return _lead_to(await stage.page(int(request.match_info["room"])))

    async def thread(request: web.Request) -> web.Response:
        article = content.articles.get(int(request.match_info["article"]))
        url = blog.rstrip("/") + path_of(article) if article else ""
        found = await store.threads.thread_of(url, stage.guild_id)
        return _lead_to(None if found is None else await stage.page(found))

    app = web.Application()
    app.router.add_get("/", articles)
    app.router.add_get("/moderation", moderation)
    app.router.add_get(r"/{room:\d{1,20}}", room)
    app.router.add_get(r"/threads/{article:\d{1,9}}", thread)
    return app


def _lead_to(url: str | None) -> web.Response:
    if url is None:
        raise web.HTTPNotFound(text="This is not in Discord, or not yet.")
    raise web.HTTPFound(url)


def _pictures(blog: str) -> Pictures:
    return {
        f"{blog}wp-content/uploads/{file.name}": (file.name, file.read_bytes())
        for file in (SAMPLE / "images").iterdir()
    }
