"""Every language there is: English, and one for each catalogue beside this file."""

from __future__ import annotations

import io
from gettext import GNUTranslations
from importlib import resources
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.languages.language import ENGLISH, Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Languages:
    """Finds the language for one of Discord's locales."""

    def __init__(self, languages: Iterable[Language]) -> None:
        self._by_code = {ENGLISH.code: ENGLISH} | {each.code: each for each in languages}

    def link_commands(self, commands: Mapping[str, int]) -> None:
        """From now on these commands, by name with Discord's ids, are links in all that is said."""
        self._by_code = {code: each.with_commands(commands) for code, each in self._by_code.items()}

    def __iter__(self) -> Iterator[Language]:
        return iter(self._by_code.values())

    def of(self, locale: str) -> Language:
        """The language for `pt-BR`: Brazil's, else any Portuguese, else English."""
        code, english = locale.replace("-", "_"), self._by_code[ENGLISH.code]
        return self._by_code.get(code) or self._by_code.get(code.partition("_")[0]) or english


def read_languages() -> Languages:
    """Read the catalogues (`de.po`, `pt_BR.po`); what is untranslated in one is said in English."""
    return Languages(
        _language(each.name.removesuffix(".po"), each.read_bytes())
        for each in resources.files("bot.languages").iterdir()
        if each.name.endswith(".po")
    )


def _language(code: str, catalogue: bytes) -> Language:
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(catalogue), locale=code))
    compiled.seek(0)
    return Language(code, GNUTranslations(compiled))
