"""The sign before each name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.languages.language import ENGLISH
from bot.mirror.colours import AUTHOR, COLOURS, sign, without_signs
from bot.mirror.lines import lines
from tests.mirror.fake_blog import comment

PEOPLE = [f"{first} {last}" for first in ("Ada", "Bo", "Cy", "Di") for last in range(100)]


def shown(author: str, *, by_article_author: bool = False) -> str:
    spoken = replace(comment(7, author=author), by_article_author=by_article_author)
    return lines(spoken, 1, orphan=False, say=ENGLISH).above


def test_a_name_keeps_its_sign_after_every_start() -> None:
    """It is written into messages: another one would split a person in two."""
    signs = [sign(name, by_article_author=False) for name in ("Orla", "Piet", "Jun")]
    assert signs == ["🟪", "🟧", "🟦"]


@pytest.mark.parametrize("same", ["ZOË K", " Zoë  K ", "zoë k", "Zoe\u0308 K"], ids=ascii)
def test_the_same_name_has_the_same_sign(same: str) -> None:
    assert sign(same, by_article_author=False) == sign("Zoë K", by_article_author=False)


def test_many_names_share_all_the_signs_among_them() -> None:
    signs = [sign(name, by_article_author=False) for name in PEOPLE]
    assert set(signs) == set(COLOURS)
    assert max(map(signs.count, COLOURS)) <= len(PEOPLE) / 8


def test_nobody_else_has_the_authors() -> None:
    assert shown("Orla", by_article_author=True) == "✒️ **Orla**"
    assert shown("Orla")[0] in COLOURS
    assert AUTHOR not in COLOURS


@pytest.mark.parametrize(
    "sham",
    [*COLOURS, "✒️", "✒", "🖋️", "🖊", "✏️", "⚫", "⬛", "⬜️", "◆", "●", "⭕", "🔸", "🔳", "🟦 🟥"],
)
@pytest.mark.parametrize("form", ["{} Orla", "{}Orla", "Orla {}", "{0}{0} Orla"])
def test_no_sign_stands_in_a_name(sham: str, form: str) -> None:
    """Before it, it could pass for that of somebody else; behind it, too, from right to left."""
    name = shown(form.format(sham)).partition(" ")[2]
    assert name == "**Orla**"


@pytest.mark.parametrize("name", ["Orla", "Zoë 🌻", "㍍ さん", "Ⓐda", "Ada (1)", "Æ · Ø", "❤️"])
def test_every_other_name_stays_as_it_is(name: str) -> None:
    assert without_signs(name) == name


def test_a_name_of_signs_alone_is_none() -> None:
    assert shown("🟦🟦").endswith(" **Anonymous**")
