"""Random lives of a thread, of a blog and of the bot: in the end every yes stands there, once."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BlogUnreachable, DiscordUnavailable
from bot.model import Verdict
from bot.replies.asking import Choice
from bot.store.people.members import Consent
from tests.replies.mishaps import Killed, Mishap
from tests.replies.world import ANN, BEN, EVE, GUILD, World, world

if TYPE_CHECKING:
    from bot.replies.ports import Said
    from tests.replies.fake_desk import Stored

WILLING, UNWILLING = (ANN, BEN), EVE


class Life:
    """Three people in a thread; two agree some time, one never does.

    What is right is worked out from what people said and did, never by the code under test: each
    message of a willing person stands on the blog once, in its last words, below what it answers.
    """

    def __init__(self, here: World, chance: random.Random) -> None:
        self.here = here
        self.chance = chance
        self.count = 0
        self.decided: set[int] = set()
        """Messages whose comments the blog's moderators took away."""
        self.refused: set[int] = set()
        """Messages that came while comments were closed."""

    async def live(self, events: int) -> None:
        usual = [self.say, self.say, self.edit, self.delete, self.mishap, self.agree]
        rare = [self.restart, self.moderate, self.wait, self.read, self.lose_touch]
        for _ in range(events):
            await self.chance.choice([*usual, *usual, *rare])()

    def words(self) -> str:
        self.count += 1
        return f"words number {self.count}."

    def any_message(self) -> Said | None:
        said = list(self.here.talk.messages.values())
        return self.chance.choice(said) if said else None

    async def say(self) -> None:
        answered = self.any_message() if self.chance.random() < 0.5 else None
        said = self.here.talk.say(
            self.words(),
            member=self.chance.choice([*WILLING, *WILLING, UNWILLING]),
            answers=answered.id if answered else None,
        )
        await self.here.replies.intake.hear(said)
        if self.chance.random() < 0.7:
            await self.here.settle()

    async def edit(self) -> None:
        if said := self.any_message():
            self.here.rewrite(said.id, self.words())
            await self.here.replies.intake.edited(said.id)
            if self.chance.random() < 0.5:
                await self.here.settle()

    async def delete(self) -> None:
        if (said := self.any_message()) and self.chance.random() < 0.4:
            del self.here.talk.messages[said.id]
            await self.here.replies.intake.deleted(said.id)

    async def lose_touch(self) -> None:
        """Things happen that nobody hears of, and then the connection is there again."""
        for _ in range(3):
            self.here.talk.say(self.words(), member=self.chance.choice(WILLING))
        if said := self.any_message():
            self.here.rewrite(said.id, self.words())
        if (said := self.any_message()) and self.chance.random() < 0.5:
            del self.here.talk.messages[said.id]
        self.here.replies.ready()
        await self.here.settle()

    async def agree(self) -> None:
        member = self.chance.choice(WILLING)
        record = await self.here.store.members.get(GUILD, member)
        if record is not None and record.asked_for is not None:
            await self.here.answer(self.chance.choice([Choice.ALWAYS, Choice.ONCE]), member=member)

    async def mishap(self) -> None:
        error = self.chance.choice([Killed(), BlogUnreachable("lost"), DiscordUnavailable("lost")])
        at = self.here.mishaps.acts + self.chance.randrange(1, 8)
        self.here.mishaps.planned.append(Mishap(at, error, self.chance.random() < 0.5))

    async def moderate(self) -> None:
        standing = self.here.standing()
        if standing:
            stored = self.chance.choice(standing)
            stored.verdict = self.chance.choice([Verdict.TRASHED, Verdict.SPAM])
            self.decided.add(int(stored.claims.rpartition("/")[2]))

    async def read(self) -> None:
        await self.here.read_blog()

    async def wait(self) -> None:
        await self.here.settle(seconds=self.chance.choice([10, 200, 4000]))

    async def restart(self) -> None:
        await self.here.restart()

    async def end(self) -> None:
        """Nothing goes wrong any more; the willing agree, and everything is tried again."""
        self.here.mishaps.planned.clear()
        for member in WILLING:
            await self.here.answer(Choice.ALWAYS, member=member)
        for _ in range(8):
            await self.here.restart()
            await self.here.settle(seconds=4000)

    def check(self) -> None:
        standing = self.here.standing()
        by_message = {int(stored.claims.rpartition("/")[2]): stored for stored in standing}
        assert len(by_message) == len(standing), "something stands there twice"
        expected = {
            said.id: said
            for said in self.here.talk.messages.values()
            if said.member in WILLING and said.id not in self.decided
        }
        assert set(by_message) - self.decided == set(expected)
        for message, said in expected.items():
            assert by_message[message].html == said.content
            self._check_parent(said, by_message[message], by_message)
            assert self.here.talk.marks[message] >= {"✅"}
            assert "⏳" not in self.here.talk.marks[message]
        written = " ".join(self.here.mishaps.log)
        for said in self.here.talk.messages.values():
            assert said.member in WILLING or said.words not in written

    def _check_parent(self, said: Said, stored: Stored, by_message: dict[int, Stored]) -> None:
        answered = self.here.talk.messages.get(said.answers or 0)
        if answered is None or answered.member not in WILLING:
            return
        other = by_message.get(answered.id)
        if other is not None and stored.parent is not None:
            assert stored.parent == str(other.id)


@given(st.integers(0, 10**9))
@settings(deadline=None, max_examples=60, derandomize=True)
def test_any_life_ends_well(seed: int) -> None:
    asyncio.run(_live(seed))


async def _live(seed: int) -> None:
    with TemporaryDirectory() as folder:
        async with world(Path(folder)) as here:
            life = Life(here, random.Random(seed))
            await life.live(40)
            await life.end()
            life.check()
            consents = [await here.store.members.get(GUILD, member) for member in WILLING]
            assert {each.consent for each in consents if each} <= {Consent.ALWAYS}
