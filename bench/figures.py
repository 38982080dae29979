"""A figure of a bench, and what stands beside it: measured in the same run, on the same machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING = "–"  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. A bench has `def rows() -> Iterable[Row]` for each that it prints."""

    figure: str
    """What was measured."""
    value: str
    """What it costs here, with its unit."""
    neighbour: str
    """What does the same beside it, with what it costs there; `NOTHING` if nothing does."""
    ratio: float | None
    """How many times the neighbour's cost ours is; None without a neighbour."""
    goal: str
    """What it is to be."""


def show(rows: Iterable[Row]) -> None:
    """Print the lines as they come, as a table in Markdown."""
    print("| figure | here | beside it | ratio | goal |\n|---|---|---|---|---|")
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio is not None else NOTHING
        cells = row.figure, row.value, row.neighbour, ratio, row.goal
        print(f"| {' | '.join(cells)} |", flush=True)
