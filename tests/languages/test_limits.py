"""Translations are often longer than English: none is too long for the place where it stands."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.discord.translator import Translator
from tests.cogs.owners.test_commands import gathered
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]

LIMITS = {
    ("Button", "label"): 80,
    ("Label", "description"): 100,
    ("Label", "text"): 45,
    ("Select", "placeholder"): 150,
    ("SelectOption", "description"): 100,
    ("SelectOption", "label"): 100,
    ("TextInput", "placeholder"): 100,
    ("__init__", "title"): 45,
}
"""Characters; Discord's limits. A form hands its title to its base."""

OPTION = re.compile(r"[-_\w]{1,32}")


def placed() -> Iterator[tuple[str, int]]:
    """Sentences that stand in a button, a menu or a form, and the room there."""
    for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for keyword in node.keywords:
                limit = LIMITS.get((name, keyword.arg or ""))
                match keyword.value:
                    case ast.Call(
                        func=ast.Name(id="say"), args=[ast.Constant(value=str() as text)]
                    ):
                        if limit is not None:
                            yield text, limit


def test_what_stands_in_forms_and_buttons_fits() -> None:
    found = list(placed())
    assert len(found) > 10
    for text, limit in found:
        for say in LANGUAGES:
            assert len(say(text)) <= limit, say(text)


@pytest.mark.parametrize("code", [say.code for say in LANGUAGES])
async def test_discord_takes_the_commands(tmp_path: Path, code: str) -> None:
    locales = [each.value for each in discord.Locale if LANGUAGES.of(each.value).code == code]
    async with gathered(tmp_path) as community:
        tree = community.env.bot.tree
        payloads = [
            await command.get_translated_payload(tree, Translator(LANGUAGES))
            for command in tree.get_commands()
            + tree.get_commands(type=discord.AppCommandType.message)
        ]
    for payload in payloads:
        _check(payload, locales, is_option=False)
    assert len(payloads) > 10


def _check(payload: dict[str, Any], locales: list[str], *, is_option: bool) -> None:
    for locale in locales:
        name = payload.get("name_localizations", {}).get(locale, payload["name"])
        if is_option:
            assert OPTION.fullmatch(name), name
            assert name == name.lower()
        assert 1 <= len(name) <= 32, name
        words = payload.get("description_localizations", {}).get(locale, "…")
        assert 1 <= len(words) <= 100, words
    names = [option.get("name_localizations", {}) for option in payload.get("options", [])]
    for locale in locales:
        said = [each[locale] for each in names if locale in each]
        assert len(said) == len(set(said)), "two options of one name"
    for option in payload.get("options", []):
        _check(option, locales, is_option=option.get("type", 1) > 2)
