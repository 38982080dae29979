"""Puts small mistakes into a copy of the code, one at a time, and asks the part's own tests.

    .venv/bin/python -m tools.mistakes [--seed N] [--count N] [--seconds N] [--tests T] [PART …]

A part is a folder or a file below `bot/` or `cogs/`. Its own tests are those in the folder of
`tests/` that is called like its room; what has none is left out. What they don't catch is printed,
to be looked at: some mistakes change nothing that anybody could see. Logging, asserts and types are
left alone.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
NEEDED = ("bot", "cogs", "tests", "tools", "bench", "data", "docs", "deploy")
SECONDS = 600
"""How long the tests of a part may take: a mistake may let them wait for ever."""

CAUGHT, SURVIVED, UNANSWERED = "caught", "SURVIVED", "no answer in time"

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    """One place in a file, and what stands there instead."""

    file: Path
    line: int
    start: int
    """Bytes from the beginning of the file, as `end`."""
    end: int
    instead: str
    kind: str

    def put(self, source: bytes) -> bytes:
        """The file with the mistake in it."""
        return source[: self.start] + self.instead.encode() + source[self.end :]


def mistakes_in(file: Path) -> list[Mistake]:
    """Every mistake that can be made in this file."""
    source = file.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node in _code(ast.parse(source)):
        for kind, instead in _wrong(node):
            assert isinstance(node, ast.expr | ast.stmt)  # noqa: S101 - only these are changed
            assert node.end_lineno is not None and node.end_col_offset is not None  # noqa: S101, PT018
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[node.end_lineno - 1] + node.end_col_offset
            found.append(Mistake(file, node.lineno, start, end, instead, kind))
    return found


def _code(tree: ast.AST) -> Iterator[ast.AST]:
    """What does something: no types, no asserts, no logging, no texts."""
    yield tree
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                yield from _code(child)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Assert() | ast.JoinedStr() | ast.Import() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="log")))):
            return True
    return False


def _wrong(node: ast.AST) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=others) if type(op) in TURNED:
            turned = ast.Compare(left, [TURNED[type(op)]()], others)
            yield "a comparison turned", f"({ast.unparse(turned)})"
        case ast.Expr(value=ast.Call() | ast.Await(value=ast.Call())):
            yield "a call dropped", "pass"
        case ast.Constant(value=bool(value)):
            yield "true for false", repr(not value)
        case ast.Constant(value=int(value)):
            yield "a number off by one", repr(value + 1)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "a not dropped", f"({ast.unparse(operand)})"
        case ast.BoolOp(op=op, values=values):
            other = ast.And() if isinstance(op, ast.Or) else ast.Or()
            yield "and for or", f"({ast.unparse(ast.BoolOp(other, values))})"


def own_tests(file: Path) -> str | None:
    """Where the tests are that belong to the room in which this file stands, if it has any."""
    top, room, *_ = file.relative_to(ROOT).with_suffix("").parts
    folder = f"tests/{room}" if top == "bot" else "tests/cogs"
    places = (folder, f"tests/test_{room}.py")
    return next((each for each in places if (ROOT / each).exists()), None)


def _tests(copy: Path, file: Path, asked: Sequence[Path]) -> tuple[Path, ...]:
    """Those of the part, the ones that are called like the file first; or those asked for."""
    if asked:
        return tuple(copy / each.resolve().relative_to(ROOT) for each in asked)
    folder = copy / (own_tests(file) or "tests")
    return *sorted(folder.rglob(f"test_{file.stem}*.py")), folder


def _answer(copy: Path, tests: Sequence[Path], seconds: int) -> str:
    """What the tests say of a copy."""
    options = ("-n0", "-x", "-q", "-p", "no:cacheprovider")
    # No shell, and nothing that anybody else wrote.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "pytest", *tests, *options],
        cwd=copy,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return CAUGHT if process.wait(seconds) else SURVIVED
    except subprocess.TimeoutExpired:
        return UNANSWERED
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


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
    return folder


def _files(parts: Sequence[Path]) -> Iterator[Path]:
    for part in parts:
        yield from sorted(part.rglob("*.py")) if part.is_dir() else [part]


def main() -> None:
    """Put them in, one after the other, and say which were caught."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="which mistakes (default: 1)")
    parser.add_argument("--count", type=int, default=40, help="how many (default: 40)")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each (default: 600)")
    parser.add_argument("--tests", type=Path, action="append", default=[], help="ask only these")
    parser.add_argument("parts", nargs="*", type=Path, default=[ROOT / "bot", ROOT / "cogs"])
    asked = parser.parse_args()
    files = [*_files([part.resolve() for part in asked.parts])]
    if not asked.tests:
        files = [each for each in files if own_tests(each) is not None]
    every = [each for file in files for each in mistakes_in(file)]
    chosen = random.Random(asked.seed).sample(every, min(asked.count, len(every)))  # noqa: S311
    answers, sound = Counter[str](), set[tuple[Path, ...]]()
    with tempfile.TemporaryDirectory(prefix="afterword-mistakes-") as name:
        copy = _copied(Path(name))
        for mistake in chosen:
            place = copy / mistake.file.relative_to(ROOT)
            source, begun = place.read_bytes(), time.monotonic()
            tests = _tests(copy, mistake.file, asked.tests)
            if tests not in sound:
                if (said := _answer(copy, tests, asked.seconds)) is not SURVIVED:
                    sys.exit(f"Without a mistake, too: {said}. {' '.join(map(str, tests))}")
                sound.add(tests)
            place.write_bytes(mistake.put(source))
            answer = _answer(copy, tests, asked.seconds)
            place.write_bytes(source)
            answers[answer] += 1
            print(
                f"{answer}: {mistake.file.relative_to(ROOT)}:{mistake.line} {mistake.kind}: "
                f"{source[mistake.start : mistake.end].decode()!r} → {mistake.instead!r} "
                f"({time.monotonic() - begun:.0f} s)",
                flush=True,
            )
    told = ", ".join(f"{count} {answer}" for answer, count in answers.items())
    print(f"{told}; of {len(every)} mistakes that can be made (seed {asked.seed})")


if __name__ == "__main__":
    main()
