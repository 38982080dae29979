"""Discord Markdown → the places where it may be cut, and what is open at each.

Knows the Markdown that `bot.text.to_discord` writes, and takes anything else for words.
"""

from __future__ import annotations

import re
from enum import Enum, IntEnum, auto
from typing import TYPE_CHECKING, NamedTuple

from bot.text.escape import beside
from bot.text.graphemes import boundary_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Rank(IntEnum):
    """How good a place for a cut is; the higher the better."""

    IN_WORD = 0
    INSIDE = 1
    """Between words, but of a link's label or of code: only if it can't be helped."""
    WORD = 2
    SENTENCE = 3
    LINE = 4
    PARAGRAPH = 5


class Seam(NamedTuple):
    """A place for a cut: one part ends at `end`, the next begins at `start`."""

    end: int
    start: int
    rank: Rank
    closing: str = ""
    """Closes what is open here."""
    opening: str = ""
    """Opens it again."""


class _Kind(Enum):
    PREFIX = auto()
    """Beginning of a line: quotation, list, heading; `opening` is what a later part repeats."""
    MARK = auto()
    ENTER = auto()
    """Of a link or of code."""
    LEAVE = auto()
    SPACE = auto()
    STOP = auto()
    """End of a sentence in scripts without spaces."""
    WORD = auto()
    ATOM = auto()
    """An address: it can't be cut."""
    LINE_END = auto()
    CODE_BLOCK = auto()


class _Token(NamedTuple):
    kind: _Kind
    start: int
    end: int
    opening: str = ""
    closing: str = ""


LINK = r"\[(?P<label>(?:\\.|[^\[\]\\\n])*)(?P<target>\]\(<[^<>\s]*>\))"
URL = r"<https?://[^<>\s]*>"
_PREFIX = re.compile(r"((?:> )?) *(?:(?:[-*]|\d+\.) )?((?:#{1,3} |-# )?)")
_FENCE = re.compile(r"((?:> )?)```([a-z0-9_+.#-]*)(?=\n)", re.IGNORECASE)
# No possessive groups, `(…)++`: Python 3.11.2, Debian 12's, lets them match too much.
_TOKEN = re.compile(
    rf"(?P<link>{LINK})|(?P<atom>{URL})"
    r"|(?P<code>(?<!`)(?P<ticks>`{1,2})(?!`)(?P<inner>[^\n]*?[^`\n])(?P=ticks)(?!`))"
    r"|(?P<mark>\*\*\*|\*\*|\*|__|~~|\|\|)"
    r"|(?P<space>[^\S\n]+)"
    r"|(?P<stop>[。！？]+)"  # noqa: RUF001
    r"|(?P<word>(?:[^\s\[<`*_~|\\。！？]+|\\.|<(?!https?:)|_(?!_)|~(?!~)|\|(?!\|))+|.)"  # noqa: RUF001
)
_KINDS = {
    "atom": _Kind.ATOM,
    "mark": _Kind.MARK,
    "space": _Kind.SPACE,
    "stop": _Kind.STOP,
    "word": _Kind.WORD,
}
_BETWEEN = frozenset({_Kind.SPACE, _Kind.STOP, _Kind.WORD, _Kind.ATOM, _Kind.LINE_END})
_GAP = re.compile(r"(?:\n(?:>?[^\S\n]*(?=\n|\Z))?)*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]*_~|\u200b]*\Z")  # noqa: RUF001
_LONGEST_CHARACTER = 64


def seams(markdown: str, *, stride: int) -> Iterator[Seam]:
    """Find the seams, in order; none lies in an address, a mark or what people see as one.

    In a word there is one about every `stride` characters.
    """
    tokens = list(_tokens(markdown))
    pairs = _pairs(markdown, tokens)
    prefix = closing = opening = ""
    opened: list[tuple[str, str]] = []
    inside = False
    for token in tokens:
        kind = token.kind
        if kind is _Kind.CODE_BLOCK:
            yield from _code_seams(markdown, token, stride)
        elif kind in _BETWEEN:
            if kind is _Kind.LINE_END and prefix:
                prefix = ""
                opening = _joined(mark for mark, _ in opened)
            for seam in _token_seams(markdown, token, stride):
                rank = Rank.INSIDE if inside and seam.rank > Rank.INSIDE else seam.rank
                yield Seam(seam.end, seam.start, rank, closing, opening)
        else:
            if kind is _Kind.PREFIX:
                prefix = token.opening
            elif kind is _Kind.ENTER:
                opened.append((token.opening, token.closing))
                inside = True
            elif kind is _Kind.LEAVE:
                opened.pop()
                inside = False
            elif token.start in pairs:
                _toggle(opened, markdown[token.start : token.end])
            closing = _joined(close for _, close in reversed(opened))
            opening = prefix + _joined(mark for mark, _ in opened)


def _tokens(markdown: str) -> Iterator[_Token]:
    start = 0
    while start < len(markdown):
        fence = _FENCE.match(markdown, start)
        block_end = _block_end(markdown, fence) if fence else None
        if fence and block_end:
            end = block_end
            closing = f"\n{fence[1]}```"
            yield _Token(_Kind.CODE_BLOCK, start, end, f"{fence[0]}\n{fence[1]}", closing)
        else:
            end = _line_end(markdown, start)
            yield from _line_tokens(markdown, start, end)
        gap = _GAP.match(markdown, end)
        start = gap.end() if gap else end
        yield _Token(_Kind.LINE_END, end, start)


