"""Hostile markup → markup that a parser reads in linear time.

HTML's own rules make a parser walk up all open elements at every block, and open every unclosed
emphasis again in every later paragraph: 60,000 `<blockquote>`s kept lexbor busy for seven seconds,
60,000 `<ul><li>` for thirty. What nests deeper than anyone writes is flattened beforehand.
"""

from __future__ import annotations

import re

MAX_DEPTH = 100
"""Elements within elements; the blog editors' own output stays below thirty."""
MAX_EMPHASIS = 20
"""Emphasis left open at a time."""
MAX_TAG = 20_000
"""Characters in one tag; a parser compares each attribute with all before it."""
MOST_TAGS = 5_000
"""Tags that are read, as they take longer than words do; of what follows, only words are."""

_REPEATED = re.compile(rf"((?:<[^<>]{{1,40}}>){{1,3}}?)\1{{{MAX_DEPTH},}}")
"""Nobody nests or repeats that without a word between."""
_LONG_TAG = re.compile(rf"<[^<>]{{{MAX_TAG},}}>?")
_SILENT = re.compile(r"<(/?)(script|style|svg)\b", re.IGNORECASE)
_GLANCED_AT = 4
"""How much more than what is kept is searched for what takes no room."""
_ANY_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]*>?", re.DOTALL)
_CUT_ENTITY = re.compile(r"&[#\w]{0,31}\Z")

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]*)[^>]*>?", re.DOTALL)
_EMPHASIS = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
    "u",
})  # fmt: skip
# Elements without an end, and those that the next of their kind ends.
_SHALLOW = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dd", "dt", "tr", "td", "th", "option",
})  # fmt: skip


def tame(html: str, most: int) -> tuple[str, bool]:
    """Return the markup, flattened where it nests absurdly; and whether anything was cut off.

    At most `most` characters are kept. Scripts, styles and pictures that stand in the text take
    no room of what is kept.
    """
    cut = False
    if len(html) > most:
        html = _LONG_TAG.sub("", html)
        cut = len(html) > most * _GLANCED_AT
        html = _REPEATED.sub(lambda tags: tags[1] * MAX_DEPTH, html[: most * _GLANCED_AT])
        html = _without_silent(html)
    if len(html) > most:
        html, cut = _CUT_ENTITY.sub("", html[:most]), True
    html = _words_alone(html, after=MOST_TAGS * _GLANCED_AT)
    flattening = _Flattening()
    flat = _TAG.sub(flattening.keep, html)
    return _words_alone(flat if flattening.needed else html, after=MOST_TAGS), cut


def _words_alone(html: str, *, after: int) -> str:
    """Take out the tags that come after so many."""
    *tagged, rest = html.split("<", after)
    if len(tagged) < after:
        return html
    return "<".join(tagged) + _ANY_TAG.sub(" ", _without_silent(f"<{rest}"))


def _without_silent(html: str) -> str:
    """Take out scripts and the like, from each's beginning to its end."""
    kept: list[str] = []
    done, begun, inside = 0, 0, ""
    for found in _SILENT.finditer(html):
        end, name = found[1], found[2].lower()
        if not inside and not end:
            begun, inside = found.start(), name
        elif end and name == inside:
            kept.append(html[done:begun])
            done, inside = found.start(), ""
    # What has no end stays: a parser knows better.
    return "".join(kept) + html[done:]


class _Flattening:
    """Reads the tags in order, and says of each what shall stand in its place."""

    def __init__(self) -> None:
        self.needed = False
        self._blocks: list[str] = []
        self._emphasis: dict[str, int] = {}
        self._unclosed = 0

    def keep(self, tag: re.Match[str]) -> str:
        slash, name = tag[1], (tag[2] or "").lower()
        if len(tag[0]) > MAX_TAG:
            self.needed = True
            return ""
        if not name:
            return tag[0]
        if name in _EMPHASIS:
            return self._end_emphasis(name) if slash else self._start_emphasis(name, tag[0])
        kept = self._end_block(name) if slash else self._start_block(name)
        return self._close_emphasis() + tag[0] if kept else ""

    def _start_emphasis(self, name: str, tag: str) -> str:
        depth = self._emphasis.get(name, 0)
        self._emphasis[name] = depth + 1
        self._unclosed += 1
        self.needed = self.needed or self._unclosed > MAX_EMPHASIS
        if name == "a":
            return f"</a>{tag}" if depth else tag
        return "" if depth else f"<{name}>"

    def _end_emphasis(self, name: str) -> str:
        depth = self._emphasis.get(name, 0)
        if not depth:
            return ""
        self._emphasis[name] = depth - 1
        self._unclosed -= 1
        return f"</{name}>" if depth == 1 or name == "a" else ""

    def _close_emphasis(self) -> str:
        if not self.needed:
            return ""
        ends = "".join(f"</{name}>" for name, depth in self._emphasis.items() if depth)
        self._emphasis.clear()
        self._unclosed = 0
        return ends

    def _start_block(self, name: str) -> bool:
        if name in _SHALLOW:
            return True
        self._blocks.append(name)
        self.needed = self.needed or len(self._blocks) > MAX_DEPTH
        return len(self._blocks) <= MAX_DEPTH

    def _end_block(self, name: str) -> bool:
        if name in _SHALLOW:
            return True
        if name not in self._blocks[-MAX_DEPTH:]:
            return False
        while self._blocks.pop() != name:
            pass
        return len(self._blocks) < MAX_DEPTH
