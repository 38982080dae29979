"""What connecting, sending and reading can raise, in words that name only the host."""

from __future__ import annotations

import ssl
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import aiohttp

from bot.errors import AddressRefused, BlogError, BlogUnreachable, BlogUnusable
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from yarl import URL

    from bot.blogs.http.answer import Answer

DAY = 86_400.0
_NEVER = 501
"""Not implemented: the one 5xx that says that asking again won't help."""


@asynccontextmanager
async def in_our_words(url: URL) -> AsyncIterator[None]:
    """Raise our errors for what aiohttp and the system raise; time-outs pass as they are."""
    try:
        yield
    except TimeoutError:
        raise
    except AddressRefused as error:
        raise AddressRefused(error.phrase.text, host=name_of(url)) from None
    except (aiohttp.ClientError, OSError) as error:
        for kinds, ours, words in _FAULTS:
            if isinstance(error, kinds):
                raise ours(words.text, host=name_of(url)) from None
        raise


_FAULTS: tuple[tuple[tuple[type[Exception], ...], type[BlogError], Phrase], ...] = (
    ((aiohttp.InvalidURL,), BlogUnusable, Phrase("{host} is not a web address.")),
    (
        (aiohttp.ClientConnectorDNSError,),
        BlogUnreachable,
        Phrase("There is no address for {host}. Is the name right?"),
    ),
    (
        (aiohttp.ClientSSLError, ssl.SSLError),
        BlogUnreachable,
        Phrase("No secure connection to {host}: its certificate or its TLS is not in order."),
    ),
    (
        (aiohttp.ClientConnectorError,),
        BlogUnreachable,
        Phrase("No connection to {host}: nothing answers there."),
    ),
    (
        (aiohttp.ClientPayloadError,),
        BlogUnreachable,
        Phrase("{host} broke off in the middle of its answer."),
    ),
    (
        (aiohttp.ServerConnectionError,),
        BlogUnreachable,
        Phrase("{host} closed the connection without an answer."),
    ),
    (
        (aiohttp.ClientResponseError,),
        BlogUnusable,
        Phrase("{host} answers, but not as a web server does."),
    ),
    ((aiohttp.ClientError, OSError), BlogUnreachable, Phrase("The connection to {host} failed.")),
)
"""From the particular to the general; the first that fits is said."""


def name_of(url: URL) -> str:
    """Name a place for people: the host, with its port where that is unusual."""
    host = url.host or ""
    return host if url.is_default_port() else f"{host}:{url.port}"


def usable(answer: Answer, url: URL) -> Answer:
    """Pass an answer on. Raises `BlogUnreachable` for 429 and every 5xx but 501."""
    if answer.status != 429 and (answer.status < 500 or answer.status == _NEVER):
        return answer
    raise BlogUnreachable(
        "{host} asks us to slow down ({status})."
        if answer.status == 429
        else "{host} has a problem of its own ({status}).",
        retry_after=retry_after(answer.headers.get("Retry-After"), datetime.now(UTC)),
        host=name_of(url),
        status=answer.status,
    )


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
