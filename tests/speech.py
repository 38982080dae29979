"""The languages, read once, and members who use Discord in one of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from simcord import interactions

from bot.languages.catalogues import read_languages

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = read_languages()
GERMAN = LANGUAGES.of("de")


@contextmanager
def in_locale(locale: str) -> Iterator[None]:
    """Whoever does something meanwhile uses Discord in this language (simcord: English)."""
    original = interactions.base_payload

    def payload(*args: Any, **kwargs: Any) -> Any:
        record, data = original(*args, **kwargs)
        data["locale"] = locale
        return record, data

    interactions.base_payload = payload
    try:
        yield
    finally:
        interactions.base_payload = original
