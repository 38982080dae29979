"""/profile: what a member sees of themselves, takes back, and lets be forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cogs.test_replies import conversing, ours, question, say, texts

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_profile_shows_and_withdraws(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "One.")
        await community.member.click(question(community), label="Always")
        await say(community, "Two.")
        await community.pass_time()
        shown = await community.member.slash(community.channel, "profile show")
        assert shown.ephemeral
        assert "One." in str(shown.response.embeds[0].to_dict())
        message = next(c for c in ours(community) if c.html == "One.").url.rpartition("/")[2]
        await community.member.select(
            shown.response.message, [message], custom_id=custom_id(shown, "Take one")
        )
        await community.pass_time()
        assert texts(community) == ["Two."]
        shown = await community.member.slash(community.channel, "profile show")
        await community.member.click(shown.response.message, label="Take everything back")
        await community.pass_time()
        assert texts(community) == []


async def test_a_long_list_has_pages_and_each_can_be_taken_back(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Comment zero")
        await community.member.click(question(community), label="Always")
        for number in range(1, 23):
            await say(community, f"Comment {number} of many")
        await community.pass_time()
        shown = await community.member.slash(community.channel, "profile show")
        for _ in range(2):
            await community.member.click(shown.response.message, label="Older")
        assert "Comment 2 of many" in str(shown.response.embeds[0].to_dict())
        assert "Comment 12 of many" not in str(shown.response.embeds[0].to_dict())
        oldest = next(c for c in ours(community) if c.html == "Comment zero").url.rpartition("/")[2]
        await community.member.select(
            shown.response.message, [oldest], custom_id=custom_id(shown, "Take one")
        )
        await community.pass_time()
        assert "Comment zero" not in texts(community)
        assert len(texts(community)) == 22


@pytest.mark.parametrize("leave", [False, True])
async def test_forgotten(tmp_path: Path, leave: bool) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Unmistakable words.")
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        shown = await community.member.slash(community.channel, "profile forget")
        label = "Forget me, and leave it there" if leave else "Forget me, and take it off the blog"
        await community.member.click(shown.response.message, label=label)
        await community.pass_time(2)
        assert texts(community) == (["Unmistakable words."] if leave else [])
        said = [m for m in community.thread().history() if "Unmistakable" in m.content]
        assert len(said) == 1
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert (b"Unmistakable" in kept) == leave
        assert str(community.member.id).encode() not in kept


def custom_id(shown: Any, placeholder: str) -> str:
    found: str = next(
        child.custom_id
        for row in shown.response.message.components
        for child in row.children
        if str(getattr(child, "placeholder", "")).startswith(placeholder)
    )
    return found
