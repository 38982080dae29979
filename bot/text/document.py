"""A text as a flat sequence of blocks, each a sequence of runs of equally styled text.

Flat, because Discord's Markdown is: one level of quotes, lists by indentation, no blocks in
blocks. Both the Markdown and the plain text are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, Flag, auto
from itertools import groupby


class Style(Flag):
    """How a run of text looks."""

    PLAIN = 0
    BOLD = auto()
    ITALIC = auto()
    UNDERLINE = auto()
    STRIKE = auto()
    CODE = auto()
    RAISED = auto()
    LOWERED = auto()
    MEDIA = auto()
    """Stands for an image or an embed; no words of the author's."""
    SPOILER = auto()
    """Hidden until a reader wants to see it."""


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    HEADING = auto()
    CODE = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. White space is as in the HTML; `\\n` is a line break that counts."""

    text: str
    style: Style = Style.PLAIN
    link: str | None = None
    """An absolute http(s) URL."""


@dataclass(slots=True)
class Block:
    """A paragraph, a heading, a list item's text, a row of a table, a piece of code."""

    kind: Kind
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    """Of a heading, 1 to 6."""
    language: str = ""
    """Of code; empty where the blog doesn't say."""
    quote: int = 0
    """Which outermost quotation this belongs to; 0 is none."""
    group: int = 0
    """Blocks of one list, table or glossary share a number other than 0: no blank line between."""
    indent: int = 0
    """Spaces before the marker, or before the text where there is no marker."""
    marker: str = ""
    """`- ` or `1. ` where a list item begins."""

    @property
    def words(self) -> str:
        """The author's words as plain text; in place of a spoiler stands `[…]`."""
        seen = (run for run in self.runs if Style.MEDIA not in run.style)
        stretches = groupby(seen, key=lambda run: Style.SPOILER in run.style)
        return "".join(
            "[…]" if hidden else "".join(run.text for run in runs) for hidden, runs in stretches
        )
