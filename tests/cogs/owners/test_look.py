"""/blog why tells the story of one thing; /blog sync reads now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.choices import Filters
from tests.cogs.owners.test_commands import Community, gathered
from tests.cogs.writers.test_replies import conversing, mirrored, question, read, say
from tests.pseudo import MARKED, TWO_LANGUAGES, unmarked
from tests.speech import in_locale

if TYPE_CHECKING:
    from pathlib import Path


async def why(community: Community, link: str) -> str:
    return read(await community.owner.slash(community.channel, "blog why", link=link))


def url(community: Community) -> str:
    (announcement,) = [m for m in community.channel.history() if m.embeds]
    return str(announcement.embeds[0].url)


async def test_an_article_and_its_comments(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        story = await why(community, url(community))
        assert "On \\*patience\\*" in story
        assert "seen by the bot" in story
        assert f"discussed in <#{community.thread().id}>" in story
        assert await why(community, url(community).rstrip("/")) == story
        story = await why(community, f"{url(community)}#comment-1")
        assert "A comment by Ada" in story
        assert str(mirrored(community, "Well said").id) in story
        message = mirrored(community, "Well said")
        link = f"https://discord.com/channels/{community.guild.id}/{community.thread().id}/"
        assert await why(community, link + str(message.id)) == story
        assert "has not seen comment 99" in await why(community, f"{url(community)}#comment-99")


async def test_why_not(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        address = url(community)
        await community.owner.delete(mirrored(community, "Well said"))
        assert "removed in Discord" in await why(community, f"{address}#comment-1")
        community.content.move_comment(2, "trash")
        await community.pass_time(6)
        story = await why(community, f"{address}#comment-2")
        assert "no longer on the blog" in story
        assert "taken away" in story
        services = community.env.bot.services
        (follow,) = await services.store.follows.of_guild(community.guild.id)
        await services.store.follows.choose(
            follow.id,
            brief=False,
            role=None,
            filters=Filters(words=("nothing",)),
            quiet=None,
            language="en",
            publish=False,
        )
        community.content.add_article(title="Left out", html="<p>Words.</p>", slug="left-out")
        await community.pass_time(2)
        other = address.replace("on-patience", "left-out")
        assert "the channel's filters keep it out" in await why(community, other)


async def test_a_members_own_message(tmp_path: Path) -> None:
    async with conversing(tmp_path) as community:
        message = await say(community, "Mine.")
        await community.member.click(question(community), label="Always")
        await community.pass_time()
        story = await why(community, f"{url(community)}#comment-3")
        assert "a member's own message" in story
        assert str(message.id) in story


async def test_what_is_none_of_ours(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        for link in (
            "https://elsewhere.example/",
            "nonsense",
            "https://discord.com/channels/1/2/3",
        ):
            words = await why(community, link)
            assert words.startswith("That "), words
        community.env.errors.clear()


async def test_sync_reads_now(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        community.content.save_comment(1, html="<p>Better said.</p>")
        since = len(community.env.http_requests)
        result = await community.owner.slash(community.channel, "blog sync")
        assert "Reading now" in read(result)
        assert "Better said." in community.said()[0]
        assert len(community.env.http_requests) > since


async def test_all_of_it_is_said_in_the_askers_language(tmp_path: Path) -> None:
    async with gathered(tmp_path, TWO_LANGUAGES) as community:
        await community.follow()
        address = url(community)
        await community.owner.delete(mirrored(community, "Well said"))
        await community.pass_time(2)
        with in_locale(MARKED.code):
            for link in (address, *(f"{address}#comment-{number}" for number in (1, 2, 99)), "?"):
                left = unmarked(await why(community, link))
                left = re.sub(r"<[^>]*>|^## On .*", "", left)
                assert not any(letter.isalpha() for letter in left), left
            synced = await community.owner.slash(community.channel, "blog sync")
            assert unmarked(read(synced)).strip() == ""
        community.env.errors.clear()
