"""One guarded HTTP session for everything that is read from blogs.

A blog, its redirects and its answers are untrusted: addresses are checked when connecting,
redirects are followed by hand, and size and time are limited.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

import aiohttp
from yarl import URL

from bot import __version__
from bot.blogs.addresses import guarded_socket
from bot.errors import AddressRefused, BlogError, BlogUnreachable, BlogUnusable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from types import TracebackType

    from multidict import CIMultiDictProxy

    from bot.model import Credentials

MAX_REDIRECTS = 5
DAY = 86_400.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, whole."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    url: str
    """Where the answer came from, after redirects."""


class Fetcher:
    """The session; made once, used as an async context manager.

    `timeout` is the seconds a request may take in total, redirects and body included;
    `max_bytes` limits a body after decompression. `allow_private` is the owner's permission to
    reach private and loopback addresses.
    """

    def __init__(
        self, *, allow_private: bool, timeout: float = 30.0, max_bytes: int = 8 * 1024 * 1024
    ) -> None:
        self._allow_private = allow_private
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._open: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=20, socket_factory=guarded_socket(allow_private=self._allow_private)
        )
        self._open = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            headers={
                "User-Agent": f"Afterword/{__version__} (Discord bot for blogs)",
                "Accept-Encoding": "gzip",
            },
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._open is not None:
            await self._open.close()

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        auth: Credentials | None = None,
        method: str = "GET",
        max_bytes: int | None = None,
    ) -> Answer:
        """Fetch `url`, following up to 5 redirects.

        Raises `BlogUnreachable` for failed connections, time-outs, 429 and 5xx; `BlogUnusable`
        for what is no address, too large or redirected without end, and where a redirect would
        carry credentials to another place; `AddressRefused` for forbidden addresses.
        Every other status is answered.
        """
        here = _checked(url)
        home = here.origin()
        limit = self._max_bytes if max_bytes is None else max_bytes
        try:
            async with asyncio.timeout(self._timeout):
                for _ in range(MAX_REDIRECTS + 1):
                    answer = await self._once(here, method, headers, auth, limit)
                    if answer.status not in _REDIRECTS or "Location" not in answer.headers:
                        return _usable(answer, here)
                    here = _checked(answer.headers["Location"], base=here)
                    if auth is not None and here.origin() != home:
                        raise BlogUnusable(
                            f"{_name(home)} sends us on to {_name(here)}, and the application "
                            "password is only for the former. Follow the blog at its new address."
                        )
        except TimeoutError:
            raise BlogUnreachable(
                f"{_name(here)} took longer than {self._timeout:g} seconds to answer."
            ) from None
        raise BlogUnusable(f"{_name(home)} redirects without end.")

    async def _once(
        self,
        url: URL,
        method: str,
        headers: Mapping[str, str] | None,
        auth: Credentials | None,
        limit: int,
    ) -> Answer:
        async with (
            _in_our_words(url),
            self._session.request(
                method,
                url,
                headers=dict(headers or {}) | _authorization(auth),
                allow_redirects=False,
            ) as response,
        ):
            body = b"" if response.status in _REDIRECTS else await _body(response, limit)
            return Answer(response.status, response.headers, body, str(url))

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._open is None:
            raise RuntimeError("a Fetcher is used within `async with`")
        return self._open


def _authorization(auth: Credentials | None) -> dict[str, str]:
    if auth is None:
        return {}
    pair = f"{auth.user}:{auth.password}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


async def _body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read at most `limit` bytes; aiohttp decompresses piece by piece, so a bomb stays small."""
    body = bytearray()
    async for piece in response.content.iter_chunked(_CHUNK):
        body += piece
        if len(body) > limit:
            response.close()
            raise BlogUnusable(f"{_name(response.url)} sent more than {_size(limit)}.")
    return bytes(body)


def _usable(answer: Answer, url: URL) -> Answer:
    if answer.status == 429:
        message = f"{_name(url)} asks us to slow down (429)."
    elif answer.status >= 500:
        message = f"{_name(url)} has a problem of its own ({answer.status})."
    else:
        return answer
    wait = retry_after(answer.headers.get("Retry-After"), datetime.now(UTC))
    raise BlogUnreachable(message, retry_after=wait)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or a date, as seconds from `now`: 0 to a day."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), DAY)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return min(max((date - now).total_seconds(), 0.0), DAY)


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
        raise BlogUnusable(f"{_name(base)} redirects to something that is not a web address.")
    raise BlogUnusable("That is not a web address; one starts with https:// or http://.")


@asynccontextmanager
async def _in_our_words(url: URL) -> AsyncIterator[None]:
    """Turn what connecting and reading can raise into our errors, naming only the host."""
    try:
        yield
    except TimeoutError:
        raise
    except (AddressRefused, aiohttp.ClientError, OSError) as error:
        for kinds, ours, words in _FAULTS:
            if isinstance(error, kinds):
                raise ours(words.format(host=_name(url))) from None
        raise


_FAULTS: tuple[tuple[tuple[type[Exception], ...], type[BlogError], str], ...] = (
    (
        (AddressRefused,),
        AddressRefused,
        "{host} is at a private address, and those are refused unless BLOG_ALLOW_PRIVATE=true.",
    ),
    ((aiohttp.InvalidURL,), BlogUnusable, "{host} is not a web address."),
    (
        (aiohttp.ClientConnectorDNSError,),
        BlogUnreachable,
        "There is no address for {host}. Is the name right?",
    ),
    (
        (aiohttp.ClientSSLError, ssl.SSLError),
        BlogUnreachable,
        "No secure connection to {host}: its certificate or its TLS is not in order.",
    ),
    (
        (aiohttp.ClientConnectorError,),
        BlogUnreachable,
        "No connection to {host}: nothing answers there.",
    ),
    (
        (aiohttp.ClientPayloadError,),
        BlogUnreachable,
        "{host} broke off in the middle of its answer.",
    ),
    (
        (aiohttp.ServerConnectionError,),
        BlogUnreachable,
        "{host} closed the connection without an answer.",
    ),
    (
        (aiohttp.ClientResponseError,),
        BlogUnusable,
        "{host} answers, but not as a web server does.",
    ),
    ((aiohttp.ClientError, OSError), BlogUnreachable, "The connection to {host} failed."),
)
"""From the particular to the general; the first that fits is said."""


def _name(url: URL) -> str:
    """Name a place for people: the host, with its port where that is unusual."""
    host = url.host or "the address"
    return host if url.is_default_port() else f"{host}:{url.port}"


def _size(count: int) -> str:
    mebibyte = 1024 * 1024
    return f"{count // mebibyte} MiB" if count >= mebibyte else f"{count} bytes"
