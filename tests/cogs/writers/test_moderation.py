"""Held comments in the moderators' channel, as moderators press their buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cogs.writers.test_replies import conversing, mirrored, read

if TYPE_CHECKING:
    from pathlib import Path


async def test_held_comments_are_decided_in_discord(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        room = community.guild.create_text_channel("moderation")
        shown = await community.owner.slash(community.channel, "blog settings")
        await community.owner.select(shown.response.message, [room], custom_id="settings:1:held")
        held = community.content.add_comment(
            1, "<p>Held words.</p>", name="Cy", email="cy@x.test", status="hold", parent_id=1
        )
        await community.pass_time(2)
        (card,) = room.history()
        assert "Held words." in card.embeds[0].description
        assert "cy@x.test" not in str(card.embeds[0].to_dict())
        refused = await community.member.click(card, label="Approve")
        assert "Manage Messages" in read(refused)
        await community.owner.click(card, label="Approve")
        await community.pass_time()
        assert community.content.comments[held.id].status == "approved"
        assert mirrored(community, "Held words.")
        (card,) = room.history()
        assert "Approved by" in str(card.embeds[0].fields)
        assert [c.label for row in card.components for c in row.children] == ["Open on the blog"]


async def test_held_comments_settle_when_decided_on_the_blog(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        room = community.guild.create_text_channel("moderation")
        shown = await community.owner.slash(community.channel, "blog settings")
        await community.owner.select(shown.response.message, [room], custom_id="settings:1:held")
        held = community.content.add_comment(
            1, "<p>Held words.</p>", name="Cy", email="cy@x.test", status="hold"
        )
        await community.pass_time(2)
        community.content.move_comment(held.id, "spam")
        await community.pass_time(2)
        (card,) = room.history()
        assert "Held words." not in str(card.embeds[0].to_dict())
        assert "on the blog" in str(card.embeds[0].fields)
