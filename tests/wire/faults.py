"""What goes wrong on request: errors, dropped connections and delays, at a chosen moment.

A fault strikes `before` the request has any effect, or `after` it was carried out, which is the
case that makes a careless bot write things twice.
"""

from __future__ import annotations

import contextlib
import fnmatch
import random
import socket
import struct
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

RESET_AT_ONCE = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Fault:
    """Strikes requests whose method and path match, until `times` is used up.

    `path` is a glob over the path without `/api/v10`: `/channels/*/messages`; connecting to the
    gateway is GET `/gateway/connect`. `times` None means for ever; `probability` is drawn per
    matching request. `skip` lets that many matching requests pass first. `status` None answers
    nothing: the connection is reset (`drop` "reset") or closed ("close"), or breaks in the middle
    of the answer ("cut"); status 0 only delays. `delay` is in real seconds. With `late` what was
    struck `before` is carried out all the same, that many seconds afterwards. A `page` is answered
    as HTML, as by whatever stands in front of Discord.
    """

    method: str = "*"
    path: str = "*"
    status: int | None = 500
    when: Literal["before", "after"] = "before"
    times: int | None = 1
    probability: float = 1.0
    skip: int = 0
    delay: float = 0.0
    code: int = 0
    message: str = "Internal Server Error"
    retry_after: float | None = None
    is_global: bool = False
    drop: Literal["reset", "close", "cut"] = "reset"
    late: float = 0.0
    page: str = ""
    struck: int = 0


class Faults:
    """The faults that wait for their request; `seed` makes probabilities repeatable."""

    def __init__(self, seed: int = 0) -> None:
        self.waiting: list[Fault] = []
        self._random = random.Random(seed)

    def draw(self, method: str, path: str) -> Fault | None:
        """The fault that this request meets, if any; it counts as struck."""
        for fault in self.waiting:
            if not _matches(fault, method, path):
                continue
            if fault.skip > 0:
                fault.skip -= 1
            elif self._random.random() < fault.probability:
                fault.struck += 1
                return fault
        return None


def _matches(fault: Fault, method: str, path: str) -> bool:
    if fault.times is not None and fault.struck >= fault.times:
        return False
    return fault.method in ("*", method) and path_matches(path, fault.path)


def path_matches(path: str, pattern: str) -> bool:
    """Whether a path fits a glob in which `*` stands for one segment's text, `**` for any."""
    parts, globs = path.split("/"), pattern.split("/")
    if pattern in ("*", "**"):
        return True
    return len(parts) == len(globs) and all(map(fnmatch.fnmatchcase, parts, globs))


async def cut(request: web.Request, answer: web.Response) -> web.StreamResponse:
    """Send the first half of an answer, then end the connection."""
    body = answer.body if isinstance(answer.body, bytes) else b""
    torn = web.StreamResponse(status=answer.status, headers=answer.headers)
    torn.content_length = max(len(body), 2)
    with contextlib.suppress(ConnectionResetError):  # who asked may be dead by now
        await torn.prepare(request)
        await torn.write(body[: len(body) // 2] or b"{")
    drop(request, "close")
    return torn


def drop(request: web.Request, how: Literal["reset", "close", "cut"]) -> None:
    """End a request's connection without an answer: reset it, or merely close it."""
    transport = request.transport
    if transport is None:
        return
    if how == "reset":
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
    transport.abort()
