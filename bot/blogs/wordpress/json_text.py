"""JSON as blogs really send it. Bytes in, values out; no I/O.

A plugin's notice may stand before it, and whatever is no text or no number of ours is made harmless
here, so that nobody further on has to think of it.
"""

from __future__ import annotations

import json
import re
from typing import Any

PREFIX = 64 * 1024
"""Bytes that may stand before the value: PHP's notices, a byte order mark."""

DIGITS = 19
"""Of a number; what is longer has no room in the database and is no id or count of a blog."""

_LONG = b"0" * (DIGITS + 1)
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_OPENING = re.compile(r"[\[{]")
_AFTER = re.compile(r"\s*<[!a-zA-Z]")
"""How what a cache or PHP writes after the value begins."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")


def value_of(body: bytes) -> Any:
    """Read the one JSON value that a body ends with, or that it begins with before markup.

    What stands before it is passed over only where a whole value follows, to the very end. Lone
    surrogates and zeros become replacement characters, numbers that are too long become text.
    Raises ValueError.
    """
    text = body.decode("utf-8-sig", "replace").strip("\ufeff \t\r\n")
    # A pattern takes longer for that than reading all of it.
    decoder = _slow if _LONG in body.translate(_DIGITS_ALIKE) else _fast
    try:
        found = decoder.decode(text)
    except (ValueError, RecursionError):
        found = _at_the_end(text, decoder)
    return _harmless(found) if _ESCAPED.search(body) else found


def _at_the_end(text: str, decoder: json.JSONDecoder) -> Any:
    """The value after a notice. The work is limited: once over the text, and what that reaches."""
    place, left = 0, len(text)
    while left > 0:
        opening = _OPENING.search(text, place, PREFIX)
        if opening is None:
            break
        place = opening.start()
        try:
            found, end = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            if place == 0 and not 0 <= error.pos <= text.find("\n"):
                break  # JSON that is cut off: only a line of a log may begin like it
            left -= error.pos - place + 1
            place += 1
        except (ValueError, RecursionError):
            break
        else:
            if place == 0:
                if _AFTER.match(text, end) and _is_an_answer(found, ""):
                    return found
                break
            if end == len(text) and _is_an_answer(found, text[:place]):
                return found
            left -= end - place
            place = end
    raise ValueError("no JSON")


def _is_an_answer(found: Any, before: str) -> bool:
    """Whether it is what a REST API answers, and not the end of a sentence: `Error [12]`."""
    things = found if isinstance(found, list) else [found]
    if all(isinstance(each, dict) for each in things) and things not in ([], [{}]):
        return True
    return not things and before[-1:] in {"", "\n", ">"}


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= DIGITS else digits


_fast = json.JSONDecoder()
_slow = json.JSONDecoder(parse_int=_whole)


def _harmless(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value).replace("\0", "\ufffd")
    if isinstance(value, list):
        return [_harmless(each) for each in value]
    if isinstance(value, dict):
        return {_harmless(name): _harmless(each) for name, each in value.items()}
    return value
