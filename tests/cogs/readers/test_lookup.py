"""What members look up: each command in simcord's Discord, with and without anything to find."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.cogs.owners.test_commands import Community, gathered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

EMPTY = "Once a blog is followed here"


@asynccontextmanager
async def read_through(tmp_path: Path) -> AsyncIterator[Community]:
    """A community whose blog has old articles as well, all of them recorded."""
    async with gathered(tmp_path) as community:
        community.content.save_article(1, published=datetime.now(UTC) - timedelta(days=30))
        for number in range(1, 7):
            article = community.content.add_article(
                title=f"Chapter {number}: the lighthouse",
                html=f"<p>Salt and *rope* {number}.</p>",
                published=datetime.now(UTC) - timedelta(days=20 - number),
            )
            for turn in range(4 * number):
                community.content.add_comment(
                    article.id, f"<p>Gull {turn} of flock{number}.</p>", name="Cy", email="c@x.test"
                )
        await community.follow()
        await community.pass_time(3)
        yield community


def shown(result: Any) -> Any:
    """The list that is an answer which nobody else sees."""
    assert result.ephemeral
    (embed,) = result.response.embeds
    return embed


def labels(message: Any) -> list[str | None]:
    return [each.label for each in parts(message.components) if isinstance(each, discord.Button)]


def heading(message: Any) -> str:
    """The title on an article's card, with the way to it."""
    assert message.flags.components_v2
    texts = [each for each in parts(message.components) if isinstance(each, discord.TextDisplay)]
    return texts[0].content.partition("\n")[0]


def parts(components: Any) -> Iterator[Any]:
    for each in components:
        yield each
        yield from parts(getattr(each, "children", []))


