from __future__ import annotations

import pytest

from bot.text.to_discord import to_discord
from tests.text import editor_cases, web_cases

CASES = web_cases.CASES | editor_cases.CASES


@pytest.mark.parametrize(("html", "markdown"), CASES.values(), ids=CASES)
def test_what_the_web_writes_becomes_what_discord_needs(html: str, markdown: str) -> None:
    assert to_discord(html, base_url=web_cases.HOME) == markdown
