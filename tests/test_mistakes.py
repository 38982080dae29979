"""The mistakes that are put into the code: which there are, and which tests are asked of each."""

from __future__ import annotations

import ast
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from tools.in_turn import ANSWERS, MISTAKES
from tools.mistakes import ROOT, own_tests
from tools.possible import mistakes_in

SOURCE = '''
from typing import Literal

def act(a: Literal[3], b, log):
    """Not 1 word of this."""
    assert a == 1
    log.info("never: %s", 1)
    if a < 1 and not b:
        b.go(f"{1 + 1}")
    return b is None, True, "ü", 7
'''

PART = """
import functools
ONE = 1

@functools.cache
def first(a):
    return a + 1

async def second(a):
    return a if a > [] else a

def third():
    return 4

def fourth(a):
    return a + 5

def fifth():
    return 6
"""
TESTS = """
import pytest
from hypothesis import given, strategies
from bot.part import first, second, third, fourth

@given(strategies.integers())
def test_later(a):
    assert fourth(a) > a

@pytest.mark.parametrize("a", [1, 2], ids=["ä [] :: \\n", "2"])
def test_first(a):
    assert first(1) == 2

def test_second(tmp_path):
    import asyncio
    assert asyncio.run(second([1, 2])) == [1, 2]

def test_wrong():
    assert third() == 2
"""
ANSWERED = [
    r"caught: bot/part.py:7:15 test_part.py::test_first[\xe4 [] :: \n])",
    "SURVIVED: bot/part.py:10:16 its folder)",
    "SURVIVED: bot/part.py:16:15 its folder)",
    "SURVIVED: bot/part.py:19:11 its folder)",
]


def test_each_kind_once(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(SOURCE, encoding="utf-8")
    found = {each.kind: each for each in mistakes_in(file)}
    made = {kind: each.put(file.read_bytes()).decode() for kind, each in found.items()}
    assert "if (a < 1 or not b):" in made["and for or"]
    assert "and (b):" in made["a not dropped"]
    assert "        pass\n" in made["a call dropped"]
    assert "(b is not None), True" in made["a comparison turned"]
    assert "None, False," in made["true for false"]
    assert made["a number off by one"].endswith('"ü", 8\n')
    assert all(ast.parse(each) for each in made.values())
    lines = [each.line for each in mistakes_in(file)]
    assert sorted({*lines}) == [8, 9, 10], "texts, types, asserts and the log are left alone"


def test_a_part_has_its_own_tests() -> None:
    assert own_tests(ROOT / "bot" / "store" / "blog" / "blogs.py") == "tests/store"
    assert own_tests(ROOT / "bot" / "faults.py") == "tests/test_faults.py"
    assert own_tests(ROOT / "cogs" / "mirror.py") == "tests/cogs"
    assert own_tests(ROOT / "bot" / "errors.py") is None


def test_the_statement_of_a_mistake_is_without_those_inside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("if A > (\n  1\n):\n    def b(c=2):\n        d(\n            3)\n", "utf-8")
    found = {each.instead: each.statement for each in mistakes_in(file)}
    assert (found["2"].lines, found["2"].runs) == (frozenset({1, 2, 3}), False)
    assert (found["3"].lines, found["3"].runs) == (frozenset({4}), False), (
        "it is loaded, not called"
    )
    assert (found["4"].lines, found["4"].runs) == (frozenset({5, 6}), True)


def test_what_executes_it_is_asked_with_it_and_without(tmp_path: Path) -> None:
    part = Path("bot") / "part.py"
    for file, words in ((part, PART), (Path("test_part.py"), TESTS)):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(words, "utf-8")
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    mistakes = [replace(each, file=part) for each in mistakes_in(tmp_path / part)]
    (tmp_path / "mistakes").write_bytes(pickle.dumps(mistakes))
    subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "tools.in_turn", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=os.environ | {MISTAKES: "mistakes", ANSWERS: "answers"},
        check=False,
    )
    answers = (tmp_path / "answers").read_text("utf-8").splitlines()
    assert [re.sub(r" (an?|true|and) .* \((\d\S* s; )?", " ", line) for line in answers] == ANSWERED
    aside = pickle.loads((tmp_path / "mistakes").read_bytes())
    assert [each.line for each in aside] == [3, 13], "where it is loaded, or by what fails anyway"
