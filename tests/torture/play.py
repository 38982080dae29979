"""One seed: people act, things go wrong, the bot is killed; then both sides are compared."""

from __future__ import annotations

import asyncio
import math
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.torture.acts import Acts
from tests.torture.checker import LOST, Finding
from tests.torture.mischief import Mischief
from tests.torture.stage import TITLES, staged
from tests.wordpress.trouble import COMMENTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.torture.blogs import Blog
    from tests.torture.bot import Nursery
    from tests.torture.stage import Stage
    from tests.torture.story import Story

PATIENCE, LATER = 90.0, 30.0
"""Seconds for which agreement is waited for before the bot's clock jumps on, and after that."""

WAITS = (70, 600, 4000, 90_000)
"""Seconds by which it jumps then: a pause of the bot's own is over sooner, so. They count as
waited."""

SOONER = 2
"""How many of these are enough where something is known to be wrong."""

LOOK = 0.15
BEFORE = 8
"""Acts before anything goes wrong."""

STEPS, STEPS_OF_WRITING = 50, 3
"""Steps of requests within which the bot is killed; of those that write something, fewer."""

MESSAGES = r"/channels/\d+/messages$"

VERIFY = 130
"""Seconds after which the bot has looked for second copies of what was in doubt."""


@dataclass(slots=True)
class Outcome:
    """What became of one seed."""

    seed: int
    mistake: str = ""
    kills: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    recoveries: list[float] = field(default_factory=list)
    """Seconds from each start after a kill until both sides agreed."""
    findings: list[Finding] = field(default_factory=list)
    page: str = ""
    """The story of what was found."""


async def play(
    blog: Blog, born: Nursery, folder: Path, story: Story, *,
    seed: int, kills: int, pace: float, mistake: str = "", until: float = math.inf,
) -> Outcome:  # fmt: skip
    """Play one seed until something is wrong, or so many kills are through.

    `until` is a moment of the monotonic clock at which the last round begins.
    """
    outcome = Outcome(seed, mistake)
    async with staged(blog, born, folder, story, seed=seed, pace=pace, mistake=mistake) as stage:
        await Play(stage, outcome).run(kills, until)
    return outcome


@dataclass(frozen=True, slots=True)
class Life:
    """What happens between a start of the bot and its end; drawn before, so that it can be again.

    Times are seconds after the start.
    """

    troubles: int
    """What goes wrong from the start on."""
    unheard: int
    """Acts while the bot is down."""
    acts: tuple[float, ...]
    trouble_at: float | None
    of: str
    """It is killed at a step of a POST to such an address; empty: of any request."""
    ends: float
    """When it is killed, if it has not come to that step."""


def life(chance: random.Random) -> Life:
    """Draw one."""
    ends = chance.uniform(*chance.choice([(1, 4), (4, 8)]))
    return Life(
        troubles=chance.randint(0, 3),
        unheard=chance.randint(0, 3),
        acts=tuple(sorted(chance.uniform(0, ends) for _ in range(chance.randint(2, 5)))),
        trouble_at=chance.choice([None, chance.uniform(0, ends)]),
        of=chance.choice(["", "", COMMENTS, MESSAGES]),
        ends=ends,
    )


class Play:
    """The rounds of one seed."""

    def __init__(self, stage: Stage, outcome: Outcome) -> None:
        self.stage = stage
        self.outcome = outcome
        self.acts = Acts(stage, outcome.seed)
        self.mischief = Mischief(stage, outcome.seed)

    async def run(self, kills: int, until: float) -> None:
        """All of them; stops at the first finding that stays."""
        self.acts.introduce()
        for _ in range(BEFORE):
            await self.acts.act()
        if await self._agree() is None:
            return
        if self.outcome.seed % 2 == 0:
            # With the others the first yes comes when all goes wrong.
            await self.acts.answer()
        while self.outcome.kills < kills and time.monotonic() < until:
            if self.outcome.kills >= kills // 3 and len(self.stage.articles) < len(TITLES):
                await self.stage.publish(TITLES[2])
            chance = random.Random(f"{self.outcome.seed}/life {self.outcome.kills}")
            for _ in range(min(chance.choice([1, 1, 2, 2, 3]), kills - self.outcome.kills)):
                await self._live(life(chance))
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

    async def _live(self, drawn: Life) -> None:
        """The bot runs while people act and things go wrong, and is killed."""
        stage = self.stage
        for _ in range(drawn.troubles):
            await self.mischief.begin()
        for _ in range(drawn.unheard):
            await self.acts.act()
        if not stage.alive:
            await stage.end()
            await stage.start()
        assert stage.process is not None
        within = STEPS_OF_WRITING if drawn.of else STEPS
        stage.executioner.arm(stage.process.pid, within, of=drawn.of)
        begun, acts, trouble_at = time.monotonic(), list(drawn.acts), drawn.trouble_at
        while stage.alive and (now := time.monotonic() - begun) < drawn.ends:
            if acts and now >= acts[0]:
                acts.pop(0)
                await self.acts.act()
            if trouble_at is not None and now >= trouble_at:
                trouble_at = None
                await self.mischief.begin()
            self.acts.follow_up()
            await asyncio.sleep(0.05)
        at = "any moment" if stage.alive else stage.executioner.struck[-1]
        await stage.end()
        self.outcome.kills += 1
        stage.story.tell("kill", f"{self.outcome.kills}, at {at}")

    async def _agree(self) -> float | None:
        """When both sides agreed, by the monotonic clock; None if they don't, which ends it all."""
        findings: list[Finding] = []
        patience = PATIENCE
        waits = WAITS[:SOONER] if self.outcome.mistake else WAITS
        for wait in (*waits, 0):
            end, patience = time.monotonic() + patience, LATER
            while time.monotonic() < end:
                self.acts.follow_up()
                begun = time.monotonic()
                findings = await self.stage.findings()
                spent = time.monotonic() - begun
                if not self.stage.connected:
                    findings.append(Finding(LOST, "the bot is not back", ()))
                if not findings:
                    self.stage.story.tell("agreed", "both sides")
                    return time.monotonic()
                if self.stage.ledger.leaks:
                    break
                await asyncio.sleep(max(LOOK, 4 * spent))  # others need the time, too
            if self.stage.ledger.leaks:
                break  # what was said can't be unsaid
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
