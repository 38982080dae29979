"""Blog HTML → Discord Markdown, and → plain text.

Formatting never crosses the end of a line, links enclose formatting and never the other way, and
every mark of formatting in the author's own words is escaped.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from bot.text.document import Block, Kind, Run
from bot.text.escape import APART, clean, escape, fold, label
from bot.text.graphemes import cut_before
from bot.text.inline import NOWHERE, line
from bot.text.reader import MOST, read
from bot.text.visible import shows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.text.inline import Ways

__all__ = ["escape", "label", "plain", "shorten", "to_discord"]

MOST_WORDS = 66_000
"""Characters of an author's words and links that are shown; more fill a thread for nobody."""
MOST_BLOCKS = 4_000

_RULE = "———"


def to_discord(html: str, *, base_url: str, ways: Ways = NOWHERE) -> str:
    """Render a blog's HTML as Discord Markdown, of any length; relative links from `base_url`.

    Whatever the HTML holds, the result mentions no one and shows no preview of a link, and what
    people typed is shown as they typed it. Discord knows one level of quotation: nested ones are
    flattened. Links that aren't http(s) become their text. Beside a link whose address is in `ways`
    (without the last slash) stands the way to that channel or thread.
    """
    written: list[str] = []
    previous: Block | None = None
    for block in _begun(read(html, base_url=base_url)):
        lines = _lines(block, ways)
        if not lines:
            continue
        if previous is not None:
            written.append(_gap(previous, block))
        written.append(
            "\n".join(f"> {text}" for text in lines) if block.quote else "\n".join(lines)
        )
        previous = block
    return "".join(written).strip()


def plain(html: str, *, most: int = MOST) -> str:
    """Read HTML as plain text on one line: no images, embeds, scripts or hidden parts.

    Of very long HTML only the beginning, about `most` characters, and an ellipsis.
    """
    return fold(" ".join(block.words for block in read(html, base_url="", most=most)))


def shorten(text: str, limit: int) -> str:
    """Cut plain text to at most `limit` (at least 1) characters, after a word, with `…`.

    Empty where nothing of it is seen: who is named with that has no name.
    """
    text = fold(clean(text)) if shows(text) else ""
    if len(text) <= limit:
        return text
    return text[: cut_before(text, limit - 1)].rstrip(" ,;:–—-") + "…"  # noqa: RUF001


def _begun(blocks: Iterable[Block]) -> Iterator[Block]:
    """As many of the blocks as are shown, and an ellipsis for the rest."""
    room = MOST_WORDS
    for number, block in enumerate(blocks):
        size = sum(len(run.text) + len(run.link or "") for run in block.runs)
        if size <= room and number < MOST_BLOCKS:
            room -= size
            yield block
            continue
        kept: list[Run] = []
        for run in block.runs if number < MOST_BLOCKS else ():
            room -= len(run.text) + len(run.link or "")
            if room < 0:
                kept.append(replace(run, text=run.text[:room]))
                break
            kept.append(run)
        yield replace(block, runs=kept)
        yield Block(Kind.PARAGRAPH, [Run("…")])
        return


def _lines(block: Block, ways: Ways) -> list[str]:
    if block.kind is Kind.RULE:
        return [_RULE]
    if block.kind is Kind.CODE:
        return _code(block)
    if block.kind is Kind.HEADING:
        runs = (Run(" ", run.style) if run.text == "\n" else run for run in block.runs)
        words = line(runs, ways)
        return [f"{'#' * block.level} {words}"] if words else []
    lines = _without_outer_blanks(list(_calm(line(some, ways) for some in _broken(block.runs))))
    if not lines:
        return []
    first = " " * block.indent + block.marker
    further = " " * len(first)
    return [first + lines[0]] + [further + text if text else text for text in lines[1:]]


def _broken(runs: list[Run]) -> Iterator[list[Run]]:
    """Part a block's runs at its line breaks."""
    for is_break, some in groupby(runs, key=lambda run: run.text == "\n"):
        if not is_break:
            yield list(some)
        else:
            yield from [[]] * (min(2, len(list(some))) - 1)


def _calm(lines: Iterable[str]) -> Iterator[str]:
    """Lines of which no two empty ones follow each other."""
    for empty, some in groupby(lines, key=lambda text: not text):
        yield from [""] if empty else some


def _without_outer_blanks(lines: list[str]) -> list[str]:
    full = [index for index, text in enumerate(lines) if text.replace(APART, "")]
    return lines[full[0] : full[-1] + 1] if full else []


def _code(block: Block) -> list[str]:
    text = "".join(run.text for run in block.runs).expandtabs(4)
    lines = _without_outer_blanks([text.rstrip() for text in text.split("\n")])
    if not lines:
        return []
    lines = [re.sub("``(?=`)", f"``{APART}", text) for text in lines]
    return [f"```{block.language}", *lines, "```"]


def _gap(before: Block, after: Block) -> str:
    if before.kind is Kind.HEADING or (before.group and before.group == after.group):
        return "\n"
    return "\n> \n" if before.quote and before.quote == after.quote else "\n\n"
