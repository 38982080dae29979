"""Runs of one line → Discord Markdown.

A line becomes pieces, each already Markdown with the styles that it wants around it; weaving then
sets the marks so that none touches white space and no two can be read as another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.text.address import BARE, absolute, misleads, trim
from bot.text.document import Run, Style
from bot.text.escape import APART, beside, escape_words, label_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_SPACE = re.compile(r"[ \t\n]+")
_MARKS = {
    Style.SPOILER: "||",
    Style.BOLD: "**",
    Style.ITALIC: "*",
    Style.UNDERLINE: "__",
    Style.STRIKE: "~~",
}
_RAISED = str.maketrans(
    "0123456789+-=()abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)
_LOWERED = str.maketrans(
    "0123456789+-=()aehijklmnoprstuvx",
    "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
)


@dataclass(frozen=True, slots=True)
class _Piece:
    markdown: str
    style: Style = Style.PLAIN

    @property
    def blank(self) -> bool:
        return self.markdown.isspace()


Ways = Mapping[str, int]
"""Discord's channels and threads by the address that they belong beside, without its last slash."""

NOWHERE: Ways = MappingProxyType({})


def line(runs: Iterable[Run], ways: Ways = NOWHERE) -> str:
    """Write one line, without white space at its ends; beside links in `ways` their channel."""
    pieces: list[_Piece] = []
    words = partial(_words, ways=ways)
    for link, linked in groupby(_folded(runs), key=lambda run: run.link):
        if link is None:
            pieces.extend(piece for run in linked for piece in _text(run, words))
        else:
            pieces.extend(_link(list(linked), link, ways))
    return _weave(pieces)


def _folded(runs: Iterable[Run]) -> Iterator[Run]:
    """Join runs of one look, and fold white space across all of them."""
    space = True
    for (style, link), alike in groupby(runs, key=lambda run: (run.style, run.link)):
        text = _SPACE.sub(" ", "".join(run.text for run in alike))
        if space and text.startswith(" "):
            text = text[1:]
        if text:
            space = text.endswith(" ")
            yield Run(text, style, link)


def _way(url: str, ways: Ways) -> Iterator[_Piece]:
    channel = ways.get(url.partition("#")[0].rstrip("/"))
    if channel is not None:
        yield _Piece(" ")
        yield _Piece(f"(<#{channel}>)")


def _link(runs: Sequence[Run], url: str, ways: Ways) -> Iterator[_Piece]:
    words = "".join(run.text for run in runs)
    if not words.strip():
        yield _Piece(" ")
        return
    if words[0].isspace():
        yield _Piece(" ")
    if (absolute(words, "") or "").rstrip("/") == url.rstrip("/"):
        yield _Piece(f"<{url}>")
    elif misleads(words, url):
        yield from (piece for run in runs for piece in _text(run, _spaced))
        yield _Piece(" ")
        yield _Piece(f"(<{url}>)")
    else:
        label = _weave([piece for run in runs for piece in _text(run, _label)])
        target = url.replace("(", "%28").replace(")", "%29")
        yield _Piece(f"[{label}](<{target}>)")
    yield from _way(url, ways)
    if words[-1].isspace():
        yield _Piece(" ")


def _text(run: Run, write: Callable[[str], Iterable[_Piece]]) -> Iterator[_Piece]:
    """Write one run; white space at its ends becomes pieces of its own."""
    text = run.text
    core = text.strip()
    if not core or text[0].isspace():
        yield _Piece(" ")
    if not core:
        return
    if run.style is Style.PLAIN:
        yield from write(core)
    elif Style.CODE in run.style:
        yield _code(core, run, in_label=write is _label)
    else:
        for piece in write(_script(core, run.style)):
            yield piece if piece.markdown.startswith("<http") else replace(piece, style=run.style)
    if text[-1].isspace():
        yield _Piece(" ")


def _script(text: str, style: Style) -> str:
    """Raise or lower text: in Unicode's own small letters where it has them all."""
    for wanted, table, sign in ((Style.RAISED, _RAISED, "^"), (Style.LOWERED, _LOWERED, "_")):
        if wanted in style:
            small = text.translate(table)
            return small if all(ord(c) in table or c.isspace() for c in text) else f"{sign}({text})"
    return text


def _label(text: str) -> Iterator[_Piece]:
    yield _Piece(label_words(text))


