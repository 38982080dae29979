"""A language in which every sentence is marked: what escapes translation stands outside."""

from __future__ import annotations

import re
from gettext import NullTranslations

from bot.languages.catalogues import Languages
from bot.languages.language import Language


class _Marked(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"‹{message}›"

    def ngettext(self, one: str, more: str, number: int) -> str:
        return f"‹{one if number == 1 else more}›"


MARKED = Language("nl", _Marked())
TWO_LANGUAGES = Languages([MARKED])


def unmarked(text: str) -> str:
    """What of a text is not said in that language."""
    while text != (shorter := re.sub(r"‹[^‹›]*›", "", text)):
        text = shorter
    return text
