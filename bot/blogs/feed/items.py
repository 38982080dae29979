"""What the items of a feed are called, and where they lead. Pure.

A name must tell an item from the others of its document. Whether it is still the same tomorrow, the
document can't say: `bot.mirror.same` finds out.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blogs.feed.secrecy import carries, gives_away
from bot.blogs.plain import is_web, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from bot.blogs.feed.raw import RawItem

LONGEST = 1000
"""Characters of a name; a longer one is told by its hash."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: as the feed gives it, with a name and an address."""

    raw: RawItem
    name: str
    url: str
    """Its own page; else what stands for it; empty where there is nothing to open."""


def items(raws: Sequence[RawItem], feed: str, home: str, openly: AbstractSet[str]) -> list[Item]:
    """Name the items of the feed at this address; what has nothing to be named by is left out.

    `openly` are the words of that address that are no tokens (`secrecy.used_openly`).

    The GUID is an item's name if no other item has it; else the link, if no other has that; else
    title and date; where there is nothing else, the words. Two that agree in everything are one.
    """
    links = [own_link(raw, feed, openly) for raw in raws]
    guids = [guid(raw, feed, openly) for raw in raws]
    unique = _once(guids), _once(links)
    found: dict[str, Item] = {}
    for raw, link, own in zip(raws, links, guids, strict=True):
        name = (
            own if own in unique[0] else link if link in unique[1] else _described(raw, own, link)
        )
        if name in found:  # a link may be what another calls itself
            name = _described(raw, own, link)
        if name and name not in found:
            found[name] = Item(raw, name, link or _stand_in(raw, feed, home, openly))
    return list(found.values())


def guid(raw: RawItem, feed: str, openly: AbstractSet[str]) -> str:
    """What an item calls itself; empty where it does not. One that tells a token is hashed."""
    if len(raw.id) <= LONGEST and not gives_away(raw.id, feed, openly):
        return raw.id
    return _hashed(raw.id)


def _hashed(text: str) -> str:
    return f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def own_link(raw: RawItem, feed: str, openly: AbstractSet[str]) -> str:
    """The page that an item names as its own; empty where it names none that may be shown."""
    own = (url for url in pages(raw) if not gives_away(url, feed, openly))
    return next(own, "")


def pages(raw: RawItem) -> list[str]:
    """All that an item names as its own page."""
    return _links(raw, "alternate", "self")


def _stand_in(raw: RawItem, feed: str, home: str, openly: AbstractSet[str]) -> str:
    candidates = [*_links(raw, "enclosure"), home]
    shown = (url for url in candidates if is_web(url) and not carries(url, feed, openly))
    return next(shown, "")


def _links(raw: RawItem, *kinds: str) -> list[str]:
    return [link.href for kind in kinds for link in raw.links if link.rel == kind]


def _described(raw: RawItem, own: str, link: str) -> str:
    date = one_line(raw.published or raw.updated)
    parts = (own, link, one_line(raw.title.value), date)
    words = raw.content.value or raw.summary.value
    return " ".join(filter(None, parts))[: 3 * LONGEST] or (_hashed(words) if words else "")


def _once(names: Iterable[str]) -> set[str]:
    """Those that stand there one time only."""
    return {name for name, times in Counter(names).items() if name and times == 1}
