"""When something was written, as feeds say it: in any of their forms, zones and languages. Pure.

What can't be read is None, and so is what can't be meant: a moment before 1970, which is what
programs write that know none, or one thousands of years ahead.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel import Locale

from bot.blogs.feed.zones import ZONES

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 100
"""Characters; what is longer is no date."""

FIRST, LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)

LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "nl", "ru", "pl", "uk", "cs", "tr", "sv", "da", "nb",
    "fi", "hu", "ro", "el", "bg", "sr", "sr_Latn", "sk", "hr", "sl", "lt", "lv", "et", "ca",
    "be", "id", "ms", "vi", "ar", "ar_SY", "he", "fa", "hi", "bn", "th",
)  # fmt: skip
"""Whose month names are read; where two of them mean two months by one name, the first counts."""

_CLOCK = re.compile(
    r"(?<![\d+\-:.,])(\d{1,2})(?::|時|时|시|点|點|h(?=\d))\s?(\d{1,2})(?![\d])(?:[:分分분]\s?(\d{1,2})?)?"
    r"(?:[.,]\d+)?[秒초]?"
)
_DOTTED = re.compile(r"(?<![\d.])([01]?\d|2[0-3])\.([0-5]\d)()(?!\s?[\d.])")
_HOUR = re.compile(r"(?<![\d.:/-])(1[0-2]|0?[1-9])()()(?=\s?[ap]\.?\s?m\b)", re.IGNORECASE)
_LOGGED = re.compile(r"(?<=\d{4}):(?=\d\d:\d\d)")
_HALF = re.compile(r"\b([ap])\.?\s?m\b|(上午|午前|오전)|(下午|午後|오후)", re.IGNORECASE)
_BARE_OFFSET = re.compile(r"(?<=\d)[+\-−]\d{2}:\d{2}$")  # noqa: RUF001
_OFFSET = re.compile(r"([+\-−])\s?(\d{1,2}):?(\d{2})?(?!\d)")  # noqa: RUF001 - a minus, too
_ABBREVIATION = re.compile(r"\b[A-Z]{1,5}\b")
_REGION = re.compile(r"\b[A-Z]\w{1,15}/[A-Z]\w{1,20}(?:/[A-Z]\w{1,20})?\b")

_MAIL = re.compile(
    r"(?:[A-Za-z]{3},? )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ?"
    r"([+-]\d{4}|GMT|UTC|Z)"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT")
_DIGITS = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_BIG_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)")
_WEEK = re.compile(r"(?<!\d)(\d{4})-?W(\d{2})-?([1-7])(?!\d)")
_DAY_OF_YEAR = re.compile(r"(?<!\d)(\d{4})-(\d{3})(?!\d)")
_SMALL_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
_WEEK_BEGINS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_ONLY = re.compile(r"^(\d{4})-(\d{2})$")
_NUMBERED_MONTH = re.compile(r"\b(?:thang|thg)\s?(\d{1,2})\b")
_WORD = re.compile(r"[^\s\d,;:/()\[\]-]+")
_NUMBER = re.compile(r"\d+")

_SHORTEST = 3
"""Letters that a month may be shortened to, if no other begins so."""

_BUDDHIST = 543
"""Years by which Thailand counts ahead."""


def moment(text: str) -> datetime | None:
    """Read a date, in UTC where no zone is named; None where there is none to be read."""
    plain = _plain(text[: LONGEST + 1])
    if not plain or len(plain) > LONGEST:
        return None
    try:
        found = _usual(plain) or _since_1970(plain) or _compact(plain) or _written(plain)
    except (ValueError, OverflowError):
        return None
    return found if found and FIRST <= found < LAST else None


def _plain(text: str) -> str:
    """With ASCII's digits and spaces, and without what only decorates."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(str(unicodedata.digit(each, each)) for each in text)
    return " ".join(text.split()).strip("\"' ")


def _usual(text: str) -> datetime | None:
    """The two forms that nearly all dates have, read fast."""
    if found := _MAIL.fullmatch(text):
        day, month, year, hour, minute, second, ahead = found.groups()
        if month.lower() in _english() and int(hour) < 24:
            local = datetime(
                int(year), _english()[month.lower()], int(day), int(hour), int(minute),
                min(int(second or 0), 59), tzinfo=UTC,
            )  # fmt: skip
            return local - _offset(ahead)
    if _ISO.match(text):
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            return None
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    return None


def _since_1970(text: str) -> datetime | None:
    if not (found := _DIGITS.fullmatch(text)):
        return None
    seconds = int(found[1]) / (1000 if len(found[1]) > 10 else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _compact(text: str) -> datetime | None:
    if not (found := _BASIC.match(text)):
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups())
    rest = text[found.end() :]
    return _at(datetime(year, month, day, tzinfo=UTC), (hour, minute, second), rest)


