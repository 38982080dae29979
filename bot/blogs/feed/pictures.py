"""The picture that a reader would expect of an article. Pure."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from bot.blogs.feed.addresses import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2048
"""Characters of a picture's address, Discord's limit."""

MOST_LOOKED_AT = 30
SMALLEST = 64
"""Pixels; what says that it is smaller is a smiley, a button or somebody who counts readers."""

_IMAGE = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_PORTRAIT = re.compile(
    r"gravatar\.|/avatars?[/._-]|[/_-]avatar\b|profile[_-]?(?:image|pic|photo)|/userpics?/",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"emoji|smil(?:ey|ies)|\bavatar|pixel|spacer|/blank\.gif|badge|feedburner\.com/~|"
    r"doubleclick\.|/count(?:er)?[./?]|stats\.wordpress",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SOURCES = ("data-lazy-src", "data-src", "data-original", "src")


def picture(named: list[str], markup: str, base: str) -> str | None:
    """The first that will do of those that a feed names; else of those in the text.

    A portrait of the author does not, nor does what Discord can't show.
    """
    named = [address for address in named if _will_do(address)]
    return next(iter(named), None) or next(_in_text(markup, base), None)


def _in_text(markup: str, base: str) -> Iterator[str]:
    for number, image in enumerate(_IMAGE.finditer(markup)):
        if number >= MOST_LOOKED_AT:
            return
        said = {
            name.lower(): html.unescape(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(image[1])
        }
        if _is_ornament(said):
            continue
        for source in _SOURCES:
            address = resolved(said.get(source, ""), base)
            if _will_do(address) and not _ORNAMENT.search(address):
                yield address
                break


def _is_ornament(said: dict[str, str]) -> bool:
    sizes = [re.match(r"\s*(\d{1,6})\s*(?:px)?\s*$", said.get(each, "")) for each in _SIDES]
    small = any(size and int(size[1]) < SMALLEST for size in sizes)
    called = f"{said.get('class', '')} {said.get('id', '')}"
    return small or bool(_ORNAMENT.search(called) or _UNSEEN.search(said.get("style", "")))


_SIDES = ("width", "height")


def _will_do(address: str) -> bool:
    path = address.partition("?")[0].lower()
    return bool(
        address
        and len(address) <= LONGEST
        and not path.endswith((".svg", ".mp3", ".mp4", ".pdf"))
        and not _PORTRAIT.search(address)
    )
