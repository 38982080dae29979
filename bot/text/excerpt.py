"""A blog's excerpts and titles → one line of plain text, without what is not the author's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text.address import alike
from bot.text.document import Style
from bot.text.escape import fold
from bot.text.reader import read
from bot.text.to_discord import plain
from bot.text.ways_on import leads_on, without_way_on

if TYPE_CHECKING:
    from bot.text.document import Block

TITLE_MARKUP = 6_000
EXCERPT_MARKUP = 20_000
"""Characters of markup of which something may be shown; reading them takes milliseconds."""

_MARKUP_AGAIN = re.compile(
    r"\A\s*<(?:p|div|span|a|img|br|h[1-6]|ul|ol|table|figure|blockquote|strong|em|b|i)\b[^<>]*>"
    r"|</(?:p|div|span|a|h[1-6]|ul|ol|li|strong|em|b|i|blockquote)>|<br\s*/?>",
    re.IGNORECASE,
)
_ENTITY_AGAIN = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|nbsp|amp|quot|[rl][sd]quo|hellip|[mn]dash);"
)


def title(markup: str) -> str:
    """A title as one line of plain text; where a line breaks, there is a space."""
    return plain(markup, most=TITLE_MARKUP)


def excerpt(markup: str, *, url: str = "", title: str = "") -> str:
    """The words with which an article begins, as one line of plain text; `url` is the article's.

    Without pictures, without its `title` where that stands alone before them, and without the ways
    to the article itself that themes and plugins set after them. Markup that was escaped twice is
    read twice.
    """
    markup = markup[: EXCERPT_MARKUP * 8]
    text = _words(markup, url, title)
    if "<" not in re.sub(r"<!\[CDATA\[|</?p>", "", markup) and _MARKUP_AGAIN.search(text):
        text = _words(text, url, title)
    elif _ENTITY_AGAIN.search(text):
        text = plain(text.replace("<", "&lt;"), most=EXCERPT_MARKUP)
    return without_way_on(text)


def _words(markup: str, url: str, title: str) -> str:
    blocks = read(markup, base_url=url, most=EXCERPT_MARKUP)
    spoken = [block for block in blocks if block.words.strip()]
    if len(spoken) > 1 and fold(spoken[0].words).casefold() == title.casefold():
        blocks.remove(spoken[0])
    while blocks and _leads_away(blocks, url):
        blocks.pop()
    return fold(" ".join(block.words for block in blocks))


def _leads_away(blocks: list[Block], url: str) -> bool:
    """Whether the last block is only a way to the article; one at its end is cut off."""
    runs = blocks[-1].runs
    links = {alike(run.link.partition("#")[0]) for run in runs if run.link}
    own = bool(url) and alike(url.partition("#")[0]) in links
    while runs and runs[-1].link and Style.MEDIA not in runs[-1].style:
        words = "".join(run.text for run in runs if run.link == runs[-1].link)
        before = "".join(run.text for run in runs if run.link != runs[-1].link).rstrip()
        itself = bool(url) and alike(runs[-1].link.partition("#")[0]) == alike(
            url.partition("#")[0]
        )
        if not (leads_on(words) or (itself and (not before or before[-1] in "….!?]"))):
            break
        last = runs[-1].link
        while runs and runs[-1].link == last:
            runs.pop()
    # "The post … appeared first on …", in any language: the article, then the blog's home.
    first = (
        len(blocks) > 1
        and own
        and len(links) == 2
        and any(alike(url).startswith(f"{link}/") for link in links)
    )
    return first or not blocks[-1].words.strip()
