"""Members answer in a thread, and what becomes of it on the blog: in simcord's Discord."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.cogs.test_commands import Community, gathered
from tests.e2e.afterword import PASSWORD, USER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.demo.blog_content import StoredComment


@asynccontextmanager
async def conversing(tmp_path: Path) -> AsyncIterator[Community]:
    """A community whose blog is connected, with its discussion mirrored."""
    async with gathered(tmp_path) as community:
        await community.follow()
        await connect(community)
        yield community


async def connect(community: Community, password: str = PASSWORD) -> Any:
    shown = await community.owner.slash(community.channel, "blog connect")
    return await community.owner.submit_modal(shown, {"user": USER, "password": password})


def read(result: Any) -> str:
    """What someone reads in answer to what they did."""
    assert result.ephemeral
    answers = [result.response, *result.followups]
    return "\n".join(answer.content for answer in answers if answer is not None)


def ours(community: Community) -> list[StoredComment]:
    """What stands on the blog from Discord."""
    return [
        comment
        for comment in community.content.comments.values()
        if comment.url.startswith("https://discord.com/") and comment.status == "approved"
    ]


def texts(community: Community) -> list[str]:
    return [comment.html for comment in ours(community)]


def mirrored(community: Community, words: str) -> Any:
    """The message that shows a comment with these words."""
    (message,) = [m for m in community.thread().history() if words in m.content]
    return message


def question(community: Community) -> Any:
    """The question that stands in the thread, None where there is none."""
    asked = [m for m in community.thread().history() if m.content.startswith("May this stand")]
    assert len(asked) <= 1, "asked twice at a time"
    return asked[0] if asked else None


def reactions(community: Community, message: Any) -> set[str]:
    (found,) = [m for m in community.thread().history() if m.id == message.id]
    return {str(reaction.emoji) for reaction in found.reactions}


async def say(community: Community, words: str, **more: Any) -> Any:
    return await community.member.send(community.thread(), words, **more)


async def test_nothing_leaves_before_the_yes_and_then_it_stands_there(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        first = await say(community, "I **agree**.", reply_to=mirrored(community, "Well said"))
        await community.pass_time(2)
        assert texts(community) == []
        result = await community.member.click(question(community), label="Always")
        assert result.ephemeral
        await community.pass_time()
        (comment,) = ours(community)
        assert comment.html == "I <strong>agree</strong>."
        assert (comment.parent_id, comment.name) == (1, "member")
        assert comment.url.endswith(f"/{community.thread().id}/{first.id}")
        assert comment.email.endswith("@discord.invalid")
        assert question(community) is None
        assert reactions(community, first) == {"✅"}
        await community.pass_time(3)
        assert len([m for m in community.thread().history() if "agree" in m.content]) == 1
        await say(community, "And more.")
        await community.pass_time()
        assert texts(community) == ["I <strong>agree</strong>.", "And more."]


async def test_asked_once_however_much_one_writes(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        for words in ("One.", "Two.", "Three."):
            await say(community, words)
        await community.pass_time(3)
        assert question(community) is not None
        await community.member.click(question(community), label="Never")
        await say(community, "Four.")
        await community.pass_time(3)
        assert question(community) is None
        assert texts(community) == []


async def test_this_one_and_then_asked_for_the_next(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "One.")
        await say(community, "Two.")
        await community.member.click(question(community), label="This one")
        await community.pass_time()
        assert texts(community) == ["One."]
        await community.member.click(question(community), label="Never")
        await community.pass_time()
        assert texts(community) == ["One."]


async def test_only_the_one_who_was_asked_may_answer(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Mine.")
        await community.pass_time()
        result = await community.owner.click(question(community), label="Always")
        assert "is for the one who wrote" in read(result)
        await community.pass_time()
        assert texts(community) == []


async def test_under_another_name(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "Mine.")
        await community.pass_time()
        shown = await community.member.click(question(community), label="Another name …")
        refused = await community.member.submit_modal(shown, {"name": "OLGA  owner"})
        assert "belongs to the blog" in read(refused)
        shown = await community.member.click(question(community), label="Another name …")
        await community.member.submit_modal(shown, {"name": "Quiet Reader"})
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        assert [comment.name for comment in ours(community)] == ["Quiet Reader"]


async def test_members_answer_each_other(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        first = await say(community, "One.")
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        answer = await community.owner.send(community.thread(), "Two.", reply_to=first)
        await community.pass_time()
        await community.owner.click(question(community), label="Always")
        await community.pass_time()
        await say(community, "Three.", reply_to=answer)
        await community.pass_time()
        one, two, three = ours(community)
        assert (one.parent_id, two.parent_id, three.parent_id) == (0, one.id, two.id)
        community.content.add_comment(
            1, "<p>From the blog.</p>", name="Ada", email="a@x.test", parent_id=two.id
        )
        await community.pass_time(2)
        assert mirrored(community, "From the blog").reference.message_id == answer.id


async def test_edits_and_deletions_follow(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await say(community, "Once.")
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        await community.member.edit(message, "Twice.")
        await community.pass_time()
        assert texts(community) == ["Twice."]
        await community.member.delete(message)
        await community.pass_time()
        assert texts(community) == []
        assert community.content.comments[3].status == "trash"


async def test_what_stays_in_discord(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await say(community, "First.")
        await community.member.click(question(community), label="Always")
        message = await say(community, "Second.")
        await say(community, "// between us")
        await say(community, " //and this")
        await community.env.bot.get_channel(community.thread().id).send("I am a bot.")
        await community.pass_time(2)
        assert texts(community) == ["First.", "Second."]
        await community.member.edit(message, "// Second, but not for the blog.")
        await community.pass_time()
        assert texts(community) == ["First."]


async def test_held_there_and_approved_there(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await say(community, "Once.")
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        community.content.move_comment(3, "hold")
        await community.pass_time(6)
        assert reactions(community, message) == {"🕓"} or reactions(community, message) == {"🗑️"}
        community.content.move_comment(3, "approve")
        await community.pass_time(6)
        assert reactions(community, message) == {"✅"}
        community.content.save_comment(3, html="Otherwise.")
        await community.pass_time(6)
        assert reactions(community, message) == {"✅", "✏️"}
        assert len([m for m in community.thread().history() if "Otherwise" in m.content]) == 0
        community.content.move_comment(3, "trash")
        await community.pass_time(6)
        assert reactions(community, message) == {"🗑️"}


async def test_closed_comments_say_why(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        community.content.save_article(1, comments_open=False)
        message = await say(community, "Too late?")
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        assert reactions(community, message) == {"⚠️"}
        result = await community.member.context_menu(community.thread(), "Why?", message)
        assert result.ephemeral
        assert "closed" in read(result)
        community.content.save_article(1, comments_open=True)
        await community.member.edit(message, "Not too late.")
        await community.pass_time()
        assert texts(community) == ["Not too late."]


async def test_unconnected_it_reads_only_and_says_so_once(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        for words in ("One.", "Two."):
            await say(community, words, reply_to=mirrored(community, "Well said"))
        await community.pass_time()
        told = [m for m in community.thread().history() if "stays in Discord" in m.content]
        assert len(told) == 1
        assert "Read only" in await community.status()
        await connect(community)
        await community.pass_time(2)
        assert question(community) is None
        assert texts(community) == []
        await say(community, "Three.")
        await community.pass_time()
        assert question(community) is not None


async def test_a_wrong_password_is_not_kept(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        result = await connect(community, "wrong")
        assert "does not accept the user name and application password" in read(result)
        assert "Read only" in await community.status()


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


def custom_id(shown: Any, placeholder: str) -> str:
    found: str = next(
        child.custom_id
        for row in shown.response.message.components
        for child in row.children
        if str(getattr(child, "placeholder", "")).startswith(placeholder)
    )
    return found


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


async def test_held_comments_are_decided_in_discord(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        room = community.guild.create_text_channel("moderation")
        shown = await community.owner.slash(community.channel, "blog settings")
        await community.owner.select(
            shown.response.message, [room], custom_id="settings:Held comments"
        )
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
        await community.owner.select(
            shown.response.message, [room], custom_id="settings:Held comments"
        )
        held = community.content.add_comment(
            1, "<p>Held words.</p>", name="Cy", email="cy@x.test", status="hold"
        )
        await community.pass_time(2)
        community.content.move_comment(held.id, "spam")
        await community.pass_time(2)
        (card,) = room.history()
        assert "Held words." not in str(card.embeds[0].to_dict())
        assert "on the blog" in str(card.embeds[0].fields)


async def test_the_author_comes_through_as_themself(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        await community.owner.slash(community.channel, "blog author", member=community.owner)
        message = await community.owner.send(
            community.thread(), "My own word.", reply_to=mirrored(community, "Well said")
        )
        await community.owner.click(question(community), label="Always")
        await community.pass_time()
        (comment,) = ours(community)
        assert (comment.user_id, comment.name, comment.parent_id) == (1, "Olga Owner", 1)
        assert reactions(community, message) == {"✅", "✒️"}


async def test_a_comment_from_one_thread_is_mirrored_in_the_others(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        second = community.guild.create_text_channel("elsewhere")
        await community.follow(second)
        message = await say(community, "Seen everywhere.")
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        (there,) = second.threads
        (copy,) = [m for m in there.history() if "Seen everywhere" in m.content]
        assert copy.content.startswith("**member** · ")
        answer = await community.owner.send(there, "From elsewhere.", reply_to=copy)
        (asked,) = [m for m in there.history() if m.content.startswith("May this stand")]
        await community.owner.click(asked, label="Always")
        await community.pass_time()
        assert answer.id
        assert ours(community)[1].parent_id == ours(community)[0].id
        assert mirrored(community, "From elsewhere").reference.message_id == message.id


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
