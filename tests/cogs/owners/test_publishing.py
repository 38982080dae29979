"""An owner lets announcements of an announcement channel be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cogs.owners.test_commands import Community, gathered

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHED = 1 << 1
"""The flag of a message that went to the servers that follow its channel."""


def published(community: Community, channel: int) -> list[bool]:
    """Of each announcement in the channel, oldest first."""
    messages = community.env.backend.messages[channel].values()
    return [bool(message.flags & PUBLISHED) for message in messages if message.embeds]


async def test_only_what_is_new_is_published_and_only_if_wanted(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        channel = community.guild.create_news_channel("news")
        await community.follow(channel)
        shown = await community.owner.slash(channel, "blog settings")
        before = published(community, channel.id)
        assert before
        assert not any(before)
        await community.owner.select(shown.response.message, ["on"], custom_id="settings:1:publish")
        community.content.add_article(title="Another", html="<p>Words.</p>")
        await community.pass_time(3)
        assert published(community, channel.id) == [*before, True]
        await community.owner.select(
            shown.response.message, ["off"], custom_id="settings:1:publish"
        )
        community.content.add_article(title="A third", html="<p>Words.</p>")
        await community.pass_time(3)
        assert published(community, channel.id) == [*before, True, False]


async def test_other_channels_do_not_ask(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        shown = await community.owner.slash(community.channel, "blog settings")
        assert "published" not in str(shown.response.components)
