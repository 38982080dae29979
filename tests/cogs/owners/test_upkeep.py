"""/blog repair and /blog adopt, in simcord's Discord.

Forums are in `tests/e2e/test_repair.py`: simcord answers with the newest message instead of the
first.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest
import simcord
from simcord.http._helpers import message_response

from tests.cogs.owners.test_commands import Community, gathered
from tests.cogs.writers.test_replies import (
    connect,
    conversing,
    mirrored,
    question,
    reactions,
    say,
    texts,
)
from tests.pseudo import MARKED, TWO_LANGUAGES, unmarked
from tests.speech import in_locale
from tests.spoken import spoken

if TYPE_CHECKING:
    from pathlib import Path


async def lose_everything(community: Community) -> None:
    """The database is as empty as a new one."""
    database = community.env.bot.services.store.blogs._database
    for table in ("blog", "member"):
        await database.write(f"DELETE FROM {table}")


def without_pauses(community: Community) -> None:
    """The archive is filled at once: simcord's clock would wait for the pauses in between."""
    community.env.bot.services.engine._between = 0


def rows(folder: Path) -> list[str]:
    """Everything in the database."""
    with closing(sqlite3.connect(folder / "afterword.sqlite3")) as connection:
        return [line for line in connection.iterdump() if line.startswith("INSERT INTO")]


async def repair(community: Community, *, do_it: bool = False, channel: Any = None) -> str:
    result = await community.owner.slash(
        community.channel, "blog repair",
        url=community.blog, channel=channel or community.channel, do_it=do_it,
    )  # fmt: skip
    assert result.ephemeral
    if result.response.embeds:
        return str(result.response.embeds[0].description)
    return "\n".join(answer.content for answer in [result.response, *result.followups])


def written(community: Community, since: int) -> list[str]:
    """What the bot wrote into channels and threads since then."""
    return [
        f"{request.method} {request.path}"
        for request in community.env.http_requests[since:]
        if request.method != "GET" and request.path.startswith("/channels/")
    ]


