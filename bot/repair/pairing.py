"""Which announcement is of which article. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.mirror.lines import link, whole_link
from bot.model import ArticleState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.model import Summary
    from bot.repair.ports import Announced
    from bot.store.upkeep.repairs import RecordedMirror


@dataclass(frozen=True, slots=True)
class Pairing:
    """What was found in a channel, beside what the blog lists."""

    pairs: tuple[tuple[Summary, Announced], ...] = ()
    withdrawn: tuple[Announced, ...] = ()
    """Of articles that visitors can't read at the moment."""
    doubles: tuple[Announced, ...] = ()
    """Of articles that another announcement stands for."""
    unlisted: tuple[Announced, ...] = ()
    """Of the blog, but it lists no such article."""
    foreign: tuple[Announced, ...] = ()
    """Of another site."""
    notices: tuple[Announced, ...] = ()
    """They say that an article was withdrawn, and no longer which."""
    newer: tuple[Summary, ...] = ()
    """Articles without an announcement, published after the newest one that has one."""


def place(url: str) -> tuple[str, str, str]:
    """What makes two addresses the same page: neither http(s) nor a slash at the end counts."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", url, ""
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query


def pair(
    announced: Sequence[Announced],
    summaries: Sequence[Summary],
    recorded: Mapping[str, RecordedMirror],
    site: str,
) -> Pairing:
    """Find each announcement's article; of several for one, the recorded or the oldest counts.

    `recorded` are the channel's mirrors by the article's id, `site` is the blog's home page.
    """
    articles: dict[tuple[str, str, str], list[Summary]] = defaultdict(list)
    for summary in sorted(summaries, key=lambda each: each.published):
        # A long one stands there whole, or cut as it once was.
        for address in {link(summary.url), whole_link(summary.url)}:
            articles[place(address)].append(summary)
    groups: dict[str, list[Announced]] = {}
    strays: dict[bool, list[Announced]] = {True: [], False: []}
    for each in announced:
        if not (each.url or each.title):
            continue
        meant = _meant(articles.get(place(each.url), []), each, groups.keys())
        if meant is not None:
            groups.setdefault(meant.remote_id, []).append(each)
        else:
            strays[not each.url or place(each.url)[0] == place(site)[0]].append(each)
    by_id = {summary.remote_id: summary for summary in summaries}
    pairs, withdrawn, doubles = [], [], []
    for remote_id, found in groups.items():
        kept = _kept(found, recorded.get(remote_id))
        doubles += [each for each in found if each is not kept]
        if kept is None:
            continue
        if by_id[remote_id].state is ArticleState.PUBLISHED:
            pairs.append((by_id[remote_id], kept))
        else:
            withdrawn.append(kept)
    return Pairing(
        tuple(pairs),
        tuple(withdrawn),
        tuple(doubles),
        tuple(strays[True]),
        tuple(strays[False]),
        tuple(each for each in announced if not (each.url or each.title)),
        _newer(summaries, pairs, groups.keys() | recorded.keys()),
    )


def _meant(listed: list[Summary], each: Announced, taken: Collection[str]) -> Summary | None:
    """Which of the articles with its link is announced: where there are several, by their titles.

    Of those that look the same, the oldest that has none yet.
    """
    if each.url and len(listed) <= 1:
        return next(iter(listed), None)
    alike = [summary for summary in listed if _is_titled(summary.title, each.title)]
    free = [summary for summary in alike if summary.remote_id not in taken]
    return next(iter([*free, *alike]), None)


def _is_titled(title: str, shown: str) -> bool:
    """Whether this is how a title is shown: in Markdown, and cut if it is long."""
    whole, seen = _letters(title), _letters(shown)
    return whole.startswith(seen) if shown.endswith("…") else whole == seen


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _kept(found: list[Announced], recorded: RecordedMirror | None) -> Announced | None:
    if recorded is None or (recorded.announcement is None and recorded.thread is None):
        return min(found, key=lambda each: each.message)
    return next((each for each in found if each.message == recorded.announcement), None)


def _newer(
    summaries: Sequence[Summary], pairs: list[tuple[Summary, Announced]], known: set[str]
) -> tuple[Summary, ...]:
    newest = max((summary.published for summary, _ in pairs), default=None)
    return tuple(
        summary
        for summary in summaries
        if newest is not None
        and summary.published > newest
        and summary.state is ArticleState.PUBLISHED
        and summary.remote_id not in known
    )
