"""/blog follow in the owner's language, and in the channel's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.cogs.owners.test_commands import Community, gathered
from tests.cogs.owners.test_guide import followed, guide, labels
from tests.pseudo import MARKED, TWO_LANGUAGES, unmarked
from tests.speech import in_locale

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("features", "language"), [([], "en"), (["NEWS"], "en"), (["COMMUNITY"], MARKED.code)]
)
async def test_a_community_speaks_its_own_language(
    tmp_path: Path, features: list[str], language: str
) -> None:
    async with gathered(tmp_path, TWO_LANGUAGES) as community:
        server = community.env.bot.get_guild(community.guild.id)
        server.features, server.preferred_locale = features, discord.Locale(MARKED.code)
        shown = await guide(community, community.channel)
        assert "\nThis is how its latest article will look" in shown.content
        assert ("‹" in shown.embeds[0].footer.text) == (language == MARKED.code)
        await community.owner.click(shown.message, label="Start")
        assert (await followed(community)).language == language


async def test_elsewhere_it_begins_with_the_owners_language_and_goes_on_with_the_channels(
    tmp_path: Path,
) -> None:
    async with gathered(tmp_path, TWO_LANGUAGES) as community:
        with in_locale(MARKED.code):
            shown = await guide(community, community.channel)
            await click(community, shown, "start")
        assert (await followed(community)).language == MARKED.code
        shown = await guide(community, community.channel)
        assert "‹" in shown.embeds[0].footer.text


async def click(community: Community, shown: Any, does: str) -> Any:
    ids = [button["custom_id"] for row in shown.components for button in row["components"]]
    custom_id = next(each for each in ids if each.startswith(f"guide:{does}:"))
    return await community.owner.click(shown.message, custom_id=custom_id)


async def test_all_of_it_is_said_in_the_owners_language(tmp_path: Path) -> None:
    async with gathered(tmp_path, TWO_LANGUAGES) as community:
        with in_locale(MARKED.code):
            shown = await guide(community, community.channel)
            said = [shown.content, *labels(shown)]
            await click(community, shown, "start")
            said.append(shown.content)
        for words in said:
            left = unmarked(words).replace("## The Blog", "").replace(community.blog, "")
            assert not any(letter.isalpha() for letter in left), words
