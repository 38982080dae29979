"""What goes wrong with either side, by names; and how it ends."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.wire.world import BOT_PERMISSIONS
from tests.wordpress.trouble import COMMENTS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.torture.stage import Stage
    from tests.wire.faults import Fault
    from tests.wordpress.trouble import Trouble

CLOUDFLARE = "<!DOCTYPE html><title>Access denied | discord.com used Cloudflare</title>error 1015"
CHALLENGE = (
    "<!DOCTYPE html><title>Just a moment...</title><script src='/cdn-cgi/challenge'></script>"
)

LATE = 6.0
"""Seconds; at most, for those that are drawn."""

DISCORD: dict[str, dict[str, Any]] = {
    "500 before": {"status": 500},
    "500 once stored": {"status": 500, "when": "after"},
    "dropped before": {"status": None},
    "dropped once stored": {"status": None, "when": "after"},
    "slow": {"status": 0, "when": "after", "delay": 1.5},
    "429 of a route": {"status": 429, "retry_after": 0.4},
    "429 of all": {"status": 429, "retry_after": 0.6, "is_global": True},
    "429 of Cloudflare's": {"status": 429, "page": CLOUDFLARE},
    "truncated": {"status": None, "when": "after", "drop": "cut"},
    "503": {"status": 503, "retry_after": 1.0},
    "stored late": {"status": None, "late": LATE},
}
BLOG: dict[str, dict[str, Any]] = {
    "500 before": {"status": 500},
    "500 once stored": {"status": 500, "stored": True},
    "dropped before": {"status": None},
    "dropped once stored": {"status": None, "stored": True},
    "slow": {"status": 0, "stored": True, "delay": 1.5},
    "429": {"status": 429, "headers": {"Retry-After": "1"}},
    "Cloudflare's page": {"status": 403, "page": CHALLENGE},
    "truncated": {"stored": True, "cut": True},
    "503 with Retry-After": {"status": 503, "headers": {"Retry-After": "1"}},
    "stored late": {"status": None, "late": LATE},
}
JUMPS = (70, 600, 3600, 86_400)
"""Seconds by which the clock jumps forward."""


@dataclass(slots=True)
class Mischief:
    """Begins what goes wrong, and ends it all. What is drawn depends on the seed and its number."""

    stage: Stage
    seed: int
    chance: random.Random = field(default_factory=random.Random)
    _begun: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """How often each kind struck."""
    _faults: dict[str, list[Fault | Trouble]] = field(default_factory=dict)
    _over: list[Callable[[], None]] = field(default_factory=list)

    async def begin(self) -> str:
        """One kind, by chance, most likely where it hurts; answers its name."""
        self._begun += 1
        self.chance = random.Random(f"{self.seed}/trouble {self._begun}")
        kinds: dict[str, Callable[[], Awaitable[None]]] = {
            "gateway: connection lost": self._kicked,
            "gateway: session lost": self.stage.wire.gateway.lose_session,
            "gateway: asked to reconnect": self._asked_to_reconnect,
            "guild: outage": self._outage,
            "permissions taken": self._permissions,
            "permission taken": self._permission,
            "nonces age": self._nonces,
            "clock jumps": self._clock,
        }
        names = [*(f"Discord: {each}" for each in DISCORD), *(f"blog: {each}" for each in BLOG)]
        hard = [each for each in names if "stored" in each or "before" in each]
        name = self.chance.choice([*names, *hard, *hard, *kinds])
        if name in kinds:
            self.counts[name] += 1
            await kinds[name]()
        else:
            self._strike(name)
        self.stage.story.tell("trouble", name)
        return name

    def end(self) -> None:
        """All faults stop; what was taken is given back."""
        for name, faults in self._faults.items():
            self.counts[name] += sum(each.struck for each in faults)
        self._faults.clear()
        self.stage.wire.faults.waiting.clear()
        self.stage.blog.troubles.clear()
        while self._over:
            self._over.pop()()

    def _strike(self, name: str) -> None:
        side, _, kind = name.partition(": ")
        times, skip = self.chance.randint(1, 4), self.chance.choice([0, 0, 1, 4])
        method, writes = self.chance.choice([("*", False), ("POST", True), ("POST", True)])
        details = DISCORD[kind] if side == "Discord" else BLOG[kind]
        if "late" in details:
            details = details | {"late": self.chance.uniform(0.5, LATE)}
        fault: Fault | Trouble
        if side == "Discord":
            path = "/channels/*/messages" if writes else "*"
            fault = self.stage.wire.fault(method, path, times=times, skip=skip, **details)
        else:
            path = COMMENTS if writes else "."
            fault = self.stage.blog.trouble(method, path, times=times, skip=skip, **details)
        self._faults.setdefault(name, []).append(fault)

    async def _kicked(self) -> None:
        await self.stage.wire.gateway.kick(self.chance.choice([4000, None]))

    async def _asked_to_reconnect(self) -> None:
        self.stage.wire.gateway.ask_to_reconnect()

    async def _outage(self) -> None:
        gateway, guild = self.stage.wire.gateway, self.stage.guild
        if guild not in gateway.unavailable:
            gateway.begin_outage(guild)
            self._over.append(lambda: gateway.end_outage(guild))

    async def _permissions(self) -> None:
        world, channel = self.stage.wire.world, self._channel()
        world.set_bot_permissions(channel, [])
        self._over.append(lambda: world.set_bot_permissions(channel, BOT_PERMISSIONS))

    async def _permission(self) -> None:
        world, channel = self.stage.wire.world, self._channel()
        name = self.chance.choice(BOT_PERMISSIONS)
        world.take_permission(channel, name)
        self._over.append(lambda: world.set_bot_permissions(channel, BOT_PERMISSIONS))

    def _channel(self) -> int:
        return self.chance.choice([*self.stage.channels.values(), self.stage.moderators])

    async def _nonces(self) -> None:
        # Minutes go by, and so whatever was to be stored late is stored.
        await self.stage.wire.until(lambda: not self.stage.wire.rest.late)
        self.stage.wire.rules.age_nonces()

    async def _clock(self) -> None:
        self.stage.jump(self.chance.choice(JUMPS))
