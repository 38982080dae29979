"""Ways between Discord and the blog: pasted links, a mention with words, the menu of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cogs.readers.finding import ANSWERS
from cogs.readers.search import SEARCHES
from tests.cogs.owners.test_commands import gathered
from tests.cogs.readers.test_lookup import address, heading, labels, read_through
from tests.cogs.writers.test_replies import read

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cogs.owners.test_commands import Community


def pinged(community: Community) -> list[Any]:
    return [
        request.json["allowed_mentions"]
        for request in community.env.http_requests
        if request.method in {"POST", "PATCH"} and request.path.endswith("/messages")
        and request.json["allowed_mentions"]["parse"]
    ]  # fmt: skip


async def test_a_pasted_link_gets_one_quiet_card(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        url = await address(community, "patience")
        chat = community.guild.create_text_channel("chat")
        await community.member.send(chat, f"Look: {url}?utm_source=x#comment-1, and {url}")
        await community.member.send(chat, f"Again {url}")
        await community.pass_time()
        answers = [m for m in chat.history() if m.author.bot]
        assert len(answers) == 1
        assert heading(answers[0]) == f"### [On ∗patience∗](<{url}>)"
        assert labels(answers[0]) == ["Read"]
        await community.member.send(chat, "https://elsewhere.example/1")
        await community.member.send(community.channel.threads[0], f"Here {url}")
        assert len([m for m in chat.history() if m.author.bot]) == 1
        assert pinged(community) == []


async def test_mentioned_with_words_it_answers_like_search(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        chat = community.guild.create_text_channel("chat")
        me = community.env.bot.user.id
        await community.member.send(chat, f"<@{me}> gull")
        (answer,) = [m for m in chat.history() if m.author.bot]
        assert "**Gull**" in answer.embeds[0].description
        turned = await community.member.click(answer, label="More")
        assert turned.ephemeral
        assert pinged(community) == []


async def test_mentioned_without_a_word_it_says_what_it_can(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        chat = community.guild.create_text_channel("chat")
        me = community.env.bot.user.id
        await community.member.send(chat, f"<@{me}>  ")
        (answer,) = [m for m in chat.history() if m.author.bot]
        assert "</search:" in answer.embeds[0].description
        assert "/blog" not in answer.embeds[0].description
        assert pinged(community) == []
        before = len(community.thread().history())
        await community.member.send(community.thread(), f"<@{me}>")
        said = [m for m in community.thread().history()[before:] if m.author.bot]
        assert not any("</search:" in e.description for m in said for e in m.embeds)


async def test_on_the_blog_leads_to_the_place(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        (first, _) = [m for m in community.thread().history() if m.content]
        result = await community.member.context_menu(community.thread(), "On the blog", first)
        assert "#comment-1" in result.response.content
        announcement = community.channel.history()[0]
        result = await community.member.context_menu(community.channel, "On the blog", announcement)
        assert community.blog in result.response.content
        chat = await community.member.send(community.channel, "Hello")
        result = await community.member.context_menu(community.channel, "On the blog", chat)
        assert "Nothing on the blog" in result.response.content


async def test_an_answer_outlives_the_message_that_asked(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        url = await address(community, "patience")
        chat = community.guild.create_text_channel("chat")
        me = community.env.bot.user.id
        await community.member.send(chat, f"Look: {url}")
        await community.member.send(chat, f"<@{me}> gull")
        answers = [
            request.json["message_reference"]
            for request in community.env.http_requests
            if request.method == "POST" and request.path == f"/channels/{chat.id}/messages"
        ]
        assert [each["fail_if_not_exists"] for each in answers] == [False, False]


async def test_who_keeps_asking_waits_for_their_turn_and_nobody_else_does(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        me = community.env.bot.user.id
        chat = community.guild.create_text_channel("chat")
        other = community.guild.add_member(community.env.create_user("other"))

        def answers() -> int:
            return len([m for m in chat.history() if m.author.bot])

        for _ in range(ANSWERS + 2):
            await community.member.send(chat, f"<@{me}> gull")
        assert answers() == ANSWERS
        await other.send(chat, f"<@{me}> gull")
        assert answers() == ANSWERS + 1
        url = await address(community, "patience")
        for number in range(ANSWERS + 2):
            room = community.guild.create_text_channel(f"room-{number}")
            await community.member.send(room, f"Look: {url}")
        rooms = [each for each in community.env.http_requests if each.method == "POST"
                 and "message_reference" in (each.json or {})]  # fmt: skip
        assert len(rooms) == ANSWERS + 1 + ANSWERS


async def test_searches_have_turns(tmp_path: Path) -> None:
    async with read_through(tmp_path) as community:
        for _ in range(SEARCHES):
            found = await community.member.slash(community.channel, "search", words="gull")
            assert found.response.embeds
        refused = await community.member.slash(community.channel, "search", words="gull")
        assert "That was a lot" in read(refused)
        community.env.errors.clear()
