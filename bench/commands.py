"""Every command, as everyone, with nothing followed and on a large blog: what comes back, and when.

    python bench/commands.py                        # 20,000 articles, 200,000 comments
    python bench/commands.py --database FILE        # keep that blog, or use it again
    python bench/commands.py --articles 500 --comments 5000 --runs 5

The real bot runs in simcord's Discord, beside the sample blog on loopback, and is asked everything
that it offers. Time is counted from the command sent, or the key pressed, to the request that
brings the answer (the last one, if the first only says that one is coming). Simcord's own part is
in it: `/nothing` answers, and does nothing else. Prints the tables of docs/commands.md. Ends with
status 1 if anything failed, with 2 if answers took longer than they should.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from simcord.backend.errors import SetupError

from bench.answers import NOT_OFFERED, Answer, Faults, read
from bench.large import ARTICLES, COMMENTS, recorded
from bench.stage import staged
from bench.supply import first_supply, full_supply
from bench.trials import PEOPLE, Trial, nothing, offered, said_aloud, sent_form
from bot.discord.turns import Turns
from bot.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bench.supply import Supply
    from bot.discord.client import Client

RUNS = 200
BUDGET = 30.0
"""Seconds for one thing; what takes longer is asked less often."""

FEWEST = 10
MANY = 40
AWHILE = 901
"""Seconds after which discord.py has given up the buttons that only one person sees."""

NOTHING = "-"


@dataclass(slots=True)
class Bench:
    """Asks, and keeps the time."""

    supply: Supply
    faults: Faults
    runs: int
    left_open: int = 0
    """Answers with buttons for one person, since the last time that they were closed."""

    async def everything(self) -> dict[str, Trial]:
        """Try all that is offered, by everyone."""
        self._check_direct_messages()
        done = []
        for trial in [*offered(self.supply), *said_aloud(self.supply)]:
            await self._try(trial)
            done += [trial] if trial.form is None else [trial, trial.form]
        return {trial.name: trial for trial in done}

    async def _try(self, trial: Trial) -> None:
        for who in trial.people:
            await self._once(trial, who)
        # Members are the many; what they are not offered is the owner's.
        asking = [who for who in trial.people if trial.answers[who] != NOT_OFFERED]
        timed = "member" if "member" in asking else asking[0]
        begun = time.perf_counter()
        trial.times.clear()
        while len(trial.times) < self.runs:
            if time.perf_counter() - begun > BUDGET and len(trial.times) >= FEWEST:
                break
            await self._once(trial, timed)
        print(f"{trial.name}: {trial.within(0.5):.1f} ms", file=sys.stderr, flush=True)

    async def _once(self, trial: Trial, who: str, shown: Any = None) -> None:
        """Ask, and note the answer, and after how many milliseconds it came; send what it asks."""
        stage, actor = self.supply.stage, getattr(self.supply.stage, who)
        if trial.before:
            await trial.before()
        # Simcord remembers everything, and all of it would be searched for garbage.
        stage.env.backend.transcript.clear()
        errors = stage.env.error_cursor
        stage.sent.expect(trial.ways)
        begun = time.perf_counter()
        try:
            result = await trial.ask(actor, shown)
            trial.times.append((stage.sent.last() - begun) * 1000)
        except SetupError as error:
            if "not visible to this user here" not in str(error):
                raise
            trial.answers[who] = NOT_OFFERED
            return
        finally:
            stage.sent.expect()
        answer = read(result, stage.env.errors_since(errors), self.faults.taken())
        if answer.fault or who not in trial.answers:
            trial.answers[who] = answer
        await self._tidy(answer)
        if answer.form:
            trial.form = trial.form or sent_form(self.supply, trial.name)
            await self._once(trial.form, who, result)

    async def _tidy(self, answer: Answer) -> None:
        """Let time pass, now and then: simcord looks at everything that waits, after each step."""
        self.left_open += answer.waits
        if self.left_open == MANY:
            self.left_open = 0
            await self.supply.stage.pass_time(AWHILE)

    def _check_direct_messages(self) -> None:
        backend, user = self.supply.stage.env.backend, self.supply.stage.member.user
        there = [
            command["name"]
            for kind in (1, 2, 3)
            for command in backend.visible_commands(
                user_id=user.id, channel_id=user.dm_channel.id, type=kind
            )
        ]
        if there:
            raise LookupError(f"Offered in direct messages, and not tried there: {there}")


def answers_table(empty: dict[str, Trial], large: dict[str, Trial]) -> Iterator[str]:
    """Who gets which answer; once where both databases give the same."""
    yield "| what | database | owner | member | guest |"
    yield "| --- | --- | --- | --- | --- |"
    for name, trial in large.items():
        rows = [_answers(empty[name]) if name in empty else None, _answers(trial)]
        if rows[0] == rows[1]:
            yield f"| {name} | both | {rows[1]} |"
            continue
        for database, row in zip(("empty", "large"), rows, strict=True):
            if row is not None:
                yield f"| {name} | {database} | {row} |"


def _answers(trial: Trial) -> str:
    cells = [trial.answers[who].words if who in trial.answers else NOTHING for who in PEOPLE]
    same = [cell == cells[0] != NOTHING for cell in cells[1:]]
    others = ["the same" if alike else cell for cell, alike in zip(cells[1:], same, strict=True)]
    return " | ".join([cells[0], *others])


def times_table(empty: dict[str, Trial], large: dict[str, Trial]) -> Iterator[str]:
    """How long answers took, in milliseconds."""
    yield "| what | empty p50 | p99 | times | large p50 | p99 | times | target |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |"
    for name, trial in large.items():
        row = _times(empty[name]) if name in empty else " | ".join([NOTHING] * 3)
        yield f"| {name} | {row} | {_times(trial)} | {_verdict(trial)} |"


def _times(trial: Trial) -> str:
    return f"{trial.within(0.5):.1f} | {trial.within(0.99):.1f} | {len(trial.times)}"


def _verdict(trial: Trial) -> str:
    if trial.target is None:
        return ""
    return f"{trial.target:.0f}: {'kept' if kept(trial) else '**missed**'}"


def kept(trial: Trial) -> bool:
    return trial.target is None or trial.within(0.99) < trial.target


@asynccontextmanager
async def large_copy(options: argparse.Namespace, folder: Path) -> AsyncIterator[Path]:
    """A database with the large blog that may be changed."""
    original = options.database or folder / "original.sqlite3"
    async with open_store(original) as store:
        await recorded(store, options.articles, options.comments)
    yield shutil.copyfile(original, folder / "large.sqlite3")


def _with_nothing(client: Client) -> None:
    client.tree.add_command(nothing)
    Turns.take = lambda *_: 0.0  # type: ignore[method-assign]  # one person asks hundreds of times


async def run(options: argparse.Namespace, folder: Path) -> int:
    """Try everything on both databases, print the tables, and answer the exit status."""
    faults = Faults()
    logging.getLogger().addHandler(faults)
    async with staged(folder / "empty.sqlite3", prepare=_with_nothing) as stage:
        empty = await Bench(await first_supply(stage), faults, options.runs).everything()
    async with (
        large_copy(options, folder) as path,
        staged(path, prepare=_with_nothing) as stage,
    ):
        blog = await recorded(stage.client.services.store)
        large = await Bench(await full_supply(stage, blog), faults, options.runs).everything()
    print("\n".join(times_table(empty, large)), end="\n\n")
    print("\n".join(answers_table(empty, large)))
    trials = [*empty.values(), *large.values()]
    failed = [
        f"{trial.name} as {who}: {answer.fault}"
        for trial in trials
        for who, answer in trial.answers.items()
        if answer.fault
    ]
    print("\n".join(failed), file=sys.stderr)
    return 1 if failed else 0 if all(map(kept, trials)) else 2


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--database", type=Path)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--comments", type=int, default=COMMENTS)
    parser.add_argument("--runs", type=int, default=RUNS)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(parser.parse_args(), Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
