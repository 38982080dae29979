"""Which of a blog's articles are those that we know, although it calls them otherwise now. Pure.

Feeds name their items by addresses that move to https, by links with a visitor's session in them,
by their place in the list. What an item is called is a claim; that it is the same is told by what
stayed. Two articles are never taken for one: what agrees must be unlike everything else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from bot.text.address import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from bot.model import Comment, Summary
    from bot.store.blog.article import Known

FEWEST = 2
"""Articles in which the same must have changed at once to be taken for a habit of their blog."""


def recognise(
    listing: Sequence[Summary], known: Iterable[Known], *, home: str | None
) -> dict[str, Known]:
    """Find the known articles in a listing, by what each is called there.

    `home` is the page to which an article without a link leads: it tells nothing.
    """
    found: dict[str, Known] = {}
    by_name = {each.remote_id: each for each in known}
    for item in listing:
        same = by_name.get(item.remote_id)
        if same and (same.url, same.title) == (item.url, item.title):
            found[item.remote_id] = same
    if len(found) < len(listing):
        _Search(listing, list(by_name.values()), found, home).run()
    return found


def settled(listing: Iterable[Summary], found: Mapping[str, Known]) -> list[Summary]:
    """Let links stay as they were recorded where only what changes in all of them changed."""
    items = list(listing)
    changes = {
        item.remote_id: changed
        for item in items
        if (same := found.get(item.remote_id)) and (changed := _changed(same.url, item.url))
    }
    restless = frozenset[str].intersection(*changes.values()) if len(changes) >= FEWEST else ()
    return [
        replace(item, url=found[item.remote_id].url)
        if item.remote_id in changes and changes[item.remote_id] <= set(restless)
        else item
        for item in items
    ]


def recognise_comments(listing: Iterable[Comment], known: Iterable[Comment]) -> list[Comment]:
    """Give comments the ids under which they were recorded, and so what they answer.

    Those are the same that are called alike, or that have the same words, writer and time.
    """
    items, recorded = list(listing), list(known)
    ids = {alike(each.remote_id): each.remote_id for each in recorded}
    words = {_words(each): each.remote_id for each in recorded}
    ambiguous = {sign for sign, times in Counter(map(_words, items)).items() if times > 1}
    names: dict[str, str] = {}
    for item in items:
        name, sign = alike(item.remote_id), _words(item)
        same = ids.get(name) or (words.get(sign) if sign not in ambiguous else None)
        names[name] = same or item.remote_id
    return [
        replace(
            item,
            remote_id=names[alike(item.remote_id)],
            parent_id=item.parent_id and _name(item.parent_id, names, ids),
        )
        for item in items
    ]


def _name(called: str, names: Mapping[str, str], ids: Mapping[str, str]) -> str:
    name = alike(called)
    return names.get(name) or ids.get(name) or called


def _words(comment: Comment) -> Hashable:
    return comment.article_id, comment.author, int(comment.created.timestamp()), comment.html


@dataclass(frozen=True, slots=True)
class _Signs:
    """What an article can be known by; None is no sign."""

    name: str
    page: str | None
    path: str
    title: str | None
    date: int | None


class _Search:
    """What is not called as it was, found by one sign after the other, the surest first."""

    def __init__(
        self,
        listing: Sequence[Summary],
        known: Sequence[Known],
        found: dict[str, Known],
        home: str | None,
    ) -> None:
        self._home = alike(home or "")
        self._listed = [(item, self._signs(item, dated=item.dated)) for item in listing]
        self._known = [(each, self._signs(each, dated=True)) for each in known]
        self._found = found

    def run(self) -> None:
        """Add to what was found."""
        self._match(lambda signs: _all(signs.page, signs.title, signs.date))
        self._match(lambda signs: _all(signs.title, signs.date))
        self._match(lambda signs: _all(signs.page, signs.title), alone=True)
        self._match(lambda signs: signs.name)
        self._match(lambda signs: alike(signs.name))
        self._match(lambda signs: _all(signs.page, signs.date), alone=True)
        if not self._found:
            self._match_at_once()

    def _match_at_once(self) -> None:
        """Everything is called otherwise: one thing that stayed is enough, if it did throughout."""
        self._match(lambda signs: signs.page, alone=True)
        self._match(lambda signs: signs.date, alone=True)
        # A column of the same title may come each week: its place must be the same, too.
        self._match(
            lambda signs: _all(signs.title, signs.path),
            alone=True,
            among=lambda signs: signs.date is None,
        )
        if len(self._found) < max(FEWEST, len(self._listed) / 2):
            self._found.clear()

    def _match(
        self,
        sign: Callable[[_Signs], Hashable | None],
        *,
        alone: bool = False,
        among: Callable[[_Signs], bool] = lambda _: True,
    ) -> None:
        """Take for the same what has a sign in common that nothing else in the listing has.

        Nor may anything else that is known have it, if it has to stand `alone`. Otherwise the
        latest counts: what was once recorded twice goes on as one.
        """
        taken = {each.id for each in self._found.values()}
        times = Counter(sign(signs) for _, signs in self._listed)
        recorded: dict[Hashable, list[Known]] = {}
        for each, signs in self._known:
            recorded.setdefault(sign(signs), []).append(each)
        for item, signs in self._listed:
            mark = sign(signs)
            same = recorded.get(mark, [])
            free = [each for each in same if each.id not in taken]
            unsure = mark is None or times[mark] > 1 or (alone and len(same) > 1)
            if unsure or not free or item.remote_id in self._found or not among(signs):
                continue
            latest = max(free, key=lambda each: (each.remote_id == item.remote_id, each.id))
            self._found[item.remote_id] = latest
            taken.add(latest.id)

    def _signs(self, each: Summary | Known, *, dated: bool) -> _Signs:
        page = alike(each.url)
        return _Signs(
            name=each.remote_id,
            page=page if page != self._home else None,
            path=_split(page)[0],
            title=each.title if each.title != each.url else None,
            date=int(each.published.timestamp()) if dated else None,
        )


def _all(*signs: Hashable | None) -> Hashable | None:
    return signs if all(signs) else None


def _changed(before: str, now: str) -> frozenset[str]:
    """Which parameters have other values; none where anything else is different."""
    (place, old), (new_place, new) = _split(before), _split(now)
    if place != new_place or old.keys() != new.keys():
        return frozenset()
    return frozenset(name for name in old if old[name] != new[name])


def _split(url: str) -> tuple[str, dict[str, str]]:
    """An address without its parameters, those in its path included; and these."""
    address, _, fragment = url.partition("#")
    address, _, query = address.partition("?")
    place, *inner = address.split(";")
    parameters = dict(parse_qsl("&".join([*inner, query]), keep_blank_values=True))
    return f"{place}#{fragment}", parameters
