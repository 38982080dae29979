"""Members answer in a thread, and what becomes of it on the blog: in simcord's Discord."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from bot.discord.memory import HEARD_SECONDS
from cogs.writers.discussion import PULSE
from tests.cogs.owners.test_commands import Community, gathered
from tests.e2e.afterword import PASSWORD, USER
from tests.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.demo.blog_content import StoredComment
    from bot.languages.catalogues import Languages


@asynccontextmanager
async def conversing(tmp_path: Path, languages: Languages = LANGUAGES) -> AsyncIterator[Community]:
    """A community whose blog is connected, with its discussion mirrored."""
    async with gathered(tmp_path, languages) as community:
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
    asked = [m for m in community.thread().history() if m.content.startswith("May this appear")]
    assert len(asked) <= 1, "asked twice at a time"
    return asked[0] if asked else None


def reactions(community: Community, message: Any) -> set[str]:
    (found,) = [m for m in community.thread().history() if m.id == message.id]
    return {str(reaction.emoji) for reaction in found.reactions}


async def say(community: Community, words: str, **more: Any) -> Any:
    return await community.member.send(community.thread(), words, **more)


async def test_a_mark_that_comes_after_those_that_replaced_it(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await say(community, "First.")
        await community.pass_time()
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        assert reactions(community, message) == {"✅"}
        backend, thread = community.env.backend, community.thread()
        # What was cut off is carried out all the same, later. Others may react as they like.
        backend.add_reaction(thread.id, message.id, "⏳", community.env.bot.user.id)
        backend.add_reaction(thread.id, message.id, "⚠️", community.owner.id)
        await community.pass_time()
        assert reactions(community, message) == {"✅", "⚠️"}


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


async def test_words_that_were_heard_are_let_go_after_a_minute(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        heard = community.env.bot.talk._memory._heard
        await say(community, "Among us.")
        assert heard
        await community.env.advance_time(HEARD_SECONDS + PULSE)
        assert not heard


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
        assert "reads like one of the blog's own people" in read(refused)
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
        result = await connect(community, "wrng " * 6)
        assert "does not accept the user name and application password" in read(result)
        assert "Read only" in await community.status()


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
        assert " **member**\nSeen everywhere." in copy.content
        answer = await community.owner.send(there, "From elsewhere.", reply_to=copy)
        (asked,) = [m for m in there.history() if m.content.startswith("May this appear")]
        await community.owner.click(asked, label="Always")
        await community.pass_time()
        assert answer.id
        assert ours(community)[1].parent_id == ours(community)[0].id
        assert mirrored(community, "From elsewhere").reference.message_id == message.id
