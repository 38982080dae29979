"""Each catalogue says everything that the bot says, and leaves no value out."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog

from tools.catalogues import FOLDER, forms, renewed, untranslated, written

if TYPE_CHECKING:
    from pathlib import Path

CODES = sorted(path.stem for path in FOLDER.glob("*.po"))


@pytest.fixture(params=CODES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return renewed(request.param)


def test_german_is_there() -> None:
    assert "de" in CODES


@pytest.mark.parametrize("code", CODES)
def test_the_files_are_up_to_date(code: str) -> None:
    assert (FOLDER / f"{code}.po").read_bytes() == written(renewed(code)), "./run words"


def test_everything_is_translated(catalogue: Catalog) -> None:
    assert untranslated(catalogue) == []


def test_values_commands_and_marks_stay(catalogue: Catalog) -> None:
    for message in catalogue:
        if not message.id:
            continue
        counts = not isinstance(message.id, str)
        english = message.id[-1] if counts else message.id
        for said in filter(None, forms(message)):
            assert _kept(said, counts=counts) == _kept(str(english), counts=counts), said


def _kept(text: str, *, counts: bool) -> tuple[list[str], list[str], list[str]]:
    """What no translation may lose; "one article" need not say the number."""
    said = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    places = sorted({name for name in said if not (counts and name == "n")})
    commands = sorted(re.findall(r"`[^`]+`", text))
    signs = sorted(character for character in text if ord(character) > 0x2190)
    return places, commands, signs


def test_a_translation_in_doubt_counts_as_none() -> None:
    doubtful = Catalog(locale="de")
    doubtful.add("Read", "Lesen")
    doubtful.add("Discuss", "Reden", flags={"fuzzy"})
    assert untranslated(doubtful) == ["Discuss"]


def test_a_doubt_stays_until_somebody_takes_it_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "nl.po").write_text('#, fuzzy\nmsgid "Read"\nmsgstr "Lees"\n', encoding="utf-8")
    monkeypatch.setattr("tools.catalogues.FOLDER", tmp_path)
    assert renewed("nl")["Read"].fuzzy