def _line_end(markdown: str, start: int) -> int:
    end = markdown.find("\n", start)
    return len(markdown) if end < 0 else end


def _block_end(markdown: str, fence: re.Match[str]) -> int | None:
    """Find the end of a code block; None where what looks like a fence opens none."""
    closing = re.compile(rf"\n{fence[1]}```(?=\n|\Z)").search(markdown, fence.end())
    return closing.end() if closing else None


def _line_tokens(markdown: str, start: int, end: int) -> Iterator[_Token]:
    prefix = _PREFIX.match(markdown, start, end)
    if prefix:
        yield _Token(_Kind.PREFIX, start, prefix.end(), prefix[1] + prefix[2])
        start = prefix.end()
    yield from _inline_tokens(markdown, start, end)


def _inline_tokens(markdown: str, start: int, end: int) -> Iterator[_Token]:
    for found in _TOKEN.finditer(markdown, start, end):
        if found["link"]:
            yield _Token(_Kind.ENTER, found.start(), found.start() + 1, "[", found["target"])
            yield from _inline_tokens(markdown, found.start("label"), found.end("label"))
            yield _Token(_Kind.LEAVE, found.start("target"), found.end())
        elif found["code"]:
            inner = found.span("inner")
            yield _Token(_Kind.ENTER, found.start(), inner[0], found["ticks"], found["ticks"])
            yield from _literal_tokens(markdown, *inner)
            yield _Token(_Kind.LEAVE, inner[1], found.end())
        else:
            yield _Token(_KINDS[found.lastgroup or "word"], found.start(), found.end())


def _literal_tokens(markdown: str, start: int, end: int) -> Iterator[_Token]:
    """Read code: words and, between them, white space."""
    for found in re.compile(r"\S+|\s+").finditer(markdown, start, end):
        if not found[0].isspace():
            yield _Token(_Kind.WORD, found.start(), found.end())
        elif start < found.start() and found.end() < end:
            yield _Token(_Kind.SPACE, found.start(), found.end())


def _pairs(markdown: str, tokens: Iterable[_Token]) -> set[int]:
    """Find where the marks are that open and close something; others are words."""
    pairs: set[int] = set()
    waiting: dict[str, int] = {}
    for token in tokens:
        if token.kind is not _Kind.MARK:
            continue
        mark = markdown[token.start : token.end]
        if mark in waiting:
            if not markdown[token.start - 1].isspace():
                pairs.update((waiting.pop(mark), token.start))
        elif not markdown[token.end : token.end + 1].isspace():
            waiting[mark] = token.start
    return pairs


def _toggle(opened: list[tuple[str, str]], mark: str) -> None:
    if (mark, mark) in opened:
        opened.remove((mark, mark))
    else:
        opened.append((mark, mark))


def _joined(marks: Iterable[str]) -> str:
    written = ""
    for mark in marks:
        written += beside(written, mark) + mark
    return written


def _token_seams(markdown: str, token: _Token, stride: int) -> Iterator[Seam]:
    start, end = token.start, token.end
    if token.kind is _Kind.LINE_END:
        if end < len(markdown):
            paragraph = markdown.count("\n", start, end) > 1
            yield Seam(start, end, Rank.PARAGRAPH if paragraph else Rank.LINE)
    elif token.kind is _Kind.SPACE:
        sentence = _SENTENCE_END.search(markdown, max(0, start - 12), start)
        yield Seam(start, end, Rank.SENTENCE if sentence else Rank.WORD)
    elif token.kind is _Kind.STOP:
        yield Seam(end, end, Rank.SENTENCE)
    elif token.kind is _Kind.WORD:
        yield from _word_seams(markdown, start, end, stride)


def _word_seams(markdown: str, start: int, end: int, stride: int) -> Iterator[Seam]:
    """Find places in a long word; not within an escape, nor within what people see as one."""
    last = start
    for place in range(start + stride, end, stride):
        lowest = max(last, place - _LONGEST_CHARACTER)
        cut = boundary_before(markdown, place, lowest)
        if cut == lowest and lowest > last:
            cut = place
        backslashes = re.compile(r"\\*\Z").search(markdown, last, cut)
        if backslashes and len(backslashes[0]) % 2:
            cut -= 1
        if cut > last:
            yield Seam(cut, cut, Rank.IN_WORD)
            last = cut


def _code_seams(markdown: str, block: _Token, stride: int) -> Iterator[Seam]:
    quote = block.closing[1:-3]
    start = block.start + len(block.opening)
    last_line = block.end - len(block.closing)
    while start < last_line:
        end = _line_end(markdown, start)
        for token in _literal_tokens(markdown, start, end):
            if token.kind is _Kind.SPACE:
                yield Seam(token.end, token.end, Rank.INSIDE, block.closing, block.opening)
            else:
                for seam in _word_seams(markdown, token.start, token.end, stride):
                    yield Seam(seam.end, seam.start, seam.rank, block.closing, block.opening)
        start = end + 1 + len(quote)
        if start < last_line:
            yield Seam(end, start, Rank.LINE, block.closing, block.opening)
