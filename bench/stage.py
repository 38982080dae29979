"""The real bot in simcord's Discord, beside the sample blog; and when its answers arrived there."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import discord
import simcord
from aiohttp import web

from bot.app import build
from bot.blogs.http.fetcher import Fetcher
from bot.demo.blog_app import create_app
from bot.demo.blog_files import load
from bot.env.settings import DEFAULT_EMAIL, Settings
from bot.languages.catalogues import read_languages
from bot.model import Credentials
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from aiohttp.typedefs import Handler

    from bot.demo.blog_content import Content
    from bot.discord.client import Client

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
ACCOUNT = Credentials("orla", "abcd efgh ijkl mnop qrst uvwx")
CYCLE = 60
"""Seconds between two looks at the blog."""

PATIENCE = 10
"""Seconds that an answer may take."""

PAUSE = 0.005
"""Seconds between two looks at what the bot is doing."""

UNHURRIED = 300
"""Seconds in which what the bot does by itself is certainly done."""

ANSWERS = ("/interactions/", "/webhooks/")
"""Where answers to a command, button or form go; everything else the bot writes by itself."""

DEFERRED = 5
"""The type of an answer that says only that one is coming."""

LOOKING = discord.Permissions(
    view_channel=True, read_message_history=True, use_application_commands=True
)


class Sent(list[Any]):
    """Simcord's log of what the bot asks of Discord, with the moment of each request."""

    def __init__(self) -> None:
        super().__init__()
        self._moments: list[float] = []
        self._ways: tuple[str, ...] = ()
        self._came = asyncio.Event()

    def append(self, entry: Any) -> None:
        self._moments.append(time.perf_counter())
        super().append(entry)
        if entry.path.startswith(self._ways) and (entry.json or {}).get("type") != DEFERRED:
            self._came.set()

    def expect(self, ways: tuple[str, ...] = ()) -> None:
        """Forget what there was, and wait for a request to a path of one of these beginnings."""
        self.clear()
        self._moments.clear()
        self._came.clear()
        self._ways = ways

    async def wait(self) -> None:
        """Until what is expected has come, if anything is. Raises TimeoutError."""
        if self._ways:
            async with asyncio.timeout(PATIENCE):
                await self._came.wait()

    def last(self) -> float:
        """When the last one of those expected came, by `time.perf_counter`."""
        return max(
            moment
            for moment, entry in zip(self._moments, self, strict=True)
            if entry.path.startswith(self._ways)
        )


@dataclass(slots=True)
class Site:
    """The sample blog on loopback."""

    content: Content
    url: str = ""
    down: bool = False
    """Every page is answered with an error of the server."""

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        app = create_app(self.content, user=ACCOUNT.user, password=ACCOUNT.password)
        app.middlewares.append(self._weather)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield
        finally:
            await runner.cleanup()

    @web.middleware
    async def _weather(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = web.Response(status=503) if self.down else await handler(request)
        # An open connection has a timer, and simcord waits for those that are soon due.
        answer.force_close()
        return answer


class _Env(simcord.Env):
    """Waits for an answer before it looks at what the bot is doing.

    It looks again and again, at everything under way, and the bot, in the same loop, has to wait.
    """

    def __init__(self, client: Client, sent: Sent) -> None:
        super().__init__(client, check_errors=False)
        self.backend.http_requests = sent
        self._sent = sent

    async def _settle_internal(self, **how: Any) -> None:
        await self._sent.wait()
        await super()._settle_internal(**({"idle": PAUSE} | how))


@dataclass(frozen=True, slots=True)
class Stage:
    """A server with three people, and the sample blog beside it.

    The owner has Manage Server and Manage Messages. The guest may look and use commands, and
    nothing else; the server's own settings let the guest use those meant for owners, too.
    """

    env: Any
    client: Client
    guild: Any
    owner: Any
    member: Any
    guest: Any
    site: Site
    sent: Sent

    @property
    def content(self) -> Content:
        return self.site.content

    @property
    def blog(self) -> str:
        """The address of the sample blog."""
        return self.site.url

    def channel(self, name: str) -> Any:
        """Make a text channel."""
        denied = discord.Permissions(discord.Permissions.all_channel().value & ~LOOKING.value)
        only = discord.PermissionOverwrite.from_pair(LOOKING, denied)
        return self.guild.create_text_channel(name, overwrites={self.guest: only})

    async def pass_time(self, seconds: float) -> None:
        """Let the bot's own work go on for so long, however long that takes here."""
        usual, self.env.settle_timeout = self.env.settle_timeout, UNHURRIED
        try:
            await self.env.advance_time(seconds)
        finally:
            self.env.settle_timeout = usual

    async def open_thread(self, channel: Any) -> None:
        """Let the member open one that belongs to nothing."""
        self.env.backend.create_thread(channel.id, "An old talk", self.member.id)
        await self.env.settle()


@asynccontextmanager
async def staged(
    database: Path,
    *,
    backfill: int = 3,
    prepare: Callable[[Client], None] = lambda _: None,
) -> AsyncIterator[Stage]:
    """Run the bot on this database; `prepare` gets it before it starts."""
    site = Site(load(SAMPLE, datetime.now(UTC)))
    settings = Settings(
        token=None,
        database=database,
        poll_seconds=CYCLE,
        log_level="WARNING",
        blog=None,
        backfill=backfill,
        allow_private=True,
        secret_key="a long enough secret",
        reply_email=DEFAULT_EMAIL,
    )
    async with (
        site.served(),
        open_store(database) as store,
        Fetcher(allow_private=True) as fetcher,
    ):
        env: simcord.Env | None = None

        def now() -> int:
            return int((env.now() if env is not None else datetime.now(UTC)).timestamp())

        # One clock for all: simcord's moves when it is told to, and begins in January 2026.
        with patch("bot.app.Clock", lambda: now):
            client = build(settings, store, fetcher, read_languages())
        prepare(client)
        sent = Sent()
        env = _Env(client, sent)
        env.backend.advance_clock((datetime.now(UTC) - env.now()).total_seconds())
        await env.start()
        try:
            with env.time_context():
                try:
                    yield await _peopled(env, client, site, sent)
                finally:
                    await client.close()
        finally:
            await env.shutdown()


async def _peopled(env: simcord.Env, client: Client, site: Site, sent: Sent) -> Stage:
    guild = env.create_guild("Community")
    keeper = guild.create_role(
        "Keeper", permissions=discord.Permissions(manage_guild=True, manage_messages=True)
    )
    owner = guild.add_member(env.create_user("olga", global_name="Olga"), roles=[keeper])
    member = guild.add_member(env.create_user("mo", global_name="Mo"))
    guest = guild.add_member(env.create_user("gil", global_name="Gil"))
    for command in await client.tree.fetch_commands():
        guild.set_command_permissions(command, {guest: True})
    return Stage(env, client, guild, owner, member, guest, site, sent)