async def test_the_archive_is_recorded_and_status_says_so(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        assert "🗄️ 7 articles and 86 comments can be searched." in await community.status()


async def test_search_finds_old_articles_and_turns_pages(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        result = await community.member.slash(community.channel, "search", words="lighthouse rop")
        assert "**rope**" in shown(result).description
        assert "Chapter 1: the lighthouse" in shown(result).description
        result = await community.member.slash(
            community.channel, "search", words="gull", **{"in": "comments"}
        )
        first = shown(result)
        assert first.description.count("💬") == 10
        assert labels(result.response.message) == ["More"]
        await community.member.click(result.response.message, label="More")
        (second,) = result.response.message.embeds
        assert second.description != first.description


async def test_pages_turn_after_a_restart(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        found = await community.member.slash(community.channel, "search", words="gull")
        talk = await community.member.slash(community.channel, "comments", article="Chapter 6")
        await community.restart()
        for result in (found, talk):
            (first,) = result.response.message.embeds
            await community.member.click(result.response.message, label="More")
            (second,) = result.response.message.embeds
            assert second.description != first.description


async def test_search_by_author_and_in_articles(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        by_ada = await community.member.slash(
            community.channel, "search", words="said", author="Ada"
        )
        assert "**Ada**" in shown(by_ada).description
        by_bo = await community.member.slash(community.channel, "search", words="said", author="Bo")
        assert "Nothing was found" in shown(by_bo).description
        in_articles = await community.member.slash(
            community.channel, "search", words="said", **{"in": "articles"}
        )
        assert "Nothing was found" in shown(in_articles).description


@pytest.mark.parametrize("words", ['"', "AND", "a:b -c* (", "'; DROP", "\\", "** ~~", "NEAR(x y)"])
async def test_nothing_that_people_type_is_an_error(tmp_path: Path, words: str) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        assert shown(await community.member.slash(community.channel, "search", words=words))


async def test_what_is_removed_or_withdrawn_is_found_no_more(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        community.content.move_comment(1, "trash")
        community.content.move_comment(3, "trash")
        community.content.save_article(7, status="draft")
        await community.pass_time(6)
        for words in ("said", "gull 0 flock1", "salt 6", "flock6"):
            result = await community.member.slash(community.channel, "search", words=words)
            assert "Nothing was found" in shown(result).description, words
        suggested = await community.member.autocomplete(
            community.channel, "article", "title", "chapter 6"
        )
        assert "Chapter 6: the lighthouse" not in [choice["name"] for choice in suggested]
        lines = await community.member.slash(community.channel, "comments", article="patience")
        assert "Ada" not in shown(lines).description
        said = await community.member.slash(community.channel, "author", name="Ada")
        assert "Nobody of that name" in said.response.content


async def test_titles_are_suggested_in_spite_of_slips(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        newest = await community.member.autocomplete(community.channel, "article", "title", "")
        assert len(newest) == 7
        suggested = await community.member.autocomplete(
            community.channel, "article", "title", "patiense"
        )
        assert suggested[0]["name"] == "On *patience*"
        result = await community.member.slash(
            community.channel, "article", title=suggested[0]["value"]
        )
        assert result.ephemeral
        assert heading(result.response.message).startswith("### [On ∗patience∗](<")
        assert labels(result.response.message) == ["Read"]


async def test_share_shows_it_to_everyone_and_others_turn_their_own_pages(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        result = await community.member.slash(community.channel, "search", words="gull", share=True)
        assert not result.ephemeral
        before = result.response.message.embeds[0].description
        turned = await community.owner.click(result.response.message, label="More")
        assert turned.ephemeral
        assert community.channel.history()[-1].embeds[0].description == before


async def test_comments_show_the_tree_and_the_ways(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        community.content.add_comment(
            7, "<p>Answer to the gull.</p>", name="Dee", email="d@x.test", parent_id=43
        )
        await community.pass_time(2)
        result = await community.member.slash(
            community.channel, "comments", article="Chapter 6: the lighthouse"
        )
        embed = shown(result)
        assert embed.description.count("**Cy**") + embed.description.count("**Dee**") == 10
        assert "#comment-" in embed.description
        assert "https://discord.com/channels/" in embed.description
        assert embed.footer.text == "Page 1 of 3"
        await community.member.click(result.response.message, label="More")
        await community.member.click(result.response.message, label="More")
        assert labels(result.response.message) == ["Back"]
        answers = await community.member.slash(community.channel, "comments", article="patience")
        assert "↳ **Bo**" in shown(answers).description


async def test_author_random_and_latest(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        owner = await community.member.slash(community.channel, "author", name="olga owner")
        assert "7 articles" in shown(owner).description
        reader = await community.member.slash(community.channel, "author", name="Cy")
        assert "84 comments" in shown(reader).description
        for part in ("owner", "OLG", "own olga"):
            found = await community.member.slash(community.channel, "author", name=part)
            assert "7 articles" in shown(found).description
        for nobody in ("wner", "olga cy", "…"):
            none = await community.member.slash(community.channel, "author", name=nobody)
            assert "Nobody of that name" in none.response.content
        names = await community.member.autocomplete(community.channel, "author", "name", "c")
        assert "Cy" in [choice["name"] for choice in names]
        result = await community.member.slash(community.channel, "random")
        assert heading(result.response.message).startswith("### [")
        latest = await community.member.slash(community.channel, "latest", count=10)
        assert shown(latest).description.count("\n") == 6
        none = await community.member.slash(community.channel, "latest", term="nowhere")
        assert "No article here has" in shown(none).description


async def test_an_author_is_introduced_as_on_the_blog(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        community.content.save_author(about="I write, <em>slowly</em>.")
        await community.follow()
        author = await community.member.slash(community.channel, "author", name="Olga Owner")
        text = shown(author).description
        assert text.startswith("I write, *slowly*.\n[More on the blog](<")
        assert "/author/owner/>)" in text
        assert "Their website" not in text
        assert "owner@example.test" not in text
        reader = await community.member.slash(community.channel, "author", name="Ada")
        assert shown(reader).description.startswith("1 comment\n")


async def test_thread_of_an_old_article_is_set_up_on_demand(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        assert len(community.channel.threads) == 3
        result = await community.member.slash(community.channel, "thread", article="patience")
        assert "It is being set up" in result.response.content
        await community.pass_time(2)
        result = await community.member.slash(community.channel, "thread", article="patience")
        assert len(community.channel.threads) == 4
        thread = next(each for each in community.channel.threads if "patience" in each.name)
        assert f"<#{thread.id}>" in result.response.content
        assert [m.content.split("**")[1] for m in thread.history() if m.content] == ["Ada", "Bo"]


async def test_an_old_article_that_someone_asks_for_is_no_news(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        store = community.env.bot.services.store
        role = community.guild.create_role("Readers", mentionable=True)
        await store.follows._database.write("UPDATE follow SET role = ?", (role.id,))
        since = len(community.env.http_requests)
        await community.member.slash(community.channel, "thread", article="patience")
        await community.pass_time(2)
        assert len(community.channel.threads) == 4
        community.content.add_article(title="Brand new", html="<p>News.</p>")
        await community.pass_time(2)
        sent = [
            request.json
            for request in community.env.http_requests[since:]
            if request.method == "POST"
            and request.path == f"/channels/{community.channel.id}/messages"
        ]
        titles = {body["embeds"][0]["title"]: body["content"] for body in sent}
        assert titles.pop("Brand new") == f"<@&{role.id}>"
        assert list(titles.values()) == [None]


async def test_old_threads_have_turns_and_the_way_to_one_has_none(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        turns = community.env.bot.get_cog("ArticlesCog")._turns
        while not turns.take(community.guild.id, community.member.id):
            pass
        refused = await community.member.slash(community.channel, "thread", article="patience")
        assert "That was a lot" in refused.response.content
        community.env.errors.clear()
        await community.pass_time(2)
        assert len(community.channel.threads) == 3
        there = community.channel.threads[0].name
        result = await community.member.slash(community.channel, "thread", article=there)
        assert "is discussed in" in result.response.content


async def test_without_follows_every_command_says_so(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        channel, member = community.channel, community.member
        assert EMPTY in shown(await member.slash(channel, "latest")).description
        assert EMPTY in (await member.slash(channel, "random")).response.content
        assert (
            "Nothing was found"
            in shown(await member.slash(channel, "search", words="x")).description
        )
        for command, option in (
            ("article", "title"),
            ("comments", "article"),
            ("thread", "article"),
        ):
            result = await member.slash(channel, command, **{option: "anything"})
            assert "No article of that title" in result.response.content
            assert await member.autocomplete(channel, command, option, "") == []
        assert "No blog is followed" in shown(await member.slash(channel, "help")).description
        result = await member.slash(channel, "author", name="Ada")
        assert "Nobody of that name" in result.response.content
        await member.send(channel, community.blog)


async def test_several_people_of_a_name_are_named(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        for name in ("Joseph Burgo", "Ann Burgo"):
            community.content.add_comment(1, "<p>Words.</p>", name=name, email="x@x.test")
        await community.follow()
        asked = await community.member.slash(community.channel, "author", name="burgo")
        assert "**Ann Burgo**, **Joseph Burgo**" in asked.response.content
        found = await community.member.slash(community.channel, "author", name="joseph")
        assert shown(found).title == "Joseph Burgo"


async def test_help_says_what_there_is_for_whom(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        reader = shown(await community.member.slash(community.channel, "help")).description
        owner = shown(await community.owner.slash(community.channel, "help")).description
        assert "from **" in reader
        assert "/blog" not in reader
        assert owner.startswith(reader)
        assert "</blog settings:" in owner


async def address(community: Community, title: str) -> str:
    result = await community.member.slash(community.channel, "article", title=title)
    return heading(result.response.message).partition("(<")[2].removesuffix(">)")
