"""What the reader knows of HTML's elements and their attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

Attributes = Mapping[str, str | None]

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p",
    "listing", "pre", "search", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
    "ul", "xmp",
})  # fmt: skip
INLINE_IN_CELLS = frozenset(["p", "div", "center", "section"])
EMBEDS = frozenset(["audio", "embed", "iframe", "object", "video"])
_LATER = ("data-lazy-src", "data-src", "data-original")
"""Where a picture or a film is that is loaded when it is scrolled to; until then `src` is none."""
_OWN_MARKS = frozenset(["", "#", "¶", "§", "🔗"])
EMOJI = frozenset(["emoji", "wp-smiley", "custom-emoji", "emojione", "emote"])
"""Classes of pictures that stand for a sign."""

_LANGUAGE = re.compile(
    r"(?:^|\s)(?:(?:lang(?:uage)?|highlight(?:-source)?)-([a-z0-9_+.#-]{1,20})(?=[\s,;:{(]|$)|"
    r"brush:\s*([a-z0-9_+.#-]{1,20}))",
    re.IGNORECASE,
)
_LANGUAGE_SAID = ("data-lang", "data-language", "data-enlighter-language")
_LANGUAGE_NAME = re.compile(r"[a-z0-9_+.#-]{1,20}", re.IGNORECASE)
_PIXELS = re.compile(r"\s*(\d{1,6})(?:\.\d{0,9})?\s*(?:px)?\s*")
_STYLED = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([^;]{1,40})")
_OF_A_SET = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)[wx],?")
_AROUND = 3
"""Elements around a piece of code that may say its language."""


def is_own_mark(node: LexborNode, attributes: Attributes) -> bool:
    """Whether it only lets readers point at the heading that it stands in."""
    href = attributes.get("href") or ""
    return href.startswith("#") and node.text(deep=True).strip() in _OWN_MARKS


def is_alone(cell: LexborNode) -> bool:
    """Whether no other cell stands right beside this one of a table."""
    beside = (cell.prev, cell.next, cell.prev and cell.prev.prev, cell.next and cell.next.next)
    return not any(other is not None and other.tag in {"td", "th"} for other in beside)


def sources(attributes: Attributes) -> list[str]:
    """Where a picture or a film may be, the likeliest first."""
    named = [attributes.get(each) or "" for each in (*_LATER, "src")]
    named += [_widest(attributes.get(each) or "") for each in ("data-srcset", "srcset")]
    return [each for each in named if each.strip()]


def _widest(several: str) -> str:
    """The largest of a set of addresses, each with its width or density behind it."""
    best, largest, address = "", 0.0, ""
    for word in several.split():
        size = _OF_A_SET.fullmatch(word)
        if size is None:
            address = word.rstrip(",")
            best = best or address
        elif float(size[1]) > largest:
            best, largest = address, float(size[1])
    return best


def sides(attributes: Attributes) -> list[int | None]:
    """A picture's width and height in pixels, as far as it says them."""
    styled = dict(_STYLED.findall((attributes.get("style") or "").lower()))
    said = (attributes.get(each) or styled.get(each, "") for each in ("width", "height"))
    found = (_PIXELS.fullmatch(each) for each in said)
    return [int(each[1]) if each else None for each in found]


def language(attributes: Attributes) -> str:
    """Say in which language a piece of code is written; "" where its element does not."""
    if found := _LANGUAGE.search(attributes.get("class") or ""):
        return (found[1] or found[2]).lower()
    said = ((attributes.get(name) or "").strip().lower() for name in _LANGUAGE_SAID)
    return next((each for each in said if _LANGUAGE_NAME.fullmatch(each)), "")


def language_around(node: LexborNode) -> str:
    """The same of a whole block of code, of which highlighters say it in what is around it."""
    around: LexborNode | None = node
    for _ in range(_AROUND):
        if around is None:
            break
        if found := language(around.attributes):
            return found
        around = around.parent
    return ""


def number(value: str | None, default: int) -> int:
    """Read a number that an attribute holds."""
    return int(value) if value and re.fullmatch(r"[0-9]{1,9}", value) else default
