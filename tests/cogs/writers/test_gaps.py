"""What was said, edited or removed unheard, or while nothing was carried; in simcord's Discord."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.discord.question import CUSTOM_ID
from bot.store.discord.follows import PAUSED_BY_OWNER
from cogs.mirror import LEFT_SERVER
from tests.cogs.writers.test_replies import conversing, mirrored, ours, question, read, say, texts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cogs.owners.test_commands import Community


async def agreed(community: Community) -> None:
    await say(community, "First.")
    await community.pass_time()
    await community.member.click(question(community), label="Always")
    await community.pass_time()


async def why(community: Community, message: Any) -> str:
    return read(await community.member.context_menu(community.thread(), "Why?", message))


@pytest.mark.parametrize("how", ["unfollow", "pause", "thrown out"])
async def test_said_while_not_followed_stays_in_discord(tmp_path: Path, how: str) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        follows = community.env.bot.services.store.follows
        (follow,) = await follows.of_guild(community.guild.id)
        if how == "unfollow":
            await community.owner.slash(
                community.channel, "blog unfollow", channel=community.channel
            )
        elif how == "pause":
            await follows.pause(follow.id, PAUSED_BY_OWNER)
        else:
            await follows.pause_guild(community.guild.id, LEFT_SERVER)
        message = await say(community, "Between us: the boss is ill.")
        assert "What is written here stays in Discord" in await why(community, message)
        await community.pass_time(2)
        told = [m for m in community.thread().history() if "stays in Discord for now" in m.content]
        assert len(told) == 1
        if how == "pause":
            await follows.resume(follow.id)
        else:
            await community.follow()
        await community.pass_time(2)
        assert texts(community) == ["First."]
        await community.restart()
        await community.pass_time(2)
        assert texts(community) == ["First."]
        assert "paused in this channel, or had ended" in await why(community, message)
        await say(community, "For all.")
        await community.pass_time(2)
        assert texts(community) == ["First.", "For all."]


async def test_said_as_the_server_was_out_of_reach(tmp_path: Path) -> None:
    """Discord tells of the outage and of its end, of nothing between, and begins no session."""
    async with conversing(tmp_path) as community:
        await agreed(community)
        guild = community.env.bot.get_guild(community.guild.id)
        assert guild is not None
        guild.unavailable = True
        community.env.bot.dispatch("guild_unavailable", guild)
        unheard(community, "Missed.")
        guild.unavailable = False
        community.env.bot.dispatch("guild_available", guild)
        await say(community, "Later.")
        await community.pass_time(2)
        assert texts(community) == ["First.", "Missed.", "Later."]


@pytest.mark.parametrize("permission", ["view_channel", "read_message_history"])
@pytest.mark.parametrize("way", ["channel", "role"])
async def test_said_while_the_bot_could_not_read(tmp_path: Path, permission: str, way: str) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        allow = allowing_in_the_channel if way == "channel" else allowing_by_role
        bit: int = getattr(discord.Permissions, permission).flag
        await allow(community, bit, False)
        unheard(community, "Missed.")
        await community.pass_time(2)
        await allow(community, bit, True)
        await say(community, "Later.")
        await community.pass_time(2)
        assert texts(community) == ["First.", "Missed.", "Later."]


async def allowing_in_the_channel(community: Community, bit: int, allowed: bool) -> None:
    backend = community.env.backend
    denied = bit * (not allowed)
    overwrite = Overwrite(backend.bot_user.id, OverwriteType.MEMBER, bit * allowed, denied)
    backend.set_overwrite(community.channel.id, overwrite)
    await community.env.settle()


async def allowing_by_role(community: Community, bit: int, allowed: bool) -> None:
    backend = community.env.backend
    for role in list(backend.get_guild(community.guild.id).roles.values()):
        others = int(role.permissions) & ~bit & ~discord.Permissions.administrator.flag
        backend.edit_role(community.guild.id, role.id, {"permissions": others | bit * allowed})
    await community.env.settle()


def unheard(community: Community, words: str) -> None:
    """The member writes, and nobody tells the bot."""
    backend = community.env.backend
    listeners, backend.subscribers[:] = list(backend.subscribers), []
    backend.create_message(community.thread().id, community.member.id, words)
    backend.subscribers[:] = listeners


@pytest.mark.parametrize("second", ["edit", "delete"])
async def test_an_edit_or_deletion_heard_before_the_message(tmp_path: Path, second: str) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        backend, kept = community.env.backend, list[tuple[Any, Any]]()
        listeners = list(backend.subscribers)
        backend.subscribers[:] = [lambda event, payload: kept.append((event, payload))]
        message = backend.create_message(
            community.thread().id, community.member.id, "My number is 555-0100."
        )
        if second == "edit":
            backend.edit_message(community.thread().id, message.id, {"content": "No number."})
        else:
            backend.delete_message(community.thread().id, message.id)
        backend.subscribers[:] = listeners
        for event, payload in reversed(kept):
            backend.emit(event, payload)
        await community.env.advance_time(10)
        await community.pass_time(3)
        assert texts(community) == ["First."] + ["No number."] * (second == "edit")


async def test_an_answer_keeps_its_place_when_a_moderator_removes_what_it_answers(
    tmp_path: Path,
) -> None:
    async with conversing(tmp_path) as community:
        target = mirrored(community, "I think so too")
        await say(community, "I answer Bo.", reply_to=target)
        await community.pass_time()
        await community.owner.delete(target)
        await community.pass_time()
        await community.member.click(question(community), label="Always")
        await community.pass_time(2)
        (comment,) = ours(community)
        assert comment.parent_id == 2


async def test_an_answer_keeps_its_place_when_an_edit_takes_the_answered_part_away(
    tmp_path: Path,
) -> None:
    async with conversing(tmp_path) as community:
        words = "<p>" + "word " * 700 + "the end</p>"
        long = community.content.add_comment(1, words, name="Lo", email="l@x.test")
        await community.pass_time(2)
        await say(community, "I answer the end.", reply_to=mirrored(community, "the end"))
        await community.pass_time()
        community.content.save_comment(long.id, html="<p>Short now.</p>")
        await community.pass_time(7)
        await community.member.click(question(community), label="Always")
        await community.pass_time(2)
        (comment,) = ours(community)
        assert comment.parent_id == long.id


async def test_nearest_above_when_the_answered_comment_is_trashed_on_the_blog(
    tmp_path: Path,
) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "I answer Bo.", reply_to=mirrored(community, "I think so too"))
        await community.pass_time()
        community.content.move_comment(2, "trash")
        await community.pass_time(7)
        await community.member.click(question(community), label="Always")
        await community.pass_time(2)
        (comment,) = ours(community)
        assert comment.parent_id == 1


async def test_an_answer_keeps_its_place_when_it_was_refused_first(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await agreed(community)
        community.content.save_article(1, comments_open=False)
        target = mirrored(community, "I think so too")
        message = await say(community, "I answer Bo.", reply_to=target)
        await community.pass_time()
        await community.owner.delete(target)
        community.content.save_article(1, comments_open=True)
        await community.member.edit(message, "I answer Bo, again.")
        await community.pass_time(2)
        (comment,) = [each for each in ours(community) if "Bo" in each.html]
        assert comment.parent_id == 2


async def test_the_question_goes_with_its_message(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await say(community, "Never mind.")
        await community.pass_time()
        await community.member.delete(message)
        await community.pass_time(2)
        assert question(community) is None


async def test_this_one_means_what_it_says_after_a_deletion(tmp_path: Path) -> None:
    """Also what people see whose proxy bot takes their first message."""
    async with conversing(tmp_path) as community:
        message = await say(community, "Never mind.")
        await community.pass_time()
        await community.member.delete(message)
        await community.pass_time()
        await say(community, "Something new.")
        await community.pass_time()
        thanks = read(await community.member.click(question(community), label="This one"))
        await community.pass_time(2)
        assert "This one goes to the blog" in thanks
        assert texts(community) == ["Something new."]


async def test_the_question_names_the_blog_and_what_the_name_links_to(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Mine.")
        await community.pass_time()
        words = question(community).content
        assert words.startswith(f"May this appear on **{community.content.title}**, too, under")
        assert "The name there links to this message, for those who are in this server" in words
        assert "a copy that nobody can remove" in words


async def test_one_button_is_the_main_one_and_those_of_before_still_work(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await say(community, "Mine.")
        await community.pass_time()
        asked = question(community)
        buttons = [button for row in asked.components for button in row.children]
        assert [button.label for button in buttons] == [
            "Always", "This one", "Not this one", "Never", "Another name …",
        ]  # fmt: skip
        main = [button.label for button in buttons if button.style is discord.ButtonStyle.primary]
        assert main == ["This one"]
        before = [
            f"consent:{choice}:{community.member.id}:{message.id}"
            for choice in ("always", "once", "never", "name")
        ]
        assert set(before) <= {button.custom_id for button in buttons}
        assert all(re.fullmatch(CUSTOM_ID, each) for each in before)


async def test_not_this_one_keeps_it_here_and_asks_about_the_next(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        kept = await say(community, "Between us.")
        await say(community, "For everyone.")
        await community.pass_time()
        thanks = read(await community.member.click(question(community), label="Not this one"))
        assert "This one stays here" in thanks
        await community.pass_time()
        await community.member.click(question(community), label="Always")
        await community.member.edit(kept, "Still between us.")
        await community.pass_time(3)
        assert texts(community) == ["For everyone."]
        assert question(community) is None
        result = await community.member.context_menu(community.thread(), "Why?", kept)
        assert "Its writer said no to this one." in read(result)
