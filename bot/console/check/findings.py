"""What was found, and how it is shown. Pure."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict, dataclass

WIDTH = 100
SUBJECT_WIDTH = 30
"""Columns; a longer subject gets a line of its own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: about what, and what was found; where it is not right, how to mend it."""

    ok: bool | None
    """None: not looked at, or not needed."""
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together."""

    title: str
    findings: tuple[Finding, ...]


def table(group: Group) -> str:
    """The group as text, without a line break at its end."""
    longest = max((len(_plain(each.subject)) for each in group.findings), default=0)
    width = min(longest, SUBJECT_WIDTH)
    return "\n".join([group.title, *(_line(each, width) for each in group.findings)])


def summary(groups: list[Group]) -> str:
    """The last line."""
    wrong = sum(finding.ok is False for group in groups for finding in group.findings)
    return f"{wrong} to mend." if wrong else "Nothing to mend."


def in_json(groups: list[Group]) -> str:
    """All of it for programs: `ok` is null for what was not looked at, or is not needed."""
    well = all(finding.ok is not False for group in groups for finding in group.findings)
    found = {"well": well, "groups": [asdict(group) for group in groups]}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _line(finding: Finding, width: int) -> str:
    mark = {True: "✓", False: "✗", None: "-"}[finding.ok]
    subject = _plain(finding.subject)
    indent = " " * (width + 6)
    words = textwrap.wrap(
        _plain(finding.words),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    if len(subject) > width:
        return "\n".join([f"  {mark} {subject}", *words])
    return "\n".join([f"  {mark} {subject:<{width}}  {words[0].lstrip()}", *words[1:]])


def _plain(text: str) -> str:
    """Names come from blogs and servers: nothing in them may steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
