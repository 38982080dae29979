"""Discord's rules for its Markdown, as patterns.

None may backtrack further than over one stretch of white space, and none uses possessive groups:
Python 3.11.2, Debian 12's, lets them match too much.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.languages.phrase import Phrase
from bot.text.page import Tag


class Mark(NamedTuple):
    """A sign on both sides of something."""

    sign: str
    pattern: re.Pattern[str]
    tag: Tag | None = None
    """None where WordPress keeps no element for it."""
    words: Phrase | None = None
    """What to say in place of an element, around {words}."""

    @property
    def ends_anywhere(self) -> bool:
        """Whether, where no end is found, none would be found from further on either."""
        return len(self.sign) == 2


MARKS = {
    "*": (
        Mark(
            "*",
            re.compile(
                r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
            ),
            Tag("em"),
        ),
        Mark("**", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"), Tag("strong")),
    ),
    "_": (
        Mark("_", re.compile(r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b"), Tag("em")),
        Mark("__", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ),
    "~": (Mark("~~", re.compile(r"~~([\s\S]+?)~~(?!_)"), Tag("del")),),
    "|": (Mark("||", re.compile(r"\|\|([\s\S]+?)\|\|"), words=Phrase("[spoiler: {words}]")),),
}
"""By their first character; of several that apply, Discord takes the longest, or else the first."""
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
SPECIAL = re.compile(r"[\\*_~|`<\[\n]|https?://", re.IGNORECASE)
"""Where something other than words may begin."""

QUOTE = re.compile(r" *> [^\n]*(?:\n *>(?: [^\n]*)?(?=\n|\Z))*")
QUOTE_SIGN = re.compile(r"^ *> ?", re.MULTILINE)
LONG_QUOTE = re.compile(r" *>>> +(?=[\s\S])")
HEADING = re.compile(r" *(?:#{1,3}|(?P<subtext>-#)) +(?=\S)")
ITEM = re.compile(r"(?P<indent> *)(?:[-*]|(?P<number>[0-9]{1,9})\.) +(?=\S)")

FENCES = (
    re.compile(r"```[a-z0-9_+\-.#]{1,60}\n+", re.IGNORECASE),
    re.compile(r"```\n*"),
)
FENCE_END = "```"
TICKS = re.compile(r"`+")
FRAMED_ADDRESS = re.compile(r"<(https?://[^\s<>]+)>", re.IGNORECASE)
TARGET = re.compile(
    r"\(\s*(?:<(?P<framed>[^\s<>]+)>|(?P<bare>(?:[^\s()<>\\]|\\\S|\([^\s()]*\))+))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
"""What follows a masked link's label."""


def brackets(text: str) -> dict[int, int]:
    """Find the pairs of square brackets: where each opens and where it closes."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for found in re.finditer(r"\\[\s\S]|[\[\]]", text):
        if found[0] == "[":
            waiting.append(found.start())
        elif found[0] == "]" and waiting:
            pairs[waiting.pop()] = found.start()
    return pairs


def ticks(text: str) -> dict[int, list[int]]:
    """Find where stretches of backticks begin, by their length."""
    starts: dict[int, list[int]] = {}
    for found in TICKS.finditer(text):
        starts.setdefault(len(found[0]), []).append(found.start())
    return starts
