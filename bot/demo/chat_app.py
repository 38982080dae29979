"""The chat's page, and what it asks of the server: what there is, to do something, to be told."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.demo.chat_acts import ActRefused, Acts
from bot.demo.chat_view import commands, conversation, overview
from bot.discord.json_file import exact

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler

    from bot.demo.seat import Seat

FILES = Path(__file__).with_name("chat")
TYPES = {".css": "text/css", ".js": "text/javascript", ".html": "text/html"}

BEAT = 15.0
"""Seconds after which a page hears that nothing happened, so that neither side waits in vain."""


def create_chat(
    seat: Seat,
    *,
    blog: str,
    thread_of: Callable[[int], Awaitable[int | None]],
    guide: Callable[[], dict[str, Any]] | None = None,
) -> web.Application:
    """Serve what the person on this seat sees; whoever opens the page acts as that person.

    `blog` is the address of the blog beside it, `thread_of` finds the thread of the article with
    an id, and `guide` tells how far the visitor is; without it there is no guide.
    """
    doors = _Doors(seat, blog, thread_of, guide)
    app = web.Application(middlewares=[_only_from_here])
    app.on_shutdown.append(doors.close)
    app.router.add_get("/", doors.page)
    app.router.add_get(r"/{file:[a-z]+\.(css|js)}", doors.file)
    app.router.add_get("/favicon.ico", doors.nothing)
    app.router.add_get("/state", doors.state)
    app.router.add_get("/commands", doors.commands)
    app.router.add_get(r"/articles/{article:\d{1,9}}", doors.article)
    app.router.add_get("/events", doors.events)
    app.router.add_post("/acts/{act}", doors.act)
    return app


@web.middleware
async def _only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Other sites' pages, open in the same browser, may neither read here nor act."""
    own = str(request.url.origin())
    if request.url.host not in {"127.0.0.1", "localhost"}:
        raise web.HTTPForbidden(text="This demo is for this computer only.")
    if request.headers.get("Origin", own) != own:
        raise web.HTTPForbidden(text="This was not sent from the demo's own page.")
    return await handler(request)


class _Doors:
    def __init__(
        self,
        seat: Seat,
        blog: str,
        thread_of: Callable[[int], Awaitable[int | None]],
        guide: Callable[[], dict[str, Any]] | None,
    ) -> None:
        self._seat = seat
        self._acts = Acts(seat)
        self._blog = blog
        self._thread_of = thread_of
        self._guide = guide
        self._open = True
        self._headers = {
            "Content-Security-Policy": (
                f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                f"img-src 'self' {blog}; frame-src {blog}; base-uri 'none'; form-action 'none'; "
                "frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }

    async def close(self, _: web.Application) -> None:
        """Let those who listen go."""
        self._open = False
        self._seat.changes.note()

    async def page(self, _: web.Request) -> web.Response:
        return await self._file("index.html")

    async def file(self, request: web.Request) -> web.Response:
        return await self._file(request.match_info["file"])

    async def nothing(self, _: web.Request) -> web.Response:
        return web.Response(status=204)

    async def _file(self, name: str) -> web.Response:
        path = FILES / name
        if not path.is_file():
            raise web.HTTPNotFound
        words = await asyncio.to_thread(path.read_text, "utf-8")
        return web.Response(
            text=words, content_type=TYPES[path.suffix], charset="utf-8", headers=self._headers
        )

    async def state(self, request: web.Request) -> web.Response:
        """Everything that one sees in `room`; without one, in the first channel."""
        whole = overview(self._seat)
        room = request.query.get("room", "") or whole["rooms"][0]["id"]
        return self._json(
            whole
            | {
                "count": self._seat.changes.count,
                "blog": self._blog,
                "guide": self._guide() if self._guide else None,
                "room": conversation(self._seat, int(room)) if room.isdecimal() else None,
            }
        )

    async def commands(self, request: web.Request) -> web.Response:
        room = request.query.get("room", "")
        if not room.isdecimal():
            raise web.HTTPBadRequest(text="Which room?")
        return self._json(commands(self._seat, int(room)))

    async def article(self, request: web.Request) -> web.Response:
        """The thread of the article with this id on the blog; null as long as it has none."""
        thread = await self._thread_of(int(request.match_info["article"]))
        return self._json({"thread": None if thread is None else str(thread)})

    async def act(self, request: web.Request) -> web.Response:
        try:
            asked = await request.json()
        except ValueError as error:
            raise web.HTTPBadRequest(text="This is no JSON.") from error
        if not isinstance(asked, dict):
            raise web.HTTPBadRequest(text="This is no JSON object.")
        try:
            return self._json(await self._acts.do(request.match_info["act"], asked))
        except ActRefused as refused:
            return self._json({"refused": str(refused)}, status=409)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """A line whenever something happened, as server-sent events."""
        stream = web.StreamResponse(headers=self._headers | {"Content-Type": "text/event-stream"})
        await stream.prepare(request)
        count = -1
        with suppress(ConnectionError):  # The page was closed.
            while self._open:
                count = await self._seat.changes.after(count, BEAT)
                await stream.write(b"data: %d\n\n" % count)
        return stream

    def _json(self, told: dict[str, Any], status: int = 200) -> web.Response:
        return web.json_response(exact(told), status=status, headers=self._headers)
