"""Which elements readers of a web page don't see, or not as words of its author's.

Style sheets are not read: what themes and plugins hide by a class is known by that class's name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DROPPED = frozenset({
    "annotation", "annotation-xml", "button", "canvas", "datalist", "head", "link", "meta",
    "noscript", "option", "rp", "script", "select", "style", "svg", "template", "textarea",
    "title", "-comment",
})  # fmt: skip
"""Elements without words to read."""

_CLASSES = frozenset({
    # For screen readers.
    "assistive-text", "element-invisible", "hide-visually", "katex-mathml", "mjx_assistive_mathml",
    "screen-reader-only", "screen-reader-text", "screenreader-text", "show-for-sr", "sr-only",
    "u-screen-reader-text", "ui-helper-hidden-accessible", "vh", "visually-hidden",
    "visuallyhidden", "a11y-hidden", "aria-hidden-text", "offscreen",
    # Numbers of lines beside code.
    "gutter", "lineno", "linenos", "linenumbers", "line-numbers-rows", "rouge-gutter", "hljs-ln-n",
    "blob-num", "ln", "lnt", "hljs-ln-numbers", "line-number",
})  # fmt: skip
_WAYS_ON = frozenset({
    "more-link", "read-more", "readmore", "read-more-link", "readmore-link", "continue-reading",
    "moretag", "excerpt-more", "excerpt-read-more", "wp-block-read-more",
    "wp-block-post-excerpt__more-link", "entry-more-link", "post-more-link", "btn-read-more",
})  # fmt: skip
_STYLE = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|clip:rect\(|clip-path:inset\((?:50|100)%"
    r"|(?:^|;)(?:left|top|text-indent|margin-left):-\d{3,}|(?:^|;)font-size:0(?![.\d])"
    r"|(?:^|;)opacity:0(?![.\d])|(?:^|;)max-height:0(?![.\d])"
)


def is_unseen(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element shows nothing, by its attributes; `tag` is its name."""
    if not attributes:
        return tag == "dialog"
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    style = attributes.get("style")
    if style and _STYLE.search(re.sub(r"\s", "", style).lower()):
        return True
    classes = (attributes.get("class") or "").lower().split()
    return not _CLASSES.isdisjoint(classes) or (tag == "a" and not _WAYS_ON.isdisjoint(classes))
