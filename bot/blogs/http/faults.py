"""What connecting, sending and reading can raise, in words that name only the host."""

from __future__ import annotations

import ssl
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import aiohttp

from bot.blogs.http.gatekeepers import checks_for_people
from bot.errors import (
    AddressRefused,
    BlogError,
    BlogTooLarge,
    BlogTroubled,
    BlogUnreachable,
    BlogUnusable,
    BotCheck,
)
from bot.languages.phrase import Phrase
from bot.machine.shortage import shortage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from yarl import URL

    from bot.blogs.http.answer import Answer

DAY = 86_400.0
MEBIBYTE = 1024 * 1024
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
        if (refused := shortage(error)) is not None:
            raise BlogUnreachable(refused) from error
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
    """Pass an answer on.

    Raises `BotCheck` for a page that checks for people, `BlogUnreachable` for 429, and
    `BlogTroubled` for every 5xx but 501.
    """
    later = retry_after(answer.headers.get("Retry-After"), datetime.now(UTC))
    if checks_for_people(answer):
        raise BotCheck(
            "{host} turns bots away: in place of its answer came a page that only a person in a "
            "browser gets past ({status}). Whoever runs the site can let Afterword through; it "
            "calls itself “Afterword” there.",
            retry_after=later,
            host=name_of(url),
            status=answer.status,
        )
    if answer.status == 429:
        raise BlogUnreachable(
            "{host} asks us to slow down ({status}).",
            retry_after=later,
            host=name_of(url),
            status=answer.status,
        )
    if answer.status < 500 or answer.status == _NEVER:
        return answer
    raise BlogTroubled(
        "Something is wrong at {host} itself: it answers with an error ({status}).",
        retry_after=later,
        host=name_of(url),
        status=answer.status,
    )


def too_large(url: URL, limit: int) -> BlogTooLarge:
    """Say that something there is longer than this many bytes."""
    return BlogTooLarge(
        "{host} sent more than {size} MiB.", host=name_of(url), size=f"{limit / MEBIBYTE:g}"
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
        if date.tzinfo is None:
            date = date.replace(tzinfo=UTC)
        return min(max((date - now).total_seconds(), 0.0), DAY)
    except (ValueError, TypeError, OverflowError):
        return None