def _words(text: str, ways: Ways) -> Iterator[_Piece]:
    """Write running text; addresses in it stay clickable, without a preview."""
    done = 0
    for found in BARE.finditer(text):
        bare = trim(found[0])
        url = absolute(bare, "")
        if url is None:
            continue
        yield from _spaced(text[done : found.start()])
        yield _Piece(f"<{url}>")
        yield from _way(url, ways)
        done = found.start() + len(bare)
    yield from _spaced(text[done:])


def _spaced(text: str) -> Iterator[_Piece]:
    core = text.strip()
    if text[:1].isspace():
        yield _Piece(" ")
    if core:
        yield _Piece(escape_words(core))
        if text[-1].isspace():
            yield _Piece(" ")


def _code(text: str, run: Run, *, in_label: bool) -> _Piece:
    if in_label:
        text = text.translate(str.maketrans("`[]", "ˋ［］"))  # noqa: RUF001
        # A label that holds an address makes Discord show the whole link as it is written.
        text = text.replace("://", f":{APART}//")
    # Discord looks for the end of emphasis without regard to code.
    style = Style.PLAIN if re.search(r"[*_~\\]|\|\|", text) else run.style
    lengths = {len(ticks) for ticks in re.findall("`+", text)}
    if lengths >= {1, 2}:
        # Three ticks around it would make a block of it.
        text, lengths = re.sub(r"`(?=`)", f"`{APART}", text), {1}
    sign = "``" if 1 in lengths else "`"
    lead = " " if text[0] == "`" else ""
    trail = " " if text[-1] == "`" else ""
    return _Piece(f"{sign}{lead}{text}{trail}{sign}", style)


@dataclass(frozen=True, slots=True)
class _Open:
    style: Style
    end: int
    joined: bool
    """Opened and closed together with the one before: `***` is both."""


class _Weaver:
    def __init__(self) -> None:
        self.written: list[str] = []
        self.open: list[_Open] = []

    def write(self, text: str, *, joined: bool = False) -> None:
        if self.written and not joined:
            self.written.append(beside(self.written[-1], text))
        self.written.append(text)

    def close(self, wanted: Style) -> None:
        joined = False
        while any(each.style not in wanted for each in self.open):
            last = self.open.pop()
            self.write(_MARKS[last.style], joined=joined)
            joined = last.joined

    def start(self, wanted: dict[Style, int]) -> None:
        """Open what is wanted and not yet open, what lasts longest first."""
        already = {each.style for each in self.open}
        fresh = [(style, end) for style, end in wanted.items() if style not in already]
        fresh.sort(key=lambda pair: -pair[1])
        before: tuple[Style, int] | None = None
        for style, end in fresh:
            joined = style is Style.ITALIC and before == (Style.BOLD, end)
            self.write(_MARKS[style], joined=joined)
            self.open.append(_Open(style, end, joined))
            before = (style, end)


def _weave(pieces: Sequence[_Piece]) -> str:
    pieces = _settled(pieces)
    weaver = _Weaver()
    for piece, wanted in zip(pieces, _ends(pieces), strict=True):
        weaver.close(piece.style)
        if not piece.blank:
            weaver.start(wanted)
        weaver.write(piece.markdown)
    weaver.close(Style.PLAIN)
    return "".join(weaver.written)


def _settled(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Drop blanks at the ends and beside others; between words they have what both sides share."""
    settled: list[_Piece] = []
    for piece in pieces:
        if not piece.blank:
            settled.append(piece)
        elif settled and not settled[-1].blank:
            settled.append(_Piece(" "))
    if settled and settled[-1].blank:
        settled.pop()
    for index, piece in enumerate(settled):
        if piece.blank:
            before, after = settled[index - 1].style, settled[index + 1].style
            if Style.PLAIN not in (before, after):
                settled[index] = _Piece(" ", before & after)
    return settled


def _ends(pieces: Sequence[_Piece]) -> list[dict[Style, int]]:
    """Say for each piece which marks it wants, and up to which piece each can stay open."""
    ends: list[dict[Style, int]] = []
    after: dict[Style, int] = {}
    for index in range(len(pieces) - 1, -1, -1):
        style = pieces[index].style
        plain = style is Style.PLAIN
        after = {} if plain else {m: after.get(m, index) for m in _MARKS if m in style}
        ends.append(after)
    ends.reverse()
    return ends
