"""What Discord refuses of an announcement, and the announcement without it.

A refusal (50035) names the fields that it is about; one over words (a server's filters, Discord's
own) names nothing. Less is left of the announcement each time, and the title in the end.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

import discord

from bot.discord.calls import WORDS
from bot.languages.phrase import Phrase
from bot.text.to_discord import shorten

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.mirror.desired import Announcement

log = logging.getLogger(__name__)

_T = TypeVar("_T")

SHORT_TITLE = 60
"""Characters of a title that is refused in full."""

PICTURE = Phrase("its picture")
LINK = Phrase("its link")
WORDS_OF_IT = Phrase("its first words")
SMALL_PRINT = Phrase("its author, categories and tags")
END_OF_TITLE = Phrase("the end of its title")

MALFORMED = 50035

_FIELD = re.compile(r"In ((?:embeds|components|embed|data|message)[\w.]*):?")


def is_refusal(error: discord.HTTPException) -> bool:
    """Whether the message is refused for what it holds, so that another one may be taken."""
    return error.status == 400 and error.code in WORDS


def without(
    announcement: Announcement, error: discord.HTTPException
) -> tuple[Announcement, Phrase] | None:
    """The announcement without what is refused, and what that is; None where nothing is left."""
    named = " ".join(_FIELD.findall(error.text or ""))
    steps = [step for step in _STEPS if step[0].search(named)]
    if error.code != MALFORMED:
        steps = [step for step in _STEPS if step[2] in {WORDS_OF_IT, SMALL_PRINT}]
    for _, take, what in [*steps, *_STEPS]:
        less = take(announcement)
        if less != announcement:
            return less, what
    return None


def _without_picture(shown: Announcement) -> Announcement:
    return replace(shown, image=None)


def _without_link(shown: Announcement) -> Announcement:
    return replace(shown, url=None, address=shown.url or shown.address)


def _without_words(shown: Announcement) -> Announcement:
    return replace(shown, excerpt="")


def _without_small_print(shown: Announcement) -> Announcement:
    return replace(shown, author="", terms=(), published=None)


def _with_short_title(shown: Announcement) -> Announcement:
    return replace(shown, title=shorten(shown.title, SHORT_TITLE))


_STEPS: tuple[tuple[re.Pattern[str], Callable[[Announcement], Announcement], Phrase], ...] = (
    (re.compile(r"image|thumbnail"), _without_picture, PICTURE),
    (re.compile(r"embeds\.\d+\.url|components"), _without_link, LINK),
    (re.compile(r"description"), _without_words, WORDS_OF_IT),
    (re.compile(r"author|footer|timestamp"), _without_small_print, SMALL_PRINT),
    (re.compile(r"title"), _with_short_title, END_OF_TITLE),
)


@dataclass(frozen=True, slots=True)
class Sent(Generic[_T]):
    """What became of a request, and what was left out of it in the end."""

    of: _T
    """What Discord answered."""
    without: tuple[Phrase, ...]


async def sent_without(
    send: Callable[[Announcement], Awaitable[_T]], announcement: Announcement
) -> Sent[_T]:
    """Send; what is refused, again without what it is refused for, as long as anything is left."""
    left_out: list[Phrase] = []
    while True:
        try:
            return Sent(await send(announcement), tuple(dict.fromkeys(left_out)))
        except discord.HTTPException as error:
            less = without(announcement, error) if is_refusal(error) else None
            if less is None:
                raise
            announcement, what = less
            left_out.append(what)
            log.warning("Discord refused an announcement with %s: %s", what, error.text)
