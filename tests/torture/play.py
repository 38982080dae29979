"""One seed: people act, things go wrong, the bot is killed; then both sides are compared."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.torture.acts import Acts
from tests.torture.mischief import Mischief
from tests.torture.stage import TITLES, staged

if TYPE_CHECKING:
    from pathlib import Path

    from tests.torture.checker import Finding
    from tests.torture.stage import Stage
    from tests.torture.story import Story
    from tests.wordpress.server import Server

PATIENCE = 25.0
"""Seconds for which agreement is waited for before the bot's clock jumps on."""

WAITS = (70, 600, 4000, 90_000)
"""Seconds by which it jumps then: a pause of the bot's own is over sooner, so. They count as
waited."""

LOOK = 0.15
STEPS = 60
"""Steps of requests within which the bot is killed."""

VERIFY = 130
"""Seconds after which the bot has looked for second copies of what was in doubt."""


@dataclass(slots=True)
class Outcome:
    """What became of one seed."""

    seed: int
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    recoveries: list[float] = field(default_factory=list)
    """Seconds from each start after a kill until both sides agreed."""
    findings: list[Finding] = field(default_factory=list)
    page: str = ""
    """The story of what was found."""


async def play(
    server: Server, folder: Path, story: Story, *,
    seed: int, kills: int, pace: float, mistake: str = "",
) -> Outcome:  # fmt: skip
    """Play one seed until something is wrong, or so many kills are through."""
    chance = random.Random(seed)
    outcome = Outcome(seed)
    async with staged(server, folder, story, chance, pace=pace, mistake=mistake) as stage:
        play = Play(stage, chance, outcome)
        await play.run(kills)
    return outcome


class Play:
    """The rounds of one seed."""

    def __init__(self, stage: Stage, chance: random.Random, outcome: Outcome) -> None:
        self.stage = stage
        self.chance = chance
        self.outcome = outcome
        self.acts = Acts(stage, chance)
        self.mischief = Mischief(stage, chance)

    async def run(self, kills: int) -> None:
        """All of them; stops at the first finding that stays."""
        for _ in range(8):
            await self.acts.act()
        if await self._agree() is None:
            return
        while self.outcome.kills < kills:
            if self.outcome.kills >= kills // 3 and len(self.stage.articles) < len(TITLES):
                await self.stage.publish(TITLES[2])
            for _ in range(self.chance.choice([1, 1, 1, 2, 3])):
                await self._life()
                if self.outcome.kills >= kills:
                    break
            self.mischief.end()
            self.stage.story.tell("calm", "all faults stop; the bot is started")
            begun, ahead = time.monotonic(), self.stage.ahead
            await self.stage.start()
            agreed = await self._agree()
            self.outcome.faults = self.mischief.counts
            if agreed is None:
                return
            seconds = agreed - begun + self.stage.ahead - ahead
            self.outcome.recoveries.append(round(seconds, 1))
        await self._look_again()

    async def _life(self) -> None:
        """The bot runs while people act and things go wrong, and is killed."""
        stage, chance = self.stage, self.chance
        for _ in range(chance.randint(0, 2)):
            await self.mischief.begin()
        for _ in range(chance.randint(0, 3)):
            await self.acts.act()
        if not stage.alive:
            await stage.end()
            await stage.start()
        self._arm()
        end = time.monotonic() + chance.uniform(0.2, 4)
        left = chance.randint(2, 5)
        if chance.random() < 0.5:
            await self.mischief.begin()
        while stage.alive and time.monotonic() < end:
            if left and chance.random() < 0.3:
                left -= 1
                await self.acts.act()
            self.acts.follow_up()
            await asyncio.sleep(0.05)
        at = stage.executioner.struck[-1] if not stage.alive else "any moment"
        await stage.end()
        self.outcome.kills += 1
        stage.story.tell("kill", f"{self.outcome.kills}, at {at}")

    def _arm(self) -> None:
        assert self.stage.process is not None
        writing = self.chance.random() < 0.4
        within = 3 if writing else STEPS
        self.stage.executioner.arm(self.stage.process.pid, within, writing=writing)

    async def _agree(self) -> float | None:
        """When both sides agreed, by the monotonic clock; None if they don't, which ends it all."""
        findings: list[Finding] = []
        for wait in (*WAITS, 0):
            end = time.monotonic() + PATIENCE
            while time.monotonic() < end:
                self.acts.follow_up()
                findings = await self.stage.findings()
                if not findings:
                    self.stage.story.tell("agreed", "both sides")
                    return time.monotonic()
                await asyncio.sleep(LOOK)
            if wait:
                self.stage.jump(wait)
                words = f"{wait} seconds on; still {len(findings)}: {findings[0].words}"
                self.stage.story.tell("clock", words)
        self._found(findings)
        return None

    async def _look_again(self) -> None:
        """Let the bot look for second copies, too, and see that both sides still agree."""
        self.stage.jump(VERIFY)
        await asyncio.sleep(6)
        if await self._agree() is not None:
            await asyncio.sleep(3)
            self._found(await self.stage.findings())

    def _found(self, findings: list[Finding]) -> None:
        self.outcome.findings = findings
        about = {word for each in findings for word in each.about}
        self.outcome.page = self.stage.story.page(about)
