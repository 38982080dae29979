"""Whether two ways lead to one blog: the same articles, known by more than one thing. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Summary

_COMMENT = re.compile(r"#comment-(\d+)$")


def are_same(known: Sequence[Summary], found: Sequence[Summary]) -> bool:
    """Whether what was found is what is known: no id with other words, and half of it there.

    `found` are those of the known ids that are there. Where nothing is known, anything will do.
    """
    there = {each.remote_id: each for each in found}
    agreeing = [each for each in known if each.remote_id in there]
    return 2 * len(agreeing) >= len(known) and all(
        is_same(each, there[each.remote_id]) for each in agreeing
    )


def is_same(one: Summary, other: Summary) -> bool:
    """Whether two articles are one: by the place on their site, or by the second they came out."""
    return _place(one.url) == _place(other.url) or one.published == other.published


def pair(known: Iterable[tuple[int, Summary]], found: Iterable[Summary]) -> dict[int, Summary]:
    """Find articles of one kind of blog among those of another, whose ids are others.

    By their link, or by the second they came out and their title, if that is just one.
    """
    everything = list(found)
    by_place = _only((_place(each.url), each) for each in everything)
    by_moment = _only(((each.published, each.title), each) for each in everything)
    by_id = {each.remote_id: each for each in everything}
    pairs: dict[int, Summary] = {}
    for row, summary in known:
        short = by_id.get(_short_link(summary.remote_id) or _short_link(summary.url) or "")
        for match in (
            by_place.get(_place(summary.url)),
            short,
            by_moment.get((summary.published, summary.title)),
        ):
            if match is not None and match not in pairs.values():
                pairs[row] = match
                break
    return pairs


def comment_number(url: str) -> str | None:
    """The number by which a comment's link names its place on the page."""
    found = _COMMENT.search(url)
    return found[1] if found else None


def _short_link(address: str) -> str | None:
    """The number of an article in a short link, `?p=7`."""
    try:
        asked = parse_qs(urlsplit(address).query)
    except ValueError:
        return None
    return next(iter(asked.get("p", [])), None)


def _place(url: str) -> str:
    """Where on its site a page is, whatever the site is called now."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    path = parts.path.rstrip("/")
    return f"{path}?{parts.query}" if parts.query else path or url


def _only(pairs: Iterable[tuple[object, Summary]]) -> dict[object, Summary]:
    """Those whose key no other has."""
    found: dict[object, list[Summary]] = {}
    for key, summary in pairs:
        found.setdefault(key, []).append(summary)
    return {key: each[0] for key, each in found.items() if len(each) == 1}
