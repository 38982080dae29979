"""docs/operating.md explains every alarm by its real words."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.care import alarm, machine
from bot.languages.phrase import Phrase
from bot.machine import shortage

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
SAYS = {"warning", "error", "critical", "exception"}
ALARMS = ("⚠️", "✅", "🔸", "{blog} in", "No backup")
"""What the sentences of the trouble channel begin with."""


def calls(file: Path, names: set[str]) -> Iterator[str]:
    """The constant words that functions of these names are called with."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in names and isinstance(node.args[0].value, str):
                yield node.args[0].value


def shown(words: str) -> str:
    """As the page has it: what the code puts in is three dots."""
    return re.sub(r"\s+", " ", re.sub(r"\n?%[.\d]*[a-z]|[*]*\{\w+\}[*]*", "…", words)).strip()


def unexplained(alarms: Iterator[str]) -> list[str]:
    page = re.sub(r"\s+", " ", PAGE)
    return [words for words in {shown(each) for each in alarms} - {"…"} if words not in page]


def test_every_warning_of_the_log_is_explained() -> None:
    files = [
        file
        for room in ("bot", "cogs")
        for file in (ROOT / room).rglob("*.py")
        if "demo" not in file.parts
    ]
    found = [words for file in files for words in calls(file, SAYS)]
    assert len(found) > 40, "the search finds few where there are many"
    assert unexplained(iter(found)) == []


def test_every_alarm_of_the_trouble_channel_is_explained() -> None:
    files = [Path(str(module.__file__)) for module in (alarm, machine)]
    found = [words for file in files for words in calls(file, {"say"}) if words.startswith(ALARMS)]
    assert len(found) > 6, "the search finds few where there are many"
    assert unexplained(iter(found)) == []


def test_everything_that_the_computer_refuses_is_explained() -> None:
    refused = [each for each in vars(shortage).values() if isinstance(each, Phrase)]
    assert len(refused) > 6
    assert unexplained(str(each).partition(". ")[0].rstrip(".") + "." for each in refused) == []
