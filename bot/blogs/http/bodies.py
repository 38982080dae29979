"""The body of an answer, read within its limit and unpacked whatever its headers say."""

from __future__ import annotations

import asyncio
import zlib
from typing import TYPE_CHECKING

from bot.blogs.http.faults import too_large

if TYPE_CHECKING:
    import aiohttp

_CHUNK = 64 * 1024
_PACKED = b"\x1f\x8b\x08"
"""How gzip begins, and no text."""

_GZIP = 31
"""What zlib calls it."""

TIMES = 2
"""How often something was packed, beyond what its headers say."""


async def body_of(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read a body of at most `limit` bytes, once unpacked; what is longer raises `BlogTooLarge`."""
    body = await _read(response, limit)
    for _ in range(TIMES):
        if not body.startswith(_PACKED):
            break
        body = await asyncio.to_thread(_unpacked, body, limit)
    if len(body) > limit:
        raise too_large(response.url, limit)
    return body


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """aiohttp unpacks piece by piece what the headers name, so a bomb stays small."""
    body = bytearray()
    async for piece in response.content.iter_chunked(_CHUNK):
        body += piece
        if len(body) > limit:
            response.close()
            raise too_large(response.url, limit)
    return bytes(body)


def _unpacked(body: bytes, limit: int) -> bytes:
    """What is in a packed file, or one byte more than the limit of it; itself if it is none."""
    try:
        return zlib.decompressobj(_GZIP).decompress(body, limit + 1)
    except zlib.error:
        return body
