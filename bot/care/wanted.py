"""What a channel's filters make of a blog as it is: names it does not know, articles left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

from bot.mirror.aside import read
from bot.text.to_discord import escape, plain, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.choices import Filters
    from bot.languages.language import Language
    from bot.model import Article

TRIED = 20
"""The newest articles, on which filters are tried."""

NAMED = 10
"""How many of those left out are named; the rest are counted."""

TITLE_LIMIT = 60
NEAR = 60.0
"""Of 100: what is less alike is not meant."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a blog calls its articles' categories, tags and authors, the most used first."""

    terms: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name in a filter that the blog does not know, and the nearest one that it does."""

    name: str
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What filters would have made of the newest articles, by their titles."""

    came: tuple[str, ...]
    left_out: tuple[str, ...]


def unknown(filters: Filters, names: Names) -> list[Unknown]:
    """Name what the blog does not know; where it has none at all, nothing is known of them."""
    return [
        Unknown(name, _nearest(name, known))
        for wanted, known in ((filters.terms, names.terms), (filters.authors, names.authors))
        for name in map(_bare, wanted)
        if known and name.casefold() not in {each.casefold() for each in known}
    ]


def mended(filters: Filters, found: Sequence[Unknown]) -> Filters:
    """The same filters with the nearest names in place of those."""
    nearest = {each.name: each.nearest for each in found if each.nearest is not None}

    def mend(wanted: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            f"{'-' if one.startswith('-') else ''}{nearest.get(_bare(one), _bare(one))}"
            for one in wanted
        )

    return replace(filters, terms=mend(filters.terms), authors=mend(filters.authors))


async def trial(filters: Filters, articles: Sequence[Article]) -> Trial:
    """Try filters on these."""
    came: list[str] = []
    left_out: list[str] = []
    for article in articles:
        admitted = filters.admit(article, await read(article.html, plain))
        (came if admitted else left_out).append(article.title)
    return Trial(tuple(came), tuple(left_out))


def describe_trial(found: Trial, say: Language) -> str:
    """Say how many would have come, and which not."""
    count = len(found.came) + len(found.left_out)
    came = say.plural(
        "Of the newest article, {came} would have come.",
        "Of the newest {n} articles, {came} would have come.",
        count,
        came=say.number(len(found.came)),
    )
    if not found.left_out:
        return came
    titles = [
        say("“{title}”", title=escape(shorten(title, TITLE_LIMIT)) or say("Untitled article"))
        for title in found.left_out[:NAMED]
    ]
    if more := len(found.left_out[NAMED:]):
        titles.append(say("… and {n} more", n=say.number(more)))
    return f"{came} {say('Not: {titles}', titles=', '.join(titles))}"


def describe_unknown(found: Sequence[Unknown], say: Language) -> list[str]:
    """Say of each that the blog does not know it, and what may be meant."""
    return [
        say(
            "- “{name}”: the nearest is **{nearest}**.",
            name=escape(each.name),
            nearest=escape(each.nearest),
        )
        if each.nearest is not None
        else say("- “{name}”: nothing is near.", name=escape(each.name))
        for each in found
    ]


def _bare(wanted: str) -> str:
    return wanted.removeprefix("-").strip()


def _nearest(name: str, known: Sequence[str]) -> str | None:
    found = process.extractOne(
        name, known, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEAR
    )
    return str(found[0]) if found else None
