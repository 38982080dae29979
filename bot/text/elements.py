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
SOURCES = ("src", "data-src", "data-lazy-src", "data-original")
_OWN_MARKS = frozenset(["", "#", "¶", "§", "🔗"])
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:lang(?:uage)?-([a-z0-9_+.#-]{1,20})(?:\s|$)|brush:\s*([a-z0-9_+.#-]{1,20}))",
    re.IGNORECASE,
)


def is_own_mark(node: LexborNode, attributes: Attributes) -> bool:
    """Whether it only lets readers point at the heading that it stands in."""
    href = attributes.get("href") or ""
    return href.startswith("#") and node.text(deep=True).strip() in _OWN_MARKS


def language(attributes: Attributes) -> str:
    """Say in which language a piece of code is written; "" where its element does not."""
    found = _LANGUAGE.search(attributes.get("class") or "")
    return (found[1] or found[2]).lower() if found else ""


def number(value: str | None, default: int) -> int:
    """Read a number that an attribute holds."""
    return int(value) if value and re.fullmatch(r"[0-9]{1,9}", value) else default