async def test_looking_changes_nothing(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        await lose_everything(community)
        before, asked = rows(tmp_path), len(community.env.http_requests)
        words = await repair(community)
        assert "1 announcement and 1 thread" in words
        assert "2 messages of 2 comments" in words
        assert "nothing: all of it is as it should be" in words
        assert "Lost with the database" in words
        assert rows(tmp_path) == before
        assert written(community, asked) == []


async def test_what_is_right_is_neither_posted_nor_edited(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        await lose_everything(community)
        asked = len(community.env.http_requests)
        assert "Done" in await repair(community, do_it=True)
        await community.pass_time(4)
        assert "1 of 1 discussions are up to date" in await community.status()
        assert written(community, asked) == []
        community.content.add_comment(1, "<p>Later.</p>", name="Cy", email="c@x.test")
        await community.pass_time(2)
        assert [spoken(words) for words in community.said()][-1] == "Later."


async def test_a_newer_article_is_announced_and_an_older_one_is_not(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        (first,) = community.content.articles.values()
        community.content.save_article(first.id, published=first.published - timedelta(days=5))
        await community.follow()
        await lose_everything(community)
        for title, days in (("Older", -9), ("Newer", -1)):
            community.content.add_article(
                title=title, html="<p>W.</p>", published=first.published + timedelta(days=days)
            )
        without_pauses(community)
        words = await repair(community, do_it=True)
        assert "1 newer article to be announced" in words
        await community.pass_time(3)
        titles = [m.embeds[0].title for m in community.channel.history() if m.embeds]
        assert sorted(titles) == ["Newer", r"On \*patience\*"]


async def test_what_is_bound_stays_and_what_is_missing_is_added(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        database = community.env.bot.services.store.blogs._database
        await database.write("DELETE FROM part WHERE comment = '2'")
        await database.write("UPDATE part SET generation = 3 WHERE comment = '1'")
        words = await repair(community, do_it=True)
        assert "1 discussion of these recorded already" in words
        assert "Lost with the database" not in words
        found = await database.rows("SELECT comment, generation FROM part")
        assert {row["comment"]: row["generation"] for row in found} == {"1": 3, "2": 0}
        await community.pass_time(2)
        assert len(community.said()) == 2


async def test_a_mirror_without_its_thread_finds_it(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        database = community.env.bot.services.store.blogs._database
        await database.write("DELETE FROM part")
        await database.write("UPDATE mirror SET thread_id = NULL")
        await repair(community, do_it=True)
        (row,) = await database.rows("SELECT thread_id FROM mirror")
        assert row["thread_id"] == community.thread().id
        await community.pass_time(2)
        assert len(community.said()) == 2


async def test_all_recorded_already(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        before = rows(tmp_path)
        assert "All of it is recorded already" in await repair(community, do_it=True)
        assert rows(tmp_path) == before


async def test_a_deleted_thread_stays_deleted(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        await community.env.bot.get_channel(community.thread().id).delete()
        await lose_everything(community)
        without_pauses(community)
        words = await repair(community, do_it=True)
        assert "1 thread deleted in Discord" in words
        await community.pass_time(3)
        assert community.channel.threads == []
        assert "Its thread was deleted" in await community.status()


async def test_nothing_there(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        before = rows(tmp_path)
        assert "</blog follow:" in await repair(community, do_it=True)
        assert rows(tmp_path) == before


@pytest.fixture
def own_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of messages say which reactions are one's own, as Discord's do."""

    def marked(ctx: Any, message: Any, **more: Any) -> Any:
        return message_response(ctx, message, **({"for_user": ctx.backend.bot_user.id} | more))

    monkeypatch.setattr("simcord.http.routes.messages.message_response", marked)


@pytest.mark.usefixtures("own_marks")
async def test_replies_are_known_again(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        agreed = await say(community, "I agree.", reply_to=mirrored(community, "Well said"))
        await community.member.click(question(community), label="Always")
        quiet = await community.owner.send(community.thread(), "I keep out of it.")
        await community.pass_time()
        assert texts(community) == ["I agree."]
        asked = {question(community).id}
        assert reactions(community, agreed) == {"✅"}
        await lose_everything(community)
        assert "1 reply of members" in await repair(community, do_it=True)
        await connect(community)
        community.env.bot.services.replies.ready()
        own = next(each for each in community.content.comments.values() if each.name == "member")
        community.content.add_comment(
            1, "<p>To a member.</p>", name="Ada", email="a@x.test", parent_id=own.id
        )
        await community.pass_time(3)
        assert mirrored(community, "To a member.").reference.message_id == agreed.id
        assert [m.id for m in community.thread().history() if "I agree." in m.content] == [
            agreed.id
        ]
        assert reactions(community, agreed) == {"✅"}
        assert reactions(community, quiet) == set()
        assert question(community) is None or question(community).id in asked
        await community.member.edit(agreed, "I disagree.")
        await community.pass_time()
        assert texts(community) == ["I disagree."]


async def test_a_visitor_can_claim_a_members_message_in_vain(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        silent = await say(community, "// between us")
        thread = community.thread().id
        community.content.add_comment(
            1, "<p>The member says this.</p>", name="Eve", email="e@x.test",
            url=f"https://discord.com/channels/{community.guild.id}/{thread}/{silent.id}",
        )  # fmt: skip
        await community.pass_time(2)
        await lose_everything(community)
        assert "1 comment claiming" in await repair(community, do_it=True)
        await connect(community)
        await community.pass_time(2)
        assert reactions(community, silent) == set()
        assert len([words for words in community.said() if "The member says" in words]) == 1


async def test_repair_names_missing_permissions(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        channel = closed_channel(community, manage_threads=False)
        assert "**Manage Threads**" in await repair(community, channel=channel)
        assert len(community.env.errors) == 1


async def test_members_may_neither(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        for command, options in (
            ("blog repair", {"url": community.blog, "channel": community.channel}),
            ("blog adopt", {"thread": community.thread(), "article": "patience"}),
        ):
            with pytest.raises(simcord.SetupError):
                await community.member.slash(community.channel, command, **options)


def closed_channel(community: Community, **denied: bool) -> Any:
    overwrite = discord.PermissionOverwrite(**denied)
    return community.guild.create_text_channel(
        "closed", overwrites={community.env.bot.user: overwrite}
    )


def thread_of_people(community: Community, channel: Any = None) -> Any:
    """A thread that a member began."""
    parent = channel or community.channel
    made = community.env.backend.create_thread(
        parent.id, "What we talk about", community.member.id, type=11
    )
    return next(thread for thread in parent.threads if thread.id == made.id)


async def adopt(community: Community, thread: Any, article: str) -> str:
    result = await community.owner.slash(
        community.channel, "blog adopt", thread=thread, article=article
    )
    assert result.ephemeral
    return "\n".join(each.content for each in [result.response, *result.followups] if each)


def unmirrored(community: Community) -> str:
    """An article older than the follow; answers its title."""
    (first,) = community.content.articles.values()
    older = community.content.add_article(
        title="On beginnings", html="<p>Once.</p>", published=first.published.replace(year=2020)
    )
    community.content.add_comment(older.id, "<p>First.</p>", name="Ada", email="a@x.test")
    return older.title


async def followed(community: Community) -> str:
    """Followed in the channel, with only the newest article mirrored; the other's title."""
    title = unmirrored(community)
    await community.follow()
    await community.env.bot.services.store.blogs._database.write(
        "DELETE FROM mirror WHERE article = (SELECT id FROM article WHERE title = ?)", (title,)
    )
    return title


async def test_adopted_threads_are_mirrors_from_now_on(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        title = await followed(community)
        await connect(community)
        thread = thread_of_people(community)
        await community.member.send(thread, "Said before.")
        announced = len(community.channel.history())
        words = await adopt(community, thread, title)
        assert f"<#{thread.id}> is the thread of **{title}** now" in words
        await community.pass_time(3)
        assert any(spoken(m.content) == "First." for m in thread.history())
        assert thread.name == "What we talk about"
        assert len(community.channel.history()) == announced
        asked = [m for m in thread.history() if m.content.startswith("May this appear")]
        assert asked == []
        await community.member.send(thread, "Said after.")
        (asked_now,) = [m for m in thread.history() if m.content.startswith("May this appear")]
        await community.member.click(asked_now, label="Always")
        await community.pass_time(2)
        assert texts(community) == ["Said after."]


async def test_by_address_and_from_the_list(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        title = await followed(community)
        (picked,) = await community.owner.autocomplete(
            community.channel, "blog adopt", "article", "begin"
        )
        assert picked["name"] == title
        assert "is the thread" in await adopt(
            community, thread_of_people(community), picked["value"]
        )


async def test_what_can_not_be_adopted(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        title = await followed(community)
        (mirror,) = [t for t in community.channel.threads if "patience" in t.name]
        assert "is the thread of an article already" in await adopt(community, mirror, title)
        free = thread_of_people(community)
        assert "has a thread in that channel already" in await adopt(
            community, free, "on *PATIENCE*"
        )
        assert "I know no such article" in await adopt(community, free, "On nothing")
        other = community.guild.create_text_channel("elsewhere")
        assert "I know no such article" in await adopt(
            community, thread_of_people(community, other), title
        )
        shut = thread_of_people(community, closed_channel(community, manage_threads=False))
        assert "**Manage Threads**" in await adopt(community, shut, title)
        assert len(community.env.errors) == 5


async def test_all_of_it_is_said_in_the_askers_language(tmp_path: Path) -> None:
    async with gathered(tmp_path, TWO_LANGUAGES) as community:
        title = await followed(community)
        shut = closed_channel(community, manage_threads=False)
        with in_locale(MARKED.code):
            said = [
                await adopt(community, thread_of_people(community), "On nothing"),
                await adopt(community, thread_of_people(community), title),
                await repair(community, channel=shut),
                await repair(community),
            ]
        for words in said:
            left = unmarked(words)
            assert "‹" in words
            assert not any(letter.isalpha() for letter in left), left
        community.env.errors.clear()
