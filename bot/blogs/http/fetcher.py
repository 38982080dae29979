"""One guarded HTTP session for everything that is read from blogs and written to them.

A blog, its redirects and its answers are untrusted: addresses are checked when connecting,
redirects are followed by hand, and size and time are limited.
"""

from __future__ import annotations

import asyncio
import base64
import time
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Self

from yarl import URL

from bot.blogs.http.answer import Answer
from bot.blogs.http.bodies import body_of
from bot.blogs.http.budget import HOUR, Budget, Requests
from bot.blogs.http.faults import MEBIBYTE, in_our_words, name_of, usable
from bot.blogs.http.lanes import Lanes
from bot.blogs.http.sessions import Sessions
from bot.errors import BlogMoved, BlogUnreachable, BlogUnusable
from bot.machine.tally import Tally

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from types import TracebackType

    from bot.model import Credentials

HOURLY = 7200
"""Requests an hour to one host: two a second."""

QUEUE = 600.0
"""Seconds that a request may wait for its turn at a host; asking has a time limit of its own."""

MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_AS_IF = {203: 200}
"""What means the same to us: 203 says that something in between changed a good answer."""


class Fetcher:
    """The session; made once, used as an async context manager.

    `timeout` is the seconds a request may take in total, redirects and body included, once it is
    its turn: a host gets two at a time, and what is urgent goes first. `max_bytes` limits a body
    after decompression. `allow_private` is the owner's permission to reach private and loopback
    addresses. `hourly` requests to a host may fall into any one hour: then reading has to wait,
    while what is urgent goes on.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        timeout: float = 30.0,
        max_bytes: int = 8 * MEBIBYTE,
        hourly: int = HOURLY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tally = Tally()
        """How all requests ended."""
        self._sessions = Sessions(allow_private=allow_private, tally=self.tally)
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._budget = Budget(hourly)
        self._lanes = Lanes()
        self._clock = clock
        self._begun = clock()

    async def __aenter__(self) -> Self:
        await self._sessions.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._sessions.__aexit__(kind, error, traceback)

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: Credentials | None = None,
        method: str = "GET",
        max_bytes: int | None = None,
        urgent: bool = False,
        stay: bool = False,
    ) -> Answer:
        """Fetch `url`, following up to 5 redirects; what people wait for is `urgent`.

        With `stay`, and with credentials, they are followed within its scheme, host and port only.

        Raises `BlogUnreachable` for failed connections, time-outs, 429 and every 5xx but 501, and
        unless it is urgent for a host that was asked often enough in the last hour;
        `BlogUnusable` for what is no address, too large or redirected without end; `BlogMoved`
        for a redirect that leads further than it is followed; `AddressRefused` for forbidden
        addresses, and for credentials over http to a public one. Every other status is answered.
        """
        here = _checked(url)
        home = here.origin()
        limit = self._max_bytes if max_bytes is None else max_bytes
        left, for_good = self._timeout, True
        for _ in range(MAX_REDIRECTS + 1):
            if not urgent:
                self._keep_budget(here)
            async with self._turn_at(here, urgent=urgent), self._within(left, here) as spent:
                answer = await self._once(here, method, auth, limit, headers=headers)
            left -= spent()
            if not _leads_on(answer):
                return usable(answer, here)
            here = _checked(answer.headers["Location"], base=here)
            for_good = for_good and answer.status in _FOR_GOOD
            if (auth is not None or stay) and here.origin() != home:
                raise BlogMoved(
                    "{host} sends us on to {there}.",
                    to=str(here),
                    for_good=for_good,
                    host=name_of(home),
                    there=str(here.origin()),
                )
        raise BlogUnusable("{host} redirects without end.", host=name_of(home))

    async def send(
        self,
        url: str,
        *,
        method: str,
        auth: Credentials | None,
        json: Mapping[str, object] | None,
        max_bytes: int | None = None,
    ) -> Answer:
        """Write to `url`: a POST, PUT or DELETE, with a JSON body unless that is None.

        Raises like `get`, and `BlogMoved` for any redirect: what is written would get lost on
        the way. After `BlogUnreachable` it may have been written all the same.
        """
        here = _checked(url)
        limit = self._max_bytes if max_bytes is None else max_bytes
        async with self._turn_at(here, urgent=True), self._within(self._timeout, here):
            answer = await self._once(here, method, auth, limit, json=json)
        if _leads_on(answer):
            there = _checked(answer.headers["Location"], base=here)
            raise BlogMoved(
                "{host} sends us on to {there}.",
                to=str(there),
                for_good=answer.status in _FOR_GOOD,
                host=name_of(here),
                there=str(there.origin()),
            )
        return usable(answer, here)

    async def _once(
        self,
        url: URL,
        method: str,
        auth: Credentials | None,
        limit: int,
        *,
        headers: Mapping[str, str] | None = None,
        json: Mapping[str, object] | None = None,
    ) -> Answer:
        self._budget.spend(name_of(url), self._clock())
        async with (
            in_our_words(url),
            self._sessions.for_(url, auth, headers or {}).request(
                method,
                url,
                headers=dict(headers or {}) | _authorization(auth),
                json=json,
                allow_redirects=False,
            ) as response,
        ):
            body = b"" if response.status in _REDIRECTS else await body_of(response, limit)
            status = _AS_IF.get(response.status, response.status)
            return Answer(status, response.headers, body, str(url))

    def requests_to(self, url: str) -> Requests:
        """How often the host of this address was asked within the last hour."""
        now = self._clock()
        counted = now - self._begun
        return Requests(
            self._budget.spent(name_of(_checked(url)), now),
            self._budget.hourly,
            int(time.time() - counted) if counted < HOUR else None,
        )

    def _keep_budget(self, url: URL) -> None:
        wait = self._budget.wait(name_of(url), self._clock())
        if wait:
            raise BlogUnreachable(
                "{host} was asked {count} times within an hour; the bot allows itself no more.",
                retry_after=wait,
                host=name_of(url),
                count=self._budget.hourly,
            )

    @asynccontextmanager
    async def _turn_at(self, url: URL, *, urgent: bool) -> AsyncIterator[None]:
        async with AsyncExitStack() as lane:
            try:
                async with asyncio.timeout(QUEUE):
                    await lane.enter_async_context(self._lanes.lane(name_of(url), urgent=urgent))
            except TimeoutError:
                raise BlogUnreachable(
                    "{host} answers so slowly that this request did not get its turn.",
                    host=name_of(url),
                ) from None
            yield

    @asynccontextmanager
    async def _within(self, seconds: float, url: URL) -> AsyncIterator[Callable[[], float]]:
        """Give up after that many seconds; tells afterwards how many were spent."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout(seconds):
                yield lambda: time.monotonic() - begun
        except TimeoutError:
            raise BlogUnreachable(
                "{host} took longer than {seconds} seconds to answer.",
                host=name_of(url),
                seconds=f"{self._timeout:g}",
            ) from None


def _authorization(auth: Credentials | None) -> dict[str, str]:
    if auth is None:
        return {}
    pair = f"{auth.user}:{auth.password}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _leads_on(answer: Answer) -> bool:
    return answer.status in _REDIRECTS and "Location" in answer.headers


def _checked(text: str, base: URL | None = None) -> URL:
    """Parse an http(s) address, without the user name, password and fragment it may carry."""
    try:
        url = URL(text.strip())
        url = base.join(url) if base is not None else url
        if url.scheme in {"http", "https"} and url.host:
            return url.with_user(None).with_fragment(None)
    except ValueError:
        pass
    if base is not None:
        raise BlogUnusable(
            "{host} redirects to something that is not a web address.", host=name_of(base)
        )
    raise BlogUnusable("That is not a web address; one starts with https:// or http://.")
