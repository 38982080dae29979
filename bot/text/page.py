"""Lines of text, each stretch with the HTML elements around it: what is read, before it is written.

Every stretch names all its elements, so that none needs to reach from one line into the next.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from bot.text.visible import visible

NO_BREAK = "\u00a0"


class Tag(NamedTuple):
    """An element around text."""

    name: str
    href: str = ""


class Span(NamedTuple):
    """Text of one look on one line."""

    text: str
    around: tuple[Tag, ...] = ()
    """Outermost first, no element twice."""


class Line(NamedTuple):
    """A line without spaces at its ends; without spans it is an empty one."""

    spans: list[Span]
    quoted: bool = False


class Page:
    """Collects lines; of the text it keeps what may be seen."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.quoted = False
        self._spans: list[Span] = []
        self._marker = ""

    def add(self, text: str, around: tuple[Tag, ...]) -> None:
        """Go on writing; `\\n` begins a line."""
        for number, part in enumerate(text.split("\n")):
            if number:
                self.end_line()
            if part:
                self._spans.append(Span(part, around))

    def begin_item(self, marker: str, level: int) -> None:
        """Set a list item's marker before the line that follows."""
        self._marker = NO_BREAK * 2 * level + marker

    def add_code(self, text: str, around: tuple[Tag, ...]) -> None:
        """Write lines of code, each on a line of its own, as far to the right as it was."""
        if any(not span.text.isspace() for span in self._spans):
            self.end_line()
        for line in text.split("\n"):
            code = visible(line).rstrip()
            indent = len(code) - len(code.lstrip(" "))
            self._finish([Span(NO_BREAK * indent + code[indent:], around)] if code else [])

    def end_line(self) -> None:
        """Finish the line, even if there is nothing on it."""
        alike = groupby(self._spans, key=attrgetter("around"))
        self._finish(
            _trimmed(
                [
                    Span(visible("".join(span.text for span in spans)), around)
                    for around, spans in alike
                ]
            )
        )

    def _finish(self, spans: list[Span]) -> None:
        if spans and self._marker:
            spans.insert(0, Span(self._marker))
        self.lines.append(Line(spans, self.quoted))
        self._spans.clear()
        self._marker = ""


def _trimmed(spans: list[Span]) -> list[Span]:
    while spans and not spans[-1].text.strip():
        spans.pop()
    full = next((index for index, span in enumerate(spans) if span.text.strip()), 0)
    spans = spans[full:]
    if spans:
        spans[0] = spans[0]._replace(text=spans[0].text.lstrip())
        spans[-1] = spans[-1]._replace(text=spans[-1].text.rstrip())
    return spans
