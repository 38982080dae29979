"""What the items of a feed are called, and where they lead. Pure.

A name must tell an item from the others of its document. Whether it is still the same tomorrow, the
document can't say: `bot.mirror.same` finds out.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.blogs.feed.secrecy import carries, gives_away
from bot.blogs.plain import is_web, one_line, resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMED_BY_DATE = ("published", "updated")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: as feedparser gives it, with a name and an address."""

    raw: Any
    name: str
    url: str
    """Its own page; else what stands for it; empty where there is nothing to open."""


def items(raws: Sequence[Any], feed: str, home: str) -> list[Item]:
    """Name the items of the feed at this address; what has nothing to be named by is left out.

    The GUID is an item's name if no other item has it; else the link, if no other has that; else
    title and date. Two that agree in everything are one.
    """
    links = [own_link(raw, feed) for raw in raws]
    guids = [guid(raw, feed) for raw in raws]
    unique = _once(guids), _once(links)
    found: dict[str, Item] = {}
    for raw, link, own in zip(raws, links, guids, strict=True):
        name = (
            own if own in unique[0] else link if link in unique[1] else _described(raw, own, link)
        )
        if name in found:  # a link may be what another calls itself
            name = _described(raw, own, link)
        if name and name not in found:
            found[name] = Item(raw, name, link or _stand_in(raw, feed, home))
    return list(found.values())


def guid(raw: Any, feed: str) -> str:
    """What an item calls itself; empty where it does not. One that tells a token is hashed."""
    called = str(raw.get("id") or "").strip()
    if not gives_away(called, feed):
        return called
    return f"urn:sha256:{hashlib.sha256(called.encode()).hexdigest()}"


def own_link(raw: Any, feed: str) -> str:
    """The page that an item names as its own; empty where it names none that may be shown."""
    named = raw.get("link") or ""
    # feedparser takes a GUID for the link where there is none, whatever it looks like.
    candidates = [named if raw.get("guidislink") and not is_web(named) else resolved(named, feed)]
    candidates += [resolved(href, feed) for href in _links(raw, "alternate", "self")]
    return next((url for url in candidates if is_web(url) and not gives_away(url, feed)), "")


def _stand_in(raw: Any, feed: str, home: str) -> str:
    candidates = [resolved(href, feed) for href in _links(raw, "enclosure")] + [home]
    return next((url for url in candidates if is_web(url) and not carries(url, feed)), "")


def _links(raw: Any, *kinds: str) -> list[str]:
    return [
        link["href"]
        for kind in kinds
        for link in raw.get("links", [])
        if link.get("rel") == kind and link.get("href")
    ]


def _described(raw: Any, own: str, link: str) -> str:
    date = next((str(dict.get(raw, key)) for key in NAMED_BY_DATE if dict.get(raw, key)), "")
    parts = (own, link, one_line(str(raw.get("title", ""))), one_line(date))
    return " ".join(filter(None, parts))


def _once(names: Iterable[str]) -> set[str]:
    """Those that stand there one time only."""
    return {name for name, times in Counter(names).items() if name and times == 1}
