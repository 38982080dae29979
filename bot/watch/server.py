"""The server: `/healthz` and `/metrics`, for programs, on an address that the owner chose."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING

from aiohttp import web

from bot import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp.typedefs import Handler

    from bot.env.place import Place
    from bot.watch.watch import Watch

log = logging.getLogger(__name__)

LIMIT = 10.0
"""Seconds that a connection may last, whatever comes through it."""

AT_ONCE = 20
"""Connections at the same time; further ones are closed at once."""

SHUTDOWN = 0.5
"""Seconds that an answer under way has at the end."""


@asynccontextmanager
async def serving(watch: Watch, place: Place) -> AsyncIterator[None]:
    """Answer for as long as the `with` lasts; where nobody can listen, the log says so."""
    app = web.Application(middlewares=[_only_here])
    answers = _Answers(watch)
    app.router.add_get("/healthz", answers.healthz)
    app.router.add_get("/metrics", answers.metrics)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN)
    await runner.setup()
    listener: asyncio.Server | None = None
    try:
        try:
            listener = await _listen(runner, place)
        except OSError as error:
            log.warning("HEALTH_AT: nothing is served at %s: %s", place.url, error.strerror)
        else:
            log.info("How the bot is doing: %s/healthz and %s/metrics", place.url, place.url)
        yield
    finally:
        if listener is not None:
            listener.close()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, place: Place) -> asyncio.Server:
    """Raises OSError."""
    server, loop = runner.server, asyncio.get_running_loop()
    assert server is not None  # noqa: S101 - it is set up

    def connection() -> asyncio.Protocol:
        handler = server()
        # Also where it never asks for anything, which aiohttp would wait for without end.
        limit = LIMIT if len(server.connections) < AT_ONCE else 0
        loop.call_later(limit, handler.force_close)
        return handler

    return await loop.create_server(connection, place.host, place.port)


@web.middleware
async def _only_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer those alone who name this computer: a page elsewhere may have led a browser here."""
    if not _is_ours(request.headers.get("Host", "")):
        raise web.HTTPMisdirectedRequest(text="Ask for this computer by its address.\n")
    return await handler(request)


def _is_ours(host: str) -> bool:
    """Whether this is an address, or a name without a domain, which nobody elsewhere can own."""
    name = host.rpartition("]")[0].removeprefix("[") or host.partition(":")[0]
    try:
        ip_address(name)
    except ValueError:
        return bool(name) and "." not in name
    return True


class _Answers:
    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    async def healthz(self, _request: web.Request) -> web.Response:
        wrong = self._watch.wrong()
        found = {"well": not wrong, "wrong": wrong, "version": __version__}
        return web.json_response(found, status=503 if wrong else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=self._watch.metrics(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )
