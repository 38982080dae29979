"""A Discord on real sockets, for an unmodified discord.py client.

`Wire` serves the REST API, the gateway and a control endpoint on 127.0.0.1; simcord's backend
holds the world behind them, and Discord's limits, thread rules and mishaps come on top.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from tests.wire.contract import Contract
from tests.wire.control import Control
from tests.wire.faults import Fault, Faults
from tests.wire.gateway import Gateway
from tests.wire.interactions import Interactions
from tests.wire.limits import Limits
from tests.wire.portal import Portal
from tests.wire.rest import API, Rest
from tests.wire.rules import HOUR, Rules
from tests.wire.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

TOKEN = "stand-in.token.for-tests"
ADDRESS_VARIABLE = "AFTERWORD_WIRE"
LAUNCHER = Path(__file__).with_name("launch.py")

ELSEWHERE_SECONDS = 0.02

PATIENCE = 300.0
"""Seconds. Only a failure takes so long, however busy the machine is."""

T = TypeVar("T")


class Wire:
    """The stand-in, running in the loop that enters it: `async with Wire(pace=20) as wire:`.

    `pace` makes rate limits run that many times faster; None takes them away. `nonce_window` and
    `heartbeat_seconds` are real seconds. `thread_cap`: active threads of a guild. `notice_after`:
    age in seconds from which a message's new thread is announced beside it. `old_after`: age in
    seconds from which a message is old, so that its edits are limited (30046). `approved`:
    privileged intents that the imaginary developer portal grants. `seed` repeats the faults'
    chances.
    `openapi`: a copy of Discord's document; `rest.violations` tells what didn't agree with it.
    """

    def __init__(
        self,
        *,
        pace: float | None = 20,
        nonce_window: float = 120,
        thread_cap: int = 1000,
        notice_after: float = 5,
        old_after: float = HOUR,
        approved: tuple[str, ...] = ("message_content",),
        heartbeat_seconds: float = 41.25,
        token: str = TOKEN,
        seed: int = 0,
        port: int = 0,
        openapi: Path | None = None,
    ) -> None:
        self.token = token
        self.address = ""
        self.world = World()
        self.people = Interactions(self.world)
        self.limits = Limits(pace)
        self.faults = Faults(seed)
        self.portal = Portal(approved)
        self.rules = Rules(
            self.world,
            nonce_window=nonce_window,
            thread_cap=thread_cap,
            notice_after=notice_after,
            old_after=old_after,
            portal=self.portal,
        )
        contract = None if openapi is None else Contract(openapi)
        self.rest = Rest(self.rules, self.limits, self.faults, token, contract)
        self._changed = asyncio.Event()
        self.gateway = Gateway(
            self.world, token, self.portal, heartbeat_seconds, self.faults, self._changed.set
        )
        self._port = port
        self._runner: web.AppRunner | None = None
        self.rest.watchers.append(lambda _stage, _row: self._changed.set())
        self.world.backend.subscribers.append(lambda _event, _payload: self._changed.set())

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=25 * 1024 * 1024)
        app.router.add_route("*", API + "/{path:.*}", self.rest.answer)
        app.router.add_get("/gateway", self.gateway.accept)
        app.router.add_get("/gateway/resume", self.gateway.accept)
        app.router.add_post("/control/{name}", Control(self).answer)
        self._runner = web.AppRunner(app, shutdown_timeout=1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0]
        self.address = f"http://{host}:{port}"
        self.gateway.url = self.rest.gateway_url = f"ws://{host}:{port}/gateway"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        await self.gateway.kick(code=None)
        await self._runner.cleanup()

    async def approve(self, *intents: str) -> None:
        """Switch privileged intents in the portal: these only. It ends every session."""
        self.portal.approve(*intents)
        await self.gateway.kick(forget=True)

    def fault(self, method: str = "*", path: str = "*", **details: Any) -> Fault:
        """Let something go wrong; `details` are the fields of `Fault`."""
        fault = Fault(method, path, **details)
        self.faults.waiting.append(fault)
        return fault

    async def until(self, condition: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """Wait until `condition` gives something true; TimeoutError after `seconds`.

        It is asked after every request and event, and now and then for what happens elsewhere.
        """
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                self._changed.clear()
                changed = asyncio.ensure_future(self._changed.wait())
                await asyncio.wait((changed,), timeout=ELSEWHERE_SECONDS)
                changed.cancel()
        return value

    def environment(self, **settings: str) -> dict[str, str]:
        """The environment for a bot of its own process: where to connect, with which token."""
        return os.environ | {"DISCORD_TOKEN": self.token, ADDRESS_VARIABLE: self.address} | settings

    def command(self, *module_and_arguments: str) -> list[str]:
        """The command line that runs a Python module (the bot, if none is given) against this."""
        return [sys.executable, str(LAUNCHER), *(module_and_arguments or ("bot",))]
