"""A server's language counts where its owner chose one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from bot.discord.locale import community_language
from tests.pseudo import MARKED, TWO_LANGUAGES

if TYPE_CHECKING:
    import discord


@pytest.mark.parametrize("features", [["COMMUNITY"], []])
def test_only_a_community_has_chosen_its_language(features: list[str]) -> None:
    locale = SimpleNamespace(value=MARKED.code)
    guild = cast("discord.Guild", SimpleNamespace(features=features, preferred_locale=locale))
    assert community_language(guild, TWO_LANGUAGES) == (MARKED if features else None)
