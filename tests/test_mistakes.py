"""The mistakes that are put into the code: which there are, and where they are left out."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tools.mistakes import ROOT, mistakes_in, own_tests

if TYPE_CHECKING:
    from pathlib import Path

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
