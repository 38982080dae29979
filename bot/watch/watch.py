"""Keeps what there is to know at hand, so that whoever asks gets an answer at once."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.faults import Faults
from bot.machine.beside import beside
from bot.watch.facts import gather
from bot.watch.health import Standing, wrong
from bot.watch.metrics import Numbers
from bot.watch.queues import Queues

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.blogs.http.fetcher import Fetcher
    from bot.discord.client import Client
    from bot.machine.loop import Gauge
    from bot.store.store import Store
    from bot.watch.facts import Facts

log = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two looks into the database."""


class Watch:
    """Looks now and then. What it looks at is given to it as soon as it is there.

    `poll` are the seconds between two readings of a blog, `clock` tells seconds since 1970.
    """

    def __init__(self, gauge: Gauge, poll: int, clock: Callable[[], float] = time.time) -> None:
        self._gauge = gauge
        self._poll = poll
        self._clock = clock
        self._began = self._connected_at = self._now()
        self._facts: Facts | None = None
        self._known: dict[int, int] = {}
        self._replies = Queues()
        self._deliveries = Queues()
        self._faults = Faults()
        self.obstacle: str | None = None
        """Why the database can't be opened."""
        self.store: Store | None = None
        self.fetcher: Fetcher | None = None
        self.client: Client | None = None
        """The one that is at work, or was last."""

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """Look for as long as the `with` lasts."""
        async with beside(self._look_on(), "watch"):
            yield

    async def _look_on(self) -> None:
        while True:
            if self._faults.is_due("look"):
                with self._faults.contained("look", "looking how things stand"):
                    await self.look()
            await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Gather once. What the database refuses leaves what was known before."""
        if self.store is None or self.client is None:
            return
        on_purpose = self.client.services.engine.waits_on_purpose()
        try:
            facts = await gather(self.store, on_purpose, self._now())
        except StoreError as error:
            log.debug("How things stand can't be read: %s", error)
            return
        self._facts = facts
        self._known = {read.blog: self._known.get(read.blog, facts.at) for read in facts.reads}
        self._replies.look(facts.replies, facts.at)
        self._deliveries.look(facts.deliveries, facts.at)

    def wrong(self) -> list[str]:
        """What is not as it should be, in words; nothing where all is well."""
        return wrong(self._standing())

    def metrics(self) -> bytes:
        """The numbers, as Prometheus reads them."""
        tallies = {}
        if self.fetcher is not None:
            tallies["blog"] = self.fetcher.tally
        if self.client is not None:
            tallies["discord"] = self.client.tally
        services = self.client.services if self.client is not None else None
        backups = services.backups if services is not None else None
        return Numbers(
            self._standing(),
            self._gauge,
            tallies,
            services.engine.cycles if services is not None else {},
            refusals=self.store.health.refusals if self.store is not None else 0,
            waiting={
                "replies": self._replies.waiting(),
                "deliveries": self._deliveries.waiting(),
            },
            backed_up=backups.made_at if backups is not None else None,
        ).text()

    def _standing(self) -> Standing:
        now = self._now()
        client = self.client
        connected = client is not None and client.connected and not client.is_closed()
        if connected:
            self._connected_at = now
        machine = client.services.machine.trouble if client is not None else None
        return Standing(
            now=now,
            began=self._began,
            poll=self._poll,
            obstacle=self.obstacle,
            machine=str(machine) if machine is not None else None,
            connected=connected,
            connected_at=self._connected_at,
            facts=self._facts,
            known=self._known,
            replies_still=self._replies.still(now),
            deliveries_still=self._deliveries.still(now),
        )

    def _now(self) -> int:
        return int(self._clock())
