"""/blog follow: what was found, how it will look, and nothing happens before "Start"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from tests.cogs.test_commands import Community, gathered

if TYPE_CHECKING:
    from pathlib import Path


async def guide(community: Community, channel: Any) -> Any:
    result = await community.owner.slash(
        channel, "blog follow", url=community.blog, channel=channel
    )
    assert result.ephemeral
    return (result.followups or [result.response])[-1]


def labels(shown: Any) -> list[str]:
    return [button["label"] for row in shown.components for button in row["components"]]


async def test_it_shows_what_will_happen_and_begins_only_when_told(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        shown = await guide(community, community.channel)
        assert "The Blog" in shown.content
        assert "1 article · 2 comments" in shown.content
        (preview,) = shown.embeds
        await community.pass_time(2)
        assert community.channel.history() == []
        await community.owner.click(shown.message, label="Start")
        await community.pass_time()
        (announcement,) = [m for m in community.channel.history() if m.embeds]
        real = announcement.embeds[0]
        assert (preview.title, preview.description, preview.url) == (
            real.title, real.description, real.url,
        )  # fmt: skip
        assert "now follows" in shown.content


async def test_not_now_changes_nothing(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        shown = await guide(community, community.channel)
        await community.owner.click(shown.message, label="Not now")
        await community.pass_time(2)
        assert "None yet" in await community.status()
        assert shown.components == []


async def test_missing_permissions_hold_it_up_until_they_are_there(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        denied = discord.PermissionOverwrite(add_reactions=False)
        channel = community.guild.create_text_channel(
            "closed", overwrites={community.env.bot.user: denied}
        )
        shown = await guide(community, channel)
        assert "Add Reactions" in shown.content
        assert labels(shown) == ["Check again", "Not now"]
        await community.owner.click(shown.message, label="Check again")
        assert labels(shown) == ["Check again", "Not now"]
        real = community.env.bot.get_channel(channel.id)
        await real.set_permissions(community.env.bot.user, overwrite=None)
        await community.env.settle()
        await community.owner.click(shown.message, label="Check again")
        assert labels(shown) == ["Start", "Not now"]
        await community.owner.click(shown.message, label="Start")
        await community.pass_time()
        assert [m for m in channel.history() if m.embeds]


async def test_a_blog_without_articles(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        community.content.delete_article(1)
        shown = await guide(community, community.channel)
        assert "nothing there yet" in shown.content
        assert shown.embeds == []
        assert labels(shown) == ["Start", "Not now"]
