"""What an owner is asked when far more articles came at once than a blog ever brings. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.languages.language import Language
    from bot.store.blog.arrivals import Rush

CUSTOM_ID = r"arrivals:(?P<does>post|old):(?P<follow>\d{1,18}):(?P<since>\d{1,18})"

ASKED = 10
"""Rushes whose buttons fit under one message; the next ones come when those are decided."""

WAYS = {"post": Phrase("Post them"), "old": Phrase("They are old")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a message; everything it needs is in its id."""

    id: str
    label: str
    first: bool
    """It begins a row of its own, and is what is recommended."""


def describe(rush: Rush, say: Language, number: int | None = None) -> str:
    """How many came, since when there had been none, and how many wait.

    A `number` tells which buttons belong to it.
    """
    words = _describe(rush, say)
    return words if number is None else f"**{number}.** {words}"


def _describe(rush: Rush, say: Language) -> str:
    came, waiting = say.number(rush.came), say.number(rush.waiting)
    posted = say.number(rush.came - rush.waiting)
    if rush.last is None:
        return say(
            "{came} articles came at once. Posted: {posted}; waiting for your word: {waiting}.",
            came=came,
            posted=posted,
            waiting=waiting,
        )
    return say(
        "{came} articles came at once, the first since {last}. Posted: {posted}; waiting for your "
        "word: {waiting}.",
        came=came,
        last=f"<t:{rush.last}:D>",
        posted=posted,
        waiting=waiting,
    )


def choices(asked: Sequence[tuple[str, Rush]], say: Language) -> list[Choice]:
    """The buttons for these rushes, each with its blog's title; where there are more, numbered.

    At most two for each of the first `ASKED`.
    """
    return [
        Choice(
            id=f"arrivals:{does}:{rush.follow}:{rush.since}",
            label=say(label) if len(asked) == 1 else f"{say(label)} · {place}. {title}"[:80],
            first=does == "post",
        )
        for place, (title, rush) in enumerate(asked[:ASKED], start=1)
        for does, label in WAYS.items()
    ]
