"""How an element's words look in Discord: by its name, and by what its style says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.document import Style

if TYPE_CHECKING:
    from bot.text.elements import Attributes

STYLES = {
    **dict.fromkeys(["b", "strong", "summary", "th", "dt"], Style.BOLD),
    **dict.fromkeys(["i", "em", "cite", "dfn", "var"], Style.ITALIC),
    **dict.fromkeys(["u", "ins"], Style.UNDERLINE),
    **dict.fromkeys(["s", "del", "strike"], Style.STRIKE),
    **dict.fromkeys(["code", "kbd", "samp", "tt"], Style.CODE),
    "sup": Style.RAISED,
    "sub": Style.LOWERED,
}
_SPOILERS = frozenset({"spoiler", "md-spoiler-text", "bb_spoiler", "spoiler-text"})
"""Classes by which forums and editors hide words."""

_LOOK = re.compile(r"(?:^|;)(font-weight|font-style|text-decoration(?:-line)?):([^;]+)")
_HEAVY = re.compile(r"bold|bolder|[6-9]\d\d|1000")


def styled(style: Style, tag: str, attributes: Attributes) -> Style:
    """Add to a style what an element of that name and with these attributes adds.

    A bold or italic element may say that it is not: editors wrap what was pasted into such.
    """
    own, css = STYLES.get(tag, Style.PLAIN), attributes.get("style")
    if _SPOILERS.intersection((attributes.get("class") or "").lower().split()):
        own |= Style.SPOILER
    for name, value in _LOOK.findall(re.sub(r"\s", "", css).lower()) if css else ():
        if name == "font-weight":
            own = own | Style.BOLD if _HEAVY.match(value) else own & ~Style.BOLD
        elif name == "font-style":
            own = own | Style.ITALIC if value.startswith("italic") else own & ~Style.ITALIC
        elif "line-through" in value:
            own |= Style.STRIKE
        elif "underline" in value and tag != "a":
            own |= Style.UNDERLINE
    return style if Style.CODE in style else style | own
