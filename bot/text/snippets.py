"""Text with marked hits → Discord Markdown: the author's words literal, the hits bold. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.document import Run, Style
from bot.text.escape import APART, clean
from bot.text.graphemes import cut_before
from bot.text.inline import line

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGIN, END = "\x02", "\x03"
"""Around each hit. `clean` takes such characters out of people's words."""

_HIT = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")


def snippet(marked: str, limit: int) -> str:
    """Render at most `limit` characters of Markdown on one line, cut after a word with `…`."""
    room = limit
    while room > 0:
        written = line(_cut(list(_runs(marked)), room))
        if len(written) <= limit:
            return written
        # Escapes and marks took the rest.
        room -= max(1, len(written) - limit)
    return ""


def _runs(marked: str) -> Iterator[Run]:
    done = 0
    for hit in _HIT.finditer(marked):
        yield Run(_literal(marked[done : hit.start()]))
        yield Run(_literal(hit[1]), Style.BOLD)
        done = hit.end()
    yield Run(_literal(marked[done:]))


def _literal(text: str) -> str:
    """Clean, and without addresses: one that was cut would lead somewhere else."""
    return re.sub(r":(?=//)", f":{APART}", clean(text))


def _cut(runs: list[Run], room: int) -> list[Run]:
    kept: list[Run] = []
    for run in runs:
        if len(run.text) > room:
            short = run.text[: cut_before(run.text, room)] if room else ""
            return [*kept, Run(short.rstrip(), run.style), Run("…")]
        kept.append(run)
        room -= len(run.text)
    return kept
