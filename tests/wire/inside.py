"""simcord's own client, answered by the rules of the stand-in: one Discord for all tests."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from simcord.http import client, router
from simcord.types import HttpLogEntry

from tests.wire.portal import Portal
from tests.wire.rules import Rules
from tests.wire.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simcord.backend import Backend


class _Router:
    """What simcord's client asks, with another way to the answer."""

    def __init__(self) -> None:
        self._rules: dict[int, Rules] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(router, name)

    def dispatch(
        self,
        backend: Backend,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: dict[str, Any] | None = None,
        files: list[Any] | None = None,
        reason: str | None = None,
        message_content_access: bool = True,
    ) -> Any:
        rules = self._rules.get(id(backend))
        if rules is None:
            rules = Rules(
                World(backend),
                nonce_window=120,
                thread_cap=1000,
                notice_after=5,
                portal=Portal(["message_content"] if message_content_access else []),
            )
            self._rules[id(backend)] = rules
        log = backend.http_requests
        known = len(log)
        log.append(
            HttpLogEntry(method, path, copy.deepcopy(params or {}), copy.deepcopy(json), reason)
        )
        router._check_faults(backend, method, path)
        try:
            return rules.answer(method, path, json, params or {}, files or [])
        finally:
            del log[known + 1 :]  # what simcord's own route noted of the same request


@contextmanager
def stricter_simcord() -> Iterator[None]:
    """Whatever simcord's Discord is asked meanwhile, is answered as on sockets."""
    with patch.object(client, "router", _Router()):
        yield
