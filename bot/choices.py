"""What an owner chose for a channel: which articles, and when they may be announced. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.errors import ChoiceUnusable
from bot.machine.zones import zone_called, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Article

_HOURS = re.compile(r"\s*(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?\s*(.*?)\s*")  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a channel wants: each a list of words as people typed them, `-` for "not".

    An article passes a list if none of the "not"s fits and, where there are others, one of those
    does.
    """

    terms: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def admit(self, article: Article, text: str) -> bool:
        """Whether the channel wants this article, `text` being its words without markup."""
        text = f"{article.title} {text}".casefold()
        return (
            _passes(self.terms, lambda term: term in _folded(article.terms))
            and _passes(self.authors, lambda author: author == article.author.casefold())
            and _passes(self.words, lambda word: _says(text, word))
        )


def read_list(text: str) -> tuple[str, ...]:
    """Read what someone typed: words or phrases with commas between them."""
    return tuple(one for one in (" ".join(part.split()) for part in text.split(",")) if one)


def _passes(wanted: tuple[str, ...], fits: Callable[[str], object]) -> bool:
    nots = [one[1:].strip().casefold() for one in wanted if one.startswith("-")]
    others = [one.casefold() for one in wanted if not one.startswith("-")]
    return not any(fits(one) for one in nots) and (not others or any(map(fits, others)))


def _says(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _folded(names: tuple[str, ...]) -> set[str]:
    return {name.casefold() for name in names}


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of every day in which nothing is announced; they may go past midnight."""

    start: time
    end: time
    zone: str
    """As `zone_called` names it."""

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M} {self.zone}"

    def until(self, now: int) -> int | None:
        """When they end, in seconds since 1970; None if it is not one of them now."""
        zone = zone_of(self.zone)
        here = datetime.fromtimestamp(now, zone)
        at = here.time()
        overnight = self.start > self.end
        quiet = (at >= self.start or at < self.end) if overnight else self.start <= at < self.end
        if not quiet:
            return None
        day = here.date() + timedelta(days=overnight and at >= self.start)
        return int(datetime.combine(day, self.end, zone).timestamp())


def read_hours(text: str, zone: str = "UTC") -> QuietHours:
    """Read "22-7 Europe/Berlin", "22-7 UTC+5:30" or "22:30 - 07:00", which is in `zone`.

    Raises ChoiceUnusable.
    """
    found = _HOURS.fullmatch(text)
    if found is None:
        raise ChoiceUnusable("Write it like this: 22:00-07:00 Europe/Berlin")
    called = zone_called(found[5] or zone)
    if called is None:
        raise ChoiceUnusable(
            "There is no time zone “{zone}”; one is Europe/Berlin, another UTC+05:30.",
            zone=found[5],
        )
    hours = [int(found[number] or 0) for number in (1, 2, 3, 4)]
    if max(hours[0], hours[2]) > 23 or max(hours[1], hours[3]) > 59:
        raise ChoiceUnusable("A day has 24 hours, from 0:00 to 23:59.")
    start, end = time(hours[0], hours[1]), time(hours[2], hours[3])
    if start == end:
        raise ChoiceUnusable("That would be the whole day, or nothing of it.")
    return QuietHours(start, end, called)
