"""A sentence for people: English, translated where it is shown. Pure."""

from __future__ import annotations

import json
from typing import TypeAlias

Value: TypeAlias = "str | int | Phrase | tuple[str | Phrase, ...]"
"""What stands in a sentence; a tuple is listed with commas."""

_MARK = '{"text": '


class Phrase:
    """An English sentence and the values for its {places}.

    Its own text stays apart from the values, so that it can be looked up in a catalogue after it
    was raised as an error or read from the database.
    """

    __slots__ = ("text", "values")

    def __init__(self, text: str, /, **values: Value) -> None:
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return filled(self.text, {name: _english(value) for name, value in self.values.items()})

    def __repr__(self) -> str:
        return f"Phrase({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Phrase):
            return NotImplemented
        return (self.text, self.values) == (other.text, other.values)

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def stored(self) -> str:
        """What a column holds: the sentence itself, or JSON where there are values."""
        return json.dumps(_dumped(self), ensure_ascii=False) if self.values else self.text

    @classmethod
    def of(cls, stored: str) -> Phrase:
        """Read what a column holds; anything but our JSON is a sentence."""
        return _loaded(json.loads(stored)) if stored.startswith(_MARK) else cls(stored)


def kept(phrase: Phrase | None) -> str | None:
    """What a column holds that may be empty."""
    return phrase.stored if phrase is not None else None


def recalled(stored: str | None) -> Phrase | None:
    """Read a column that may be empty."""
    return Phrase.of(stored) if stored is not None else None


def filled(text: str, values: dict[str, str]) -> str:
    """Put the values into the sentence's places; one without values may hold any braces."""
    return text.format(**values) if values else text


def _english(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _dumped(phrase: Phrase) -> dict[str, object]:
    return {
        "text": phrase.text,
        "values": {name: _plain(value) for name, value in phrase.values.items()},
    }


def _plain(value: Value) -> object:
    match value:
        case Phrase():
            return _dumped(value)
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def _loaded(found: dict[str, object]) -> Phrase:
    text, values = found["text"], found["values"]
    assert isinstance(text, str)  # noqa: S101 - `_dumped` wrote it
    assert isinstance(values, dict)  # noqa: S101 - the same
    return Phrase(text, **{name: _value(value) for name, value in values.items()})


def _value(value: object) -> Value:
    match value:
        case dict():
            return _loaded(value)
        case list():
            return tuple(_item(each) for each in value)
        case int():
            return value
        case _:
            return str(value)


def _item(value: object) -> str | Phrase:
    return _loaded(value) if isinstance(value, dict) else str(value)
