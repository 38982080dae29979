"""Prints every figure, each with its neighbour: see docs/performance.md.

python -m bench                     # all; more than an hour
python -m bench recording quiet     # those whose name begins so
"""

from __future__ import annotations

import sys
from importlib import import_module, resources
from typing import TYPE_CHECKING

from bench.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.figures import Row


def benches(named: Sequence[str]) -> Iterator[str]:
    """The modules here that have rows to show, by name."""
    for file in sorted(resources.files("bench").iterdir(), key=lambda file: file.name):
        name, _, ending = file.name.partition(".")
        wanted = name != "__main__" and (not named or name.startswith(tuple(named)))
        if wanted and ending == "py" and "\ndef rows(" in file.read_text(encoding="utf-8"):
            yield name


def rows(named: Sequence[str]) -> Iterator[Row]:
    """Every line, one bench after the other."""
    for name in benches(named):
        yield from import_module(f"bench.{name}").rows()


if __name__ == "__main__":
    show(rows(sys.argv[1:]))
