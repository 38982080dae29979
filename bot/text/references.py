"""What Discord keeps in angle brackets (people, channels, emoji, times) → words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.languages.language import ENGLISH
from bot.text.escape import fold
from bot.text.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.languages.language import Language


@dataclass(frozen=True, slots=True)
class Names:
    """What the marks of Discord in a message mean in words; plain text, untrusted."""

    people: Mapping[int, str]
    roles: Mapping[int, str]
    channels: Mapping[int, str]
    say: Language = ENGLISH
    """The language of the words that are ours."""


_REFERENCE = re.compile(
    r"<(?:"
    r"@!?(?P<person>[0-9]{1,20})"
    r"|@&(?P<role>[0-9]{1,20})"
    r"|#(?P<channel>[0-9]{1,20})"
    r"|a?:(?P<emoji>[A-Za-z0-9_]{1,32}):[0-9]{1,20}"
    r"|t:(?P<time>-?[0-9]{1,17})(?::(?P<style>[tTdDfFsSR]))?"
    r"|/(?P<command>[^\s:<>/]{1,32}(?: [^\s:<>/]{1,32}){0,2}):[0-9]{1,20}"
    r"|id:(?P<place>[a-z-]{1,32})(?::[0-9]{1,20})?"
    r")>"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def reference(text: str, start: int, end: int, names: Names) -> tuple[str, int] | None:
    """Say what stands at `start`, on one line, and where it ends; None if it is no reference."""
    found = _REFERENCE.match(text, start, end)
    words = _words(found, names) if found else None
    return (words, found.end()) if found and words else None


def _words(found: re.Match[str], names: Names) -> str | None:
    kind, say = found.lastgroup or "", names.say
    value = found[kind]
    if kind in {"time", "style"}:
        return _time(int(found["time"]), found["style"], say)
    if kind == "person":
        return "@" + (_name(names.people, value) or say("someone"))
    if kind == "role":
        return "@" + (_name(names.roles, value) or say("role"))
    if kind == "channel":
        return "#" + (_name(names.channels, value) or say("channel"))
    return {"emoji": f":{value}:", "command": f"/{value}", "place": f"#{value}"}[kind]


def _name(known: Mapping[int, str], number: str) -> str:
    return fold(visible(known.get(int(number), "")))


def _time(seconds: int, style: str | None, say: Language) -> str | None:
    """Write a moment so that it is true for readers anywhere and at any time; None if too far."""
    try:
        when = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    day = say.date(when)
    time = f"{when:%H:%M} UTC"
    if style in {"d", "D"}:
        return day
    return time if style in {"t", "T"} else f"{day}, {time}"
