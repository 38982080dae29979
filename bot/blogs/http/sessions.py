"""The sessions that requests go through, by what may be connected to and what stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import aiohttp

from bot import __version__
from bot.blogs.http.addresses import guarded_socket

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from yarl import URL

    from bot.machine.tally import Tally
    from bot.model import Credentials

LONGEST_HEADER = 64 * 1024
"""Bytes: policies and preloads fill more than a browser's usual eight thousand."""

_CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})


class Sessions:
    """All of them; made once, used as an async context manager.

    `allow_private` is the owner's permission to reach private and loopback addresses. Requests
    count in `tally`.
    """

    def __init__(self, *, allow_private: bool, tally: Tally) -> None:
        self._allow_private = allow_private
        self._tally = tally
        self._open: aiohttp.ClientSession | None = None
        self._inside: aiohttp.ClientSession | None = None
        self._asking: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._open = self._session()
        # For passwords over http: in the owner's own network only.
        self._inside = self._session(allow_public=False)
        # For whether something changed: some send a body after "no", which on a connection that
        # stays open would be the next answer's beginning.
        self._asking = self._session(force_close=True)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for session in (self._open, self._inside, self._asking):
            if session is not None:
                await session.close()

    def for_(
        self, url: URL, auth: Credentials | None, headers: Mapping[str, str]
    ) -> aiohttp.ClientSession:
        """The one for such a request."""
        if auth is not None:
            session = self._inside if url.scheme == "http" else self._open
        else:
            session = self._open if _CONDITIONS.isdisjoint(headers) else self._asking
        if session is None:
            raise RuntimeError("a Fetcher is used within `async with`")
        return session

    def _session(
        self, *, allow_public: bool = True, force_close: bool = False
    ) -> aiohttp.ClientSession:
        sockets = guarded_socket(allow_private=self._allow_private, allow_public=allow_public)
        return aiohttp.ClientSession(
            # Without a limit over all: hosts that hang would use it up for everybody.
            connector=aiohttp.TCPConnector(
                limit=0, socket_factory=sockets, force_close=force_close
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
            trace_configs=[self._tally.count_in(aiohttp.TraceConfig())],
            headers={
                "User-Agent": f"Afterword/{__version__} (Discord bot for blogs)",
                "Accept-Encoding": "gzip",
            },
        )