def _written(text: str) -> datetime | None:
    text = _LOGGED.sub(" ", text)
    clock = _CLOCK.search(text) or _DOTTED.search(text) or _HOUR.search(text)
    before = text[: clock.start()] if clock else text
    after = text[clock.end() :] if clock else ""
    half = _HALF.search(text)
    day = _day(f"{before} {half[0] if half else ''}".strip())
    if day is None and clock:
        day = _day(f"{before} {_without_zone(after)}")
    if day is None:
        return None
    hour, minute, second = (int(each or 0) for each in clock.groups()) if clock else (0, 0, 0)
    if half:
        late = bool(half[3]) or (half[1] or "").lower() == "p"
        hour = hour % 12 + 12 * late if hour <= 12 else hour
    bare = _BARE_OFFSET.search(text)
    zone = after if clock else bare[0] if bare else ""
    return _at(day, (hour, minute, second), _HALF.sub(" ", zone))


def _at(day: datetime, clock: tuple[int, int, int], zone: str) -> datetime:
    hour, minute, second = clock
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError("no such time of day")
    local = day + timedelta(hours=hour, minutes=minute, seconds=min(second, 59))
    if region := _REGION.search(zone):
        try:
            return local.replace(tzinfo=ZoneInfo(region[0])).astimezone(UTC)
        except (OSError, ValueError, KeyError):
            pass
    return local - _offset(zone)


def _offset(zone: str) -> timedelta:
    if offset := _OFFSET.search(zone):
        hours, minutes = int(offset[2]), int(offset[3] or 0)
        if hours > 14 or minutes > 59:
            return timedelta()
        ahead = timedelta(hours=hours, minutes=minutes)
        return ahead if offset[1] == "+" else -ahead
    known = (ZONES[each] for each in _ABBREVIATION.findall(zone.upper()) if each in ZONES)
    return timedelta(hours=next(known, 0))


def _without_zone(text: str) -> str:
    return _OFFSET.sub(" ", _ABBREVIATION.sub(" ", text))


def _day(text: str) -> datetime | None:
    return next((day for read in _FORMS if (day := read(text)) is not None), None)


def _big_first(text: str) -> datetime | None:
    if found := _BIG_FIRST.search(text):
        return _date(*map(int, found.groups()))
    if found := _WEEK.search(text):
        return datetime.fromisocalendar(*map(int, found.groups())).replace(tzinfo=UTC)
    if found := _DAY_OF_YEAR.search(text):
        return _date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
    if found := _MONTH_ONLY.search(text):
        return _date(int(found[1]), int(found[2]), 1)
    return None


def _small_first(text: str) -> datetime | None:
    """Day, month, year; month and day where only that is possible, as with the States' a.m.

    Where both are, a weekday beside them decides.
    """
    if not (found := _SMALL_FIRST.search(text)):
        return None
    day, month, year = int(found[1]), int(found[3]), _year(found[4])
    if month > 12 or (day <= 12 and found[2] == "/" and _HALF.search(text)):
        day, month = month, day
    if day <= 12 and (said := _WEEKDAY.search(text)):
        weekday = _WEEK_BEGINS.index(said[1].lower())
        both = (_date(year, month, day), _date(year, day, month))
        return next((each for each in both if each.weekday() == weekday), both[0])
    return _date(year, month, day)


def _named(text: str) -> datetime | None:
    """A month by its name, with a day and a year around it."""
    folded = _folded(text)
    if found := _NUMBERED_MONTH.search(folded):
        month = int(found[1])
        rest = f"{folded[: found.start()]} {folded[found.end() :]}"
    else:
        words = _WORD.findall(folded)
        pairs = [" ".join(pair) for pair in pairwise(words)]
        # A weekday may be called like a month, and stands before it.
        known = [each for each in [*words, *pairs] if _month(each)]
        if not known:
            return None
        month, rest = _month(known[-1]) or 0, folded
    numbers = _NUMBER.findall(rest)
    years = [each for each in numbers if len(each) == 4]
    days = [each for each in numbers if len(each) <= 2]
    if not days or not (years or len(days) > 1):
        return None
    return _date(_year(years[0] if years else days[1]), month, int(days[0]))


_FORMS: tuple[Callable[[str], datetime | None], ...] = (_big_first, _small_first, _named)


def _date(year: int, month: int, day: int) -> datetime:
    if year > FIRST.year + _BUDDHIST:
        year -= _BUDDHIST
    return datetime(year, month, day, tzinfo=UTC)


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 70 else 2000)


def _month(word: str) -> int | None:
    # Hebrew says "in October", in one word.
    return _english().get(word) or _months().get(word) or _months().get(word.removeprefix("ב"))


@cache
def _english() -> dict[str, int]:
    return _names("en") | {"sept": 9}


@cache
def _months() -> dict[str, int]:
    """What the months are called, folded, and what they can be shortened to."""
    known: dict[str, int] = {}
    for language in reversed(LANGUAGES):  # the later overrule
        known |= _names(language)
    short: dict[str, set[int]] = {}
    for name, month in known.items():
        for length in range(_SHORTEST, len(name)):
            short.setdefault(name[:length], set()).add(month)
    return {part: months.pop() for part, months in short.items() if len(months) == 1} | known


def _names(language: str) -> dict[str, int]:
    months = Locale.parse(language).months
    return {
        _folded(name): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
        if not _NUMBER.search(name)
    }


def _folded(text: str) -> str:
    """Without case, accents and the dots of abbreviations."""
    bare = (
        each for each in unicodedata.normalize("NFKD", text.casefold()) if each not in ".\u2019'"
    )
    return "".join(each for each in bare if not unicodedata.combining(each))
