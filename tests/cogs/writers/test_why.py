""" "Why?" tells the true reason, each its own, under what does not go to the blog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from simcord.backend.models import MessageSticker, Poll, PollAnswer

from bot.replies.ports import Shape
from bot.replies.why import KEPT_OUT, WAS_SILENT, WORDLESS
from bot.store.discord.follows import PAUSED_BY_OWNER
from bot.store.people.members import Consent
from bot.store.upkeep.moves import TWICE
from tests.cogs.writers.test_replies import conversing, mirrored, question, read, say, texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cogs.owners.test_commands import Community

ENDS = "2033-01-01T00:00:00+00:00"


async def agreed(community: Community) -> None:
    await say(community, "First.")
    await community.pass_time()
    await community.member.click(question(community), label="Always")
    await community.pass_time()


async def why(community: Community, message: Any, who: Any = None) -> str:
    asker = who or community.member
    return read(await asker.context_menu(community.thread(), "Why?", message))


async def put(community: Community, **more: Any) -> Any:
    """The member posts something without words."""
    thread = community.thread()
    made = community.env.backend.create_message(thread.id, community.member.id, "", **more)
    await community.env.settle()
    (message,) = [each for each in thread.history() if each.id == made.id]
    return message


async def test_a_forwarded_message(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        source = await community.member.send(community.channel, "Words from elsewhere.")
        forwarded = await community.member.forward(source, community.thread())
        assert await why(community, forwarded) == str(WORDLESS[Shape.FORWARD])
        assert texts(community) == ["First."]


async def test_a_sticker_and_a_poll(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        sticker = await put(community, stickers=[MessageSticker(77, "wave", 1, community.guild.id)])
        poll = await put(community, poll=Poll("Tea?", [PollAnswer(1, "Yes")], ENDS))
        assert await why(community, sticker) == str(WORDLESS[Shape.STICKER])
        assert await why(community, poll) == str(WORDLESS[Shape.POLL])


async def test_slashes_and_their_removal_by_an_edit(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        message = await say(community, "// oops, this was for the blog")
        await community.pass_time()
        assert "Take that away by an edit" in await why(community, message)
        await community.member.edit(message, "This was for the blog.")
        await community.pass_time(2)
        assert texts(community) == ["First.", "This was for the blog."]
        assert "is on the blog" in await why(community, message)
        await community.member.edit(message, "// no, after all")
        await community.pass_time(2)
        assert texts(community) == ["First."]
        assert "Take that away by an edit" in await why(community, message)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("unfollow", "does not follow the blog any more"),
        ("pause", "Someone paused it. </blog settings:"),
        ("one thread", str(TWICE)),
    ],
)
async def test_a_follow_that_is_paused_or_ended(tmp_path: Path, how: str, told: str) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        store = community.env.bot.services.store
        (follow,) = await store.follows.of_guild(community.guild.id)
        if how == "unfollow":
            await store.follows.end(follow.id)
        elif how == "pause":
            await store.follows.pause(follow.id, PAUSED_BY_OWNER)
        else:
            thread = await store.threads.by_thread(community.thread().id)
            assert thread is not None
            await store.mirrors.pause(thread.mirror, TWICE)
        message = await say(community, "Between us.")
        answer = await why(community, message)
        assert answer.startswith("What is written here stays in Discord")
        assert told in answer
        elsewhere = await community.member.send(community.channel, "Not in a thread.")
        other = await community.member.context_menu(community.channel, "Why?", elsewhere)
        assert "not in the thread" in read(other)


async def test_what_was_written_in_a_pause_that_is_over(tmp_path: Path) -> None:
    """… has that reason even where the blog is not connected any more."""
    async with conversing(tmp_path) as community:
        await agreed(community)
        store = community.env.bot.services.store
        (follow,) = await store.follows.of_guild(community.guild.id)
        await store.follows.pause(follow.id, PAUSED_BY_OWNER)
        message = await say(community, "Between us.")
        slashes = await say(community, "// between us")
        await store.follows.resume(follow.id)
        await community.pass_time(2)
        assert await why(community, message) == str(WAS_SILENT)
        await community.owner.slash(community.channel, "blog disconnect")
        assert await why(community, message) == str(WAS_SILENT)
        assert await why(community, slashes) == str(KEPT_OUT)


async def test_what_was_written_before_and_what_members_chose(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        asking = community.env.bot.services.replies.asking
        await asking.settle(community.guild.id, community.member.id, Consent.NEVER, name="member")
        message = await say(community, "Among us.")
        assert "chose that nothing" in await why(community, message)
        assert "chose that nothing" in await why(community, message, community.owner)
        stranger = community.guild.add_member(community.env.create_user("stranger"))
        assert "Only the one who wrote it" in await why(community, message, stranger)
        await asking.settle(community.guild.id, community.member.id, Consent.ALWAYS, name="member")
        assert "when it was written" in await why(community, message)


async def test_an_answer_to_the_bot_and_what_a_bot_says(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "First.")
        await community.pass_time()
        asked = question(community)
        message = await say(community, "Yes!", reply_to=asked)
        assert "answers what the bot itself said" in await why(community, message)
        assert "only what people write" in await why(community, asked)
        assert "a comment from the blog" in await why(community, mirrored(community, "Well said"))
