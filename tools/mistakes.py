"""Puts small mistakes into a copy of the code, one at a time, and asks the part's own tests.

    .venv/bin/python -m tools.mistakes [--seed N] [--count N] [--at-once N] [--seconds N]
                                       [--answers FILE] [--tests T] [PART …]

A part is a folder or a file below `bot/` or `cogs/`. Its own tests are those in the folder of
`tests/` that is called like its room; what has none is left out. Each of its mistakes is put before
every test that executes it, by `tools/in_turn.py`; what can't be done like that has a run of its
own. What they don't catch is printed, to be looked at: some mistakes change nothing that anybody
could see.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tools.in_turn import ANSWERS, CAUGHT, MISTAKES, SURVIVED
from tools.possible import Mistake, mistakes_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parent.parent
NEEDED = ("bot", "cogs", "tests", "tools", "bench", "data", "docs", "deploy")
SECONDS = 600
"""How long the tests of a part may take in a run of their own: a mistake may let them wait for
ever."""

UNANSWERED = "no answer in time"
UNSOUND = "fails without it, too"


def own_tests(file: Path) -> str | None:
    """Where the tests are that belong to the room in which this file stands, if it has any."""
    top, room, *_ = file.relative_to(ROOT).with_suffix("").parts
    folder = f"tests/{room}" if top == "bot" else "tests/cogs"
    places = (folder, f"tests/test_{room}.py")
    return next((each for each in places if (ROOT / each).exists()), None)


def _copied(folder: Path) -> Path:
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
    for file in (*ROOT.glob("*.md"), *ROOT.glob("*.toml"), *ROOT.glob("*.lock")):
        shutil.copy(file, folder)
    for name in ("run", ".env.example", "Dockerfile"):
        shutil.copy(ROOT / name, folder)
    # What is changed may be as long, and of the same second: byte code goes by what is in a file.
    compiling = (sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash")
    subprocess.run([*compiling, "bot", "cogs"], cwd=folder, check=True)  # noqa: S603
    return folder


def _files(parts: Sequence[Path]) -> Iterator[Path]:
    for part in parts:
        yield from sorted(part.rglob("*.py")) if part.is_dir() else [part]


@dataclass(frozen=True, slots=True)
class Asking:
    """Of the tests at these places."""

    places: tuple[str, ...]
    answers: Path
    """Has a line for each mistake that was answered, and goes on growing."""
    seconds: int

    def about(self, mistakes: Sequence[Mistake]) -> None:
        """Say of each whether it was caught, unless that is known already."""
        told = self.answers.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory(prefix="afterword-mistakes-") as name:
            copy, sound = _copied(Path(name)), dict[tuple[str, ...], bool]()
            left = [each for each in mistakes if f": {each.told} (" not in told]
            for mistake in self._in_turn(copy, left) if left else ():
                source, begun = (copy / mistake.file).read_bytes(), time.monotonic()
                tests = _likely_first(copy, mistake, self.places)
                (copy / mistake.file).write_bytes(mistake.put(source))
                code = self._pytest(copy, *tests, "-x")
                (copy / mistake.file).write_bytes(source)
                if code and tests not in sound:
                    sound[tests] = self._pytest(copy, *tests, "-x") == 0
                answer = UNANSWERED if code is None else CAUGHT if code else SURVIVED
                answer = answer if sound.get(tests, True) else UNSOUND
                took = time.monotonic() - begun
                with self.answers.open("a", encoding="utf-8") as file:
                    file.write(f"{answer}: {mistake.told} ({took:.0f} s; a run of its own)\n")

    def _in_turn(self, copy: Path, mistakes: Sequence[Mistake]) -> list[Mistake]:
        """Those that need a run of their own."""
        file = copy / "mistakes"
        file.write_bytes(pickle.dumps([*mistakes]))
        told = {MISTAKES: str(file), ANSWERS: str(self.answers)}
        options = ("-p", "tools.in_turn", "-o", "faulthandler_timeout=0")
        code = self._pytest(copy, *self.places, *options, environment=told, seconds=None)
        if code not in {0, 1, 2}:
            sys.exit(f"pytest ended with {code}: {' '.join(self.places)}")
        left: list[Mistake] = pickle.loads(file.read_bytes())  # noqa: S301 - just written
        return left

    def _pytest(
        self,
        copy: Path,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        seconds: int | None = SECONDS,
    ) -> int | None:
        """How it ended; None if it took too long."""
        # No shell, and nothing that anybody else wrote.
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=copy,
            env=os.environ | (environment or {}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(seconds and self.seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _likely_first(copy: Path, mistake: Mistake, places: Sequence[str]) -> tuple[str, ...]:
    named = f"test_{mistake.file.stem}*.py"
    files = (each for place in places for each in sorted((copy / place).rglob(named)))
    return *map(str, files), *places


def main() -> None:
    """Put them in, and say which were caught."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="which mistakes (default: 1)")
    parser.add_argument("--count", type=int, default=40, help="how many (default: 40)")
    parser.add_argument("--at-once", type=int, default=2, help="rooms at a time (default: 2)")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for a run of its own (600)")
    parser.add_argument("--answers", type=Path, help="append them here, and go on from it")
    parser.add_argument("--tests", action="append", default=[], help="ask only these")
    parser.add_argument("parts", nargs="*", type=Path, default=[ROOT / "bot", ROOT / "cogs"])
    asked = parser.parse_args()
    files = [*_files([part.resolve() for part in asked.parts])]
    if not asked.tests:
        files = [each for each in files if own_tests(each) is not None]
    every = [each for file in files for each in mistakes_in(file)]
    chosen = random.Random(asked.seed).sample(every, min(asked.count, len(every)))  # noqa: S311
    of = defaultdict[tuple[str, ...], list[Mistake]](list)
    for each in chosen:
        places = tuple(asked.tests) or (own_tests(each.file) or "tests",)
        of[places].append(replace(each, file=each.file.relative_to(ROOT)))
    with tempfile.NamedTemporaryFile() as file, ThreadPoolExecutor(asked.at_once) as pool:
        answers = asked.answers or Path(file.name)
        answers.touch()
        many_first = sorted(of.items(), key=lambda item: -len(item[1]))
        asking = [
            pool.submit(Asking(places, answers.resolve(), asked.seconds).about, mistakes)
            for places, mistakes in many_first
        ]
        for done in asking:
            done.result()
        lines = answers.read_text(encoding="utf-8").splitlines()
    told = Counter(line.partition(":")[0] for line in lines)
    print(*lines, sep="\n")
    print(
        ", ".join(f"{count} {answer}" for answer, count in told.items()),
        f"; of {len(every)} mistakes that can be made (seed {asked.seed})",
        sep="",
    )


if __name__ == "__main__":
    main()
