"""Far more than ever at once: the owner decides, in the trouble channel or below /blog status."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.care.alarm import GRACE
from tests.cogs.owners.test_commands import Community, gathered

if TYPE_CHECKING:
    from pathlib import Path


def posted(community: Community) -> list[str]:
    return [m.embeds[0].title for m in community.channel.history() if m.embeds]


async def rush(community: Community) -> list[str]:
    """Thirty articles at once; answers their titles."""
    await community.follow()
    for number in range(30):
        day = community.env.now() - timedelta(days=30 - number)
        community.content.add_article(title=f"Import {number}", html="<p>Old.</p>", published=day)
    await community.pass_time(5)
    return [f"Import {number}" for number in range(30)]


async def status(community: Community) -> Any:
    result = await community.owner.slash(community.channel, "blog status")
    return (result.followups or [result.response])[-1]


def answer(result: Any) -> str:
    return str((result.followups or [result.response])[-1].content)


def labels(shown: Any) -> list[str]:
    return [button["label"] for row in shown.components for button in row["components"]]


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("label", ["Post them", "They are old"])
async def test_below_the_status_where_there_is_no_other_place(
    tmp_path: Path, label: str, restarted: bool
) -> None:
    async with gathered(tmp_path) as community:
        new = await rush(community)
        assert sorted(posted(community)[1:]) == sorted(new[:5])
        shown = await status(community)
        words = shown.embeds[0].fields[0].value
        assert "30 articles came at once, the first since <t:" in words
        assert "Posted: 5; waiting for your word: 25." in words
        assert labels(shown) == ["Post them", "They are old"]
        if restarted:
            await community.restart()
        done = await community.owner.click(shown.message, label=label)
        assert "25" in answer(done)
        again = await community.owner.click(shown.message, label="Post them")
        assert "decided already" in answer(again)
        await community.pass_time(10)
        expected = new if label == "Post them" else new[:5]
        assert sorted(posted(community)[1:]) == sorted(expected)
        assert labels(await status(community)) == []


async def troubled(community: Community) -> Any:
    """The channel in which the owner is told of a rush, some minutes after it."""
    room = community.guild.create_text_channel("trouble")
    await community.env.bot.services.store.alarms.tell_in(community.guild.id, room.id)
    return room


async def later(community: Community) -> None:
    """Long enough for the alarm: the simulated Discord has a clock of its own, it the machine's."""
    community.env.bot.services.alarm._clock = lambda: int(time.time()) + GRACE
    await community.pass_time(2)


async def test_in_the_trouble_channel_after_a_restart_once_and_by_no_member(
    tmp_path: Path,
) -> None:
    async with gathered(tmp_path) as community:
        room = await troubled(community)
        new = await rush(community)
        await later(community)
        elsewhere = await status(community)
        await community.restart()
        (told,) = room.history()
        for label in ("Post them", "They are old"):
            refused = await community.member.click(told, label=label)
            assert "Manage Server" in answer(refused)
        assert "25" in answer(await community.owner.click(told, label="They are old"))
        for label in ("Post them", "They are old"):
            again = await community.owner.click(elsewhere.message, label=label)
            assert "decided already" in answer(again)
        await community.pass_time(10)
        assert sorted(posted(community)[1:]) == sorted(new[:5])


async def test_a_deleted_message_is_no_decision_and_does_not_come_again(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        room = await troubled(community)
        new = await rush(community)
        await later(community)
        (told,) = room.history()
        await community.owner.delete(told)
        await later(community)
        await community.restart()
        await later(community)
        assert room.history() == []
        assert sorted(posted(community)[1:]) == sorted(new[:5])
        shown = await status(community)
        assert labels(shown) == ["Post them", "They are old"]
        await community.owner.click(shown.message, label="Post them")
        await community.pass_time(10)
        assert sorted(posted(community)[1:]) == sorted(new)


async def test_in_the_trouble_channel_and_only_by_those_who_manage_the_server(
    tmp_path: Path,
) -> None:
    async with gathered(tmp_path) as community:
        room = await troubled(community)
        new = await rush(community)
        await later(community)
        (told,) = room.history()
        assert "30 articles came at once" in told.content
        refused = await community.member.click(told, label="Post them")
        assert "Manage Server" in answer(refused)
        assert len(posted(community)) == 6
        await community.owner.click(told, label="Post them")
        (told,) = room.history()
        assert told.content.startswith("✅")
        assert told.components == []
        await community.pass_time(10)
        assert sorted(posted(community)[1:]) == sorted(new)
