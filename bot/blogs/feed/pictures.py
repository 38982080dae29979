"""The picture that a reader would expect of an article. Pure."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from bot.blogs.feed.addresses import resolved
from bot.text.elements import sides, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.blogs.feed.raw import Picture

LONGEST = 2048
"""Characters of a picture's address, Discord's limit."""

MOST_LOOKED_AT = 30
MOST_ATTRIBUTES = 100
SMALLEST = 64
"""Pixels; what says that it is smaller is a smiley, a button or somebody who counts readers."""

LARGE = 600
"""Pixels of a picture's width that are enough; of smaller ones, the largest is taken."""

THUMBNAIL = 150
"""Pixels of a picture beside the text that only stands for one in it."""

_IMAGE = re.compile(r"<(img|source|video)\b([^<]*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s"'<>/=]{1,40})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?"""
)
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


def picture(named: Sequence[Picture], markup: str, base: str) -> str | None:
    """The first that is large of those that a feed names, else the largest of them.

    One in the text goes before those that are only thumbnails. A portrait of the author will not
    do, nor does what Discord can't show.
    """
    named = [each for each in named if _will_do(each.href)]
    thumbnails = [each for each in named if 0 < each.width <= THUMBNAIL]
    others = [each for each in named if not 0 < each.width <= THUMBNAIL]
    return _largest(others) or next(_in_text(markup, base), None) or _largest(thumbnails)


def _largest(named: Sequence[Picture]) -> str | None:
    large = (each for each in named if each.width >= LARGE)
    found = next(large, None) or max(named, key=lambda each: each.width, default=None)
    return found.href if found else None


def _in_text(markup: str, base: str) -> Iterator[str]:
    for number, image in enumerate(_IMAGE.finditer(_without_comments(markup))):
        if number >= MOST_LOOKED_AT:
            return
        said = _attributes(image[2])
        if _is_ornament(said):
            continue
        for source in _named(image[1].lower(), said):
            address = resolved(source, base)
            if _will_do(address) and not _ORNAMENT.search(address):
                yield address
                break


def _named(element: str, said: dict[str, str]) -> list[str]:
    """Where an element says that a picture is; the `src` of others is a film, or a sound."""
    if element == "video":
        return [said.get("poster", "")]
    sets = {each: said.get(each, "") for each in ("data-srcset", "srcset")}
    return sources(sets if element == "source" else said)


def _without_comments(markup: str) -> str:
    first, *others = markup.split("<!--")
    return first + "".join(each.partition("-->")[2] for each in others)


def _attributes(text: str) -> dict[str, str]:
    """The attributes with which the text of a tag begins; of two alike, the first counts."""
    said: dict[str, str] = {}
    place = 0
    for _ in range(MOST_ATTRIBUTES):
        found = _ATTRIBUTE.match(text, place)
        if found is None:
            break
        name, double, single, bare = found.groups()
        said.setdefault(name.lower(), html.unescape(double or single or bare or ""))
        place = found.end()
    return said


def _is_ornament(said: dict[str, str]) -> bool:
    small = any(side is not None and side < SMALLEST for side in sides(said))
    called = f"{said.get('class', '')} {said.get('id', '')}"
    return small or bool(_ORNAMENT.search(called) or _UNSEEN.search(said.get("style", "")))


def _will_do(address: str) -> bool:
    path = address.partition("?")[0].lower()
    return bool(
        address
        and len(address) <= LONGEST
        and not path.endswith((".svg", ".mp3", ".mp4", ".pdf"))
        and not _PORTRAIT.search(address)
    )
