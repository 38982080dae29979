"""All that Discord is asked for keeps to one limit, and the most urgent goes first.

Time passes here as fast as nothing waits for anything else than time.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.discord.client import Client
from bot.discord.pace import Pace
from bot.mirror.urgency import Urgency, urgency
from tests.wire.client import pointed
from tests.wire.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Coroutine

LIMIT = 50
"""Requests a second, as Discord documents it."""


class Swift(asyncio.SelectorEventLoop):
    """A loop whose clock goes on by itself whenever nothing is left to do before then."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__()
        look = self._selector.select  # type: ignore[attr-defined]

        def select(timeout: float | None = None) -> Any:
            self._now += timeout or 0
            return look(0)

        self._selector.select = select  # type: ignore[attr-defined]

    def time(self) -> float:
        return self._now


def swiftly(work: Coroutine[None, None, None]) -> None:
    with asyncio.Runner(loop_factory=Swift) as runner:
        runner.run(work)


async def ask(pace: Pace, name: str, went: list[tuple[float, str]], times: int = 1) -> None:
    """Ask so many times, one after the other, as a thread's writer does."""
    for _ in range(times):
        await pace.turn()
        went.append((asyncio.get_running_loop().time(), name))


def test_many_together_keep_to_the_limit_and_use_it() -> None:
    went: list[tuple[float, str]] = []

    async def work() -> None:
        pace = Pace()
        await asyncio.gather(*(ask(pace, f"thread {n}", went, 20) for n in range(60)))

    swiftly(work())
    times = [at for at, _ in went]
    assert len(times) == 1200
    most = max(bisect_left(times, at + 1) - place for place, at in enumerate(times))
    assert most < LIMIT
    assert len(times) / times[-1] >= 0.95 * LIMIT


def test_after_a_while_in_which_the_loop_was_held_the_limit_holds() -> None:
    went: list[tuple[float, str]] = []

    async def work() -> None:
        pace, loop = Pace(), asyncio.get_running_loop()
        assert isinstance(loop, Swift)
        waiting = asyncio.gather(*(ask(pace, "any", went, 10) for _ in range(30)))
        for _ in range(6):
            await asyncio.sleep(0.3)
            loop._now += 0.4
        await waiting

    swiftly(work())
    times = [at for at, _ in went]
    assert max(bisect_left(times, at + 1) - place for place, at in enumerate(times)) < LIMIT


def test_threads_take_turns() -> None:
    went: list[tuple[float, str]] = []

    async def work() -> None:
        pace = Pace()
        await asyncio.gather(*(ask(pace, f"thread {n}", went, 20) for n in range(60)))

    swiftly(work())
    counts = Counter({f"thread {n}": 0 for n in range(60)})
    for _, name in went:
        counts[name] += 1
        assert max(counts.values()) - min(counts.values()) <= 2


@pytest.mark.parametrize("of", [Urgency.PEOPLE, Urgency.ANNOUNCEMENT, Urgency.WORDS])
def test_what_is_urgent_waits_for_none_of_a_first_mirror(of: Urgency) -> None:
    went: list[tuple[float, str]] = []

    async def work() -> None:
        pace = Pace()
        with urgency(Urgency.BULK):
            first = [asyncio.create_task(ask(pace, "bulk", went, 3)) for _ in range(1000)]
        await asyncio.sleep(10)
        with urgency(of):
            await ask(pace, "urgent", went)
        await asyncio.gather(*first)

    swiftly(work())
    (at,) = [at for at, name in went if name == "urgent"]
    assert at < 10.1


def test_announcements_go_before_words_and_people_before_both() -> None:
    went: list[tuple[float, str]] = []

    async def work() -> None:
        pace = Pace()
        await pace.turn()
        asked = []
        for of in (Urgency.BULK, Urgency.WORDS, Urgency.ANNOUNCEMENT, Urgency.PEOPLE):
            with urgency(of):
                asked += [asyncio.create_task(ask(pace, of.name, went)) for _ in range(3)]
        await asyncio.gather(*asked)

    swiftly(work())
    assert [name for _, name in went] == [
        *["PEOPLE"] * 3, *["ANNOUNCEMENT"] * 3, *["WORDS"] * 3, *["BULK"] * 3,
    ]  # fmt: skip


def test_whoever_gives_up_takes_no_turn() -> None:
    went: list[tuple[float, str]] = []

    async def work() -> None:
        pace = Pace()
        asked = [asyncio.create_task(ask(pace, "gives up", went)) for _ in range(500)]
        await asyncio.sleep(0)
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await ask(pace, "stays", went)

    swiftly(work())
    assert [name for _, name in went][-1] == "stays"
    assert went[-1][0] < 0.1


async def test_every_request_takes_a_turn_but_answers_to_commands() -> None:
    turns = []

    class Counted(Pace):
        async def turn(self) -> None:
            turns.append(1)

    async with Wire() as wire, aiohttp.ClientSession(trace_configs=[Counted().trace()]) as session:
        for path, counted in (
            ("channels/1/messages", 1),
            ("channels/1/messages/2", 1),
            ("interactions/1/token/callback", 0),
            ("webhooks/1/token/messages/@original", 0),
        ):
            turns.clear()
            async with session.get(f"{wire.address}/api/v10/{path}"):
                assert len(turns) == counted


async def test_the_bots_own_client_waits_for_its_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = []

    async def turn(_: Pace) -> None:
        turns.append(1)

    monkeypatch.setattr(Pace, "turn", turn)
    async with Wire() as wire:
        with pointed(wire):
            client = Client(words=True)
            await client.http.static_login(wire.token)
            await client.http.close()
    assert turns == [1]
