"""discord.py against Discord's own description of its API, where a copy of that is at hand."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from discord import app_commands

from tests.wire.client import harbour
from tests.wire.contract import Contract, with_text_ids

DOCUMENT = Path(__file__).parents[3] / "shared" / "data" / "discord-openapi.json"
pytestmark = pytest.mark.skipif(not DOCUMENT.exists(), reason=f"no copy of it at {DOCUMENT.name}")


async def test_what_discord_py_sends_agrees() -> None:
    async with harbour(openapi=DOCUMENT) as here:
        forum_id = here.wire.world.create_channel(here.guild_id, "talk", "forum", tags=["sea"])
        await here.wire.until(lambda: here.client.get_channel(forum_id))
        forum = here.client.get_channel(forum_id)
        assert isinstance(forum, discord.ForumChannel)
        tree = app_commands.CommandTree(here.client)
        tree.command(description="Ask")(_ask)
        await tree.sync()
        message = await here.channel.send(
            "Fog", nonce="comment-7", allowed_mentions=discord.AllowedMentions.none()
        )
        await message.reply("And sun", embed=discord.Embed(title="Weather"))
        thread = await message.create_thread(name="Weather", auto_archive_duration=1440)
        await thread.edit(archived=True, locked=True)
        await forum.create_thread(
            name="Tides", content="An article", applied_tags=forum.available_tags
        )
        assert here.wire.rest.violations == []


async def _ask(
    interaction: discord.Interaction[discord.Client], where: discord.ForumChannel
) -> None:
    await interaction.response.send_message(where.mention)


def test_what_disagrees_is_named() -> None:
    contract = Contract(DOCUMENT)
    (wrong,) = contract.check("POST", "/channels/1/messages", {"content": 5})
    assert wrong.startswith("POST /channels/{channel_id}/messages: 5 is not")
    assert contract.check("GET", "/tides", None) == ["GET /tides: no such route"]
    assert contract.check("POST", "/channels/1/messages", {"content": "Fog"}) == []


def test_ids_may_be_numbers() -> None:
    given = {"a": [1574357498322747396], "flags": 4, "b": True}
    assert with_text_ids(given) == {"a": ["1574357498322747396"], "flags": 4, "b": True}
