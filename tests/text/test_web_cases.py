from __future__ import annotations

import pytest

from bot.text.to_discord import to_discord
from tests.text.web_cases import CASES, HOME


@pytest.mark.parametrize(("html", "markdown"), CASES.values(), ids=CASES)
def test_what_the_web_writes_becomes_what_discord_needs(html: str, markdown: str) -> None:
    assert to_discord(html, base_url=HOME) == markdown
