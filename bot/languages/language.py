"""One language that the bot speaks: sentences, counts and numbers in it. Pure."""

from __future__ import annotations

import re
from gettext import NullTranslations
from types import MappingProxyType
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from bot.languages.phrase import Phrase, filled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from bot.languages.phrase import Value


_REGIONS = {"en": "en_GB"}
"""Whose habits a language follows where its own code means another country's."""

_COMMAND = re.compile(r"`/(?P<name>[\w-]+)(?: (?P<below>[\w-]+))?`")
"""A command as our sentences name it."""

_SHOWN = re.compile(r"</([\w -]+):\d+>|`/([\w\N{NO-BREAK SPACE}-]+)`")
"""The same as people see it, with an id or without."""

NO_COMMANDS: Mapping[str, int] = MappingProxyType({})


def without_links(text: str) -> str:
    """What was said, with commands as our sentences name them: their links are no words."""
    return _SHOWN.sub(
        lambda found: f"`/{found[1] or found[2]}`".replace("\N{NO-BREAK SPACE}", " "), text
    )


class Language:
    """What is said in one language. Handed on as `say`, and called with English sentences.

    The English sentences are the catalogue's keys: `./run words` collects them from the code, so
    they stand there as they are, with names in braces for what is put in.
    """

    def __init__(
        self,
        code: str,
        translations: NullTranslations,
        commands: Mapping[str, int] = NO_COMMANDS,
    ) -> None:
        self.code = code
        self._locale = Locale.parse(_REGIONS.get(code, code))
        self._translations = translations
        self._commands = commands

    def with_commands(self, commands: Mapping[str, int]) -> Language:
        """The same language, in which these commands, by name with Discord's ids, are links."""
        return Language(self.code, self._translations, commands)

    def __repr__(self) -> str:
        return f"Language({self.code!r})"

    @property
    def name(self) -> str:
        """What its speakers call it."""
        name = Locale.parse(self.code).get_display_name() or self.code
        return name[:1].upper() + name[1:]

    def __call__(self, said: str | Phrase, /, **values: Value) -> str:
        """Say a sentence; one that is not in the catalogue is said in English."""
        phrase = said if isinstance(said, Phrase) else Phrase(said, **values)
        template = self._linked(self._translations.gettext(phrase.text))
        return filled(template, self._spoken(phrase.values))

    def plural(self, one: str, more: str, number: int, /, **values: Value) -> str:
        """Say how many: `one` or `more`, with the number in place of {n}."""
        template = self._linked(self._translations.ngettext(one, more, number))
        return filled(template, {**self._spoken(values), "n": self.number(number)})

    def number(self, number: int) -> str:
        """Write a number with the thousands apart."""
        return format_decimal(number, locale=self._locale)

    def date(self, day: date) -> str:
        """Write a day with its month in words."""
        return format_date(day, format="long", locale=self._locale)

    def option(self, name: str) -> str:
        """Name an option of a command: one word in small letters, as Discord wants it."""
        return self._translations.pgettext("option", name)

    def _linked(self, template: str) -> str:
        """With commands that one can press, and that no line breaks apart where one can't."""
        return _COMMAND.sub(self._command, template)

    def _command(self, found: re.Match[str]) -> str:
        name, below = found["name"], found["below"]
        if name in self._commands:
            return f"</{f'{name} {below}' if below else name}:{self._commands[name]}>"
        return found[0].replace(" ", "\N{NO-BREAK SPACE}")

    def _spoken(self, values: dict[str, Value]) -> dict[str, str]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: Value) -> str:
        match value:
            case Phrase():
                return self(value)
            case tuple():
                return ", ".join(self._value(each) for each in value)
            case _:
                return str(value)


ENGLISH = Language("en", NullTranslations())
