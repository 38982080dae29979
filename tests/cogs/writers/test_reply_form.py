""" "Reply on the blog": a form instead of the thread."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.store.discord.follows import PAUSED_BY_OWNER
from tests.cogs.owners.test_commands import Community, gathered
from tests.cogs.writers.test_replies import conversing, mirrored, ours, question, read, say

if TYPE_CHECKING:
    from pathlib import Path


WHEN = ("before it is opened", "while it is open")
SHUT = {
    "locked": "locked",
    "may not": "Send Messages in Threads",
    "timed out": "timed",
    "paused": "this discussion is paused",
    "ended": "does not follow the blog any more",
    "kept": "keeps replies in Discord",
    "disconnected": "not connected",
}
"""Doors that are shut, and what is said of each."""


async def reply_by_form(community: Community, message: Any, words: str) -> Any:
    shown = await community.member.context_menu(community.thread(), "Reply on the blog", message)
    return await community.member.submit_modal(shown, {"words": words})


async def test_a_form_instead_of_the_thread(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        answered = mirrored(community, "Well said")
        result = await reply_by_form(community, answered, "By **form**.")
        assert "On its way" in read(result)
        await community.pass_time(2)
        (comment,) = ours(community)
        assert (comment.html, comment.parent_id, comment.name) == (
            "By <strong>form</strong>.", 1, "member",
        )  # fmt: skip
        copy = mirrored(community, "By **form**.")
        assert copy.reference.message_id == answered.id
        await community.pass_time(2)
        assert len(ours(community)) == 1
        await say(community, "And in the thread.")
        assert question(community) is not None, "a form is a yes to its own words only"
        shown = await community.member.slash(community.channel, "profile show")
        await community.member.click(shown.response.message, label="Take everything back")
        await community.pass_time(2)
        assert ours(community) == []
        assert not [m for m in community.thread().history() if "form" in m.content]


async def test_a_form_waits_for_the_blog_like_everything_else(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        community.content.save_article(1, comments_open=False)
        await reply_by_form(community, mirrored(community, "Well said"), "Too late?")
        await community.pass_time(2)
        assert ours(community) == []
        profile = await community.member.slash(community.channel, "profile show")
        assert "Comments on this article are closed" in str(profile.response.embeds[0].to_dict())
        shown = await community.member.slash(community.channel, "profile forget")
        await community.member.click(
            shown.response.message, label="Forget me, and take it off the blog"
        )
        await community.pass_time()
        assert all(b"Too late?" not in file.read_bytes() for file in tmp_path.iterdir())


async def test_no_form_where_nothing_goes_to_the_blog(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        result = await community.member.context_menu(
            community.thread(), "Reply on the blog", mirrored(community, "Well said")
        )
        assert "read only" in read(result)
        community.env.errors.clear()


@pytest.mark.parametrize(
    ("door", "when"),
    [
        ("locked", "before it is opened"),
        ("may not", "before it is opened"),
        ("locked", "while it is open"),
        ("may not", "while it is open"),
        ("timed out", "while it is open"),  # before, Discord offers no menu
        *((door, when) for door in ("paused", "ended", "kept", "disconnected") for when in WHEN),
    ],
)
async def test_a_form_asks_what_typing_would(tmp_path: Path, door: str, when: str) -> None:
    async with conversing(tmp_path) as community:
        answered, shown = mirrored(community, "Well said"), None
        if when == "while it is open":
            shown = await community.member.context_menu(
                community.thread(), "Reply on the blog", answered
            )
        await shut(community, door)
        if shown is None:
            result = await community.member.context_menu(
                community.thread(), "Reply on the blog", answered
            )
            community.env.errors.clear()
        else:
            result = await community.member.submit_modal(shown, {"words": "Let me in."})
            (given_back,) = result.response.message.embeds
            assert "Let me in" in given_back.description, "the words are not lost"
        assert SHUT[door] in read(result)
        await community.pass_time(2)
        assert ours(community) == []


async def shut(community: Community, door: str) -> None:
    bot, guild = community.env.bot, community.guild.id
    if door == "locked":
        await bot.get_channel(community.thread().id).edit(locked=True)
    elif door == "may not":
        channel = bot.get_channel(community.channel.id)
        everyone = bot.get_guild(guild).default_role
        await channel.set_permissions(everyone, send_messages_in_threads=False)
    elif door in {"paused", "ended"}:
        (follow,) = await bot.services.store.follows.of_guild(guild)
        if door == "paused":
            await bot.services.store.follows.pause(follow.id, PAUSED_BY_OWNER)
        else:
            await bot.services.store.follows.end(follow.id)
    elif door == "kept":
        await bot.services.store.exchanges.choose(guild, 1, replies=False)
    elif door == "disconnected":
        await community.owner.slash(community.channel, "blog disconnect")
    else:
        member = await bot.get_guild(guild).fetch_member(community.member.id)
        await member.timeout(timedelta(hours=1))
    await community.env.settle()


async def test_a_form_that_was_taken_is_not_told_as_failed_and_is_written_once(
    tmp_path: Path,
) -> None:
    async with conversing(tmp_path) as community:
        answered = mirrored(community, "Well said")
        shown = await community.member.context_menu(
            community.thread(), "Reply on the blog", answered
        )
        community.env.inject_error("POST", "/interactions/*/callback", status=500, code=0)
        lost = await community.member.submit_modal(shown, {"words": "Once."})
        assert (lost.response, lost.followups) == (None, []), "nothing says that it failed"
        shown._interaction.modal_consumed = False  # Discord keeps a form open that failed
        again = await community.member.submit_modal(shown, {"words": "Once."})
        assert "On its way" in read(again)
        await community.pass_time(3)
        assert [comment.html for comment in ours(community)] == ["Once."]


async def test_a_form_sent_again_with_other_words_is_edited(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        shown = await community.member.context_menu(
            community.thread(), "Reply on the blog", mirrored(community, "Well said")
        )
        community.env.inject_error("POST", "/interactions/*/callback", status=500, code=0)
        await community.member.submit_modal(shown, {"words": "Once."})
        await community.pass_time(2)
        shown._interaction.modal_consumed = False
        await community.member.submit_modal(shown, {"words": "Twice."})
        await community.pass_time(3)
        assert [comment.html for comment in ours(community)] == ["Twice."]


async def test_whoever_answers_the_fediverse_is_told_before_and_after(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = mirrored(community, "Well said")
        store = community.env.bot.services.store
        for fediverse in (0, 1):
            await store.blogs._database.write("UPDATE comment SET fediverse = ?", (fediverse,))
            form = await community.member.context_menu(
                community.thread(), "Reply on the blog", message
            )
            why = await community.member.context_menu(community.thread(), "Why?", message)
            for words in (str(form.modal), read(why)):
                assert ("its writer is not told of an answer" in words) == bool(fediverse)
