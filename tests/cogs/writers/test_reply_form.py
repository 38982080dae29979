""" "Reply on the blog": a form instead of the thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cogs.owners.test_commands import Community, gathered
from tests.cogs.writers.test_replies import conversing, mirrored, ours, question, read, say

if TYPE_CHECKING:
    from pathlib import Path


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
