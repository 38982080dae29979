"""A reverse proxy in front of a real blog: it lets things go wrong, and remembers all that passed.

The blog believes in its own address; on the way through, that becomes the proxy's and back, so
that nothing leads the bot past it.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from yarl import URL

from tests.wire.faults import cut, drop

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from tests.wire.rest import Stage

NOT_PASSED_ON = {
    "host", "connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding",
    "accept-encoding",
}  # fmt: skip
COMMENTS = r"/wp/v2/comments\?"
"""Writing one, listing and searching them."""
COMMENT = r"/wp/v2/comments/\d+\?"
SEARCH = r"/wp/v2/comments\?.*search="


@dataclass(slots=True)
class Trouble:
    """Strikes requests whose method matches ("*": any), in whose path and query `path` is found.

    It strikes before the blog hears of the request, or after it was `stored`. `status` None ends
    the connection without an answer; 0 lets the blog's own answer pass, only later. `delay` is in
    seconds; `skip` lets that many matching requests pass first. `cut` ends the connection in the
    middle of the blog's answer. With `late` the blog hears of what was struck before all the same,
    that many seconds afterwards. A `page` is answered as HTML.
    """

    method: str
    path: str
    status: int | None = 500
    stored: bool = False
    delay: float = 0.0
    times: int = 1
    skip: int = 0
    answer: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    late: float = 0.0
    page: str = ""
    struck: int = 0

    def strikes(self, method: str, target: str) -> bool:
        """Whether this request meets it; then it counts as struck."""
        if self.method not in {"*", method} or self.struck >= self.times:
            return False
        if not re.search(self.path, target):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.struck += 1
        return True


@dataclass(eq=False, slots=True)
class Passage:
    """One request of the bot as it came, and what it was answered."""

    method: str
    target: str
    raw: bytes = field(repr=False)
    """Everything that came: address, headers and body."""
    status: int | None = None


class TroubledBlog:
    """The proxy: `async with TroubledBlog(real_url) as blog:`, then `blog.url` is the blog."""

    def __init__(self, real: str) -> None:
        self._real = urlsplit(real).netloc
        self._own = ""
        self.url = ""
        self.passages: list[Passage] = []
        self.troubles: list[Trouble] = []
        self.watchers: list[Callable[[Stage, Passage], None]] = []
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None
        self._late: set[asyncio.Task[None]] = set()

    def trouble(self, method: str, path: str, **details: Any) -> Trouble:
        """Let something go wrong; `details` are the fields of `Trouble`."""
        trouble = Trouble(method, path, **details)
        self.troubles.append(trouble)
        return trouble

    def count(self, method: str, path: str) -> int:
        """How many such requests came so far."""
        return sum(
            each.method == method and re.search(path, each.target) is not None
            for each in self.passages
        )

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._own = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.url = f"http://{self._own}"
        self._session = aiohttp.ClientSession(
            auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for each in self._late:
            each.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        headers = b"\n".join(b": ".join(pair) for pair in request.raw_headers)
        passage = Passage(
            request.method, request.raw_path, b"\n".join([request.raw_path.encode(), headers, body])
        )
        self.passages.append(passage)
        self._tell("received", passage)
        met = (each for each in self.troubles if each.strikes(request.method, request.raw_path))
        trouble = next(met, None)
        if trouble is not None and not trouble.stored:
            await asyncio.sleep(trouble.delay)
            if trouble.late:
                self._pass_on_late(request, passage, body, trouble.late)
            if trouble.status != 0:
                return _strike(request, passage, trouble)
        answer = await self._pass_on(request, body)
        self._tell("stored", passage)
        if trouble is not None and trouble.stored:
            await asyncio.sleep(trouble.delay)
            if trouble.cut:
                return await cut(request, answer)
            if trouble.status != 0:
                return _strike(request, passage, trouble)
        passage.status = answer.status
        self._tell("answered", passage)
        return answer

    async def _pass_on(self, request: web.Request, body: bytes) -> web.Response:
        assert self._session is not None
        target = request.raw_path.replace(self._own, self._real)
        async with self._session.request(
            request.method,
            URL(f"http://{self._real}{target}", encoded=True),
            headers={k: v for k, v in request.headers.items() if k.lower() not in NOT_PASSED_ON},
            data=body.replace(self._own.encode(), self._real.encode()) or None,
            allow_redirects=False,
        ) as answer:
            content = (await answer.read()).replace(self._real.encode(), self._own.encode())
            response = web.Response(status=answer.status, body=content)
            response.headers.clear()
            for key, value in answer.headers.items():
                if key.lower() not in NOT_PASSED_ON:
                    response.headers.add(key, value.replace(self._real, self._own))
            return response

    def _pass_on_late(
        self, request: web.Request, passage: Passage, body: bytes, seconds: float
    ) -> None:
        """What nobody waits for any more."""

        async def pass_on() -> None:
            await asyncio.sleep(seconds)
            await self._pass_on(request, body)
            self._tell("stored", passage)

        self._late.add(asyncio.create_task(pass_on()))

    def _tell(self, stage: Stage, passage: Passage) -> None:
        for watcher in list(self.watchers):
            watcher(stage, passage)


def _strike(request: web.Request, passage: Passage, trouble: Trouble) -> web.Response:
    if trouble.status is None:
        drop(request, "reset")
        return web.Response(status=500)
    passage.status = trouble.status
    if trouble.page:
        return web.Response(status=trouble.status, text=trouble.page, content_type="text/html")
    text = json.dumps(trouble.answer if trouble.answer is not None else {"code": "fault"})
    return web.Response(
        status=trouble.status, text=text, headers=trouble.headers, content_type="application/json"
    )
