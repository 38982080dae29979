"""/blog follow: what was found, how it will look, and nothing happens before "Start"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord import app_commands

from bot.blogs.base import Found
from bot.blogs.feed.kind import FEED
from bot.blogs.wordpress.kind import WORDPRESS
from bot.care.survey import Survey
from bot.errors import BlogUnusable, ChannelUnsuitable, PermissionMissing
from bot.languages.phrase import Phrase
from bot.model import BlogAddress
from bot.store.discord.follows import FollowRecord
from cogs.owners.channels import followable
from tests.care.fronts import fronts
from tests.cogs.owners.test_commands import Community, gathered
from tests.mirror.test_desired import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Article

LATER = 4_000_000_000


async def guide(community: Community, channel: Any, url: str = "") -> Any:
    result = await community.owner.slash(
        channel, "blog follow", url=url or community.blog, channel=channel
    )
    assert result.ephemeral
    return (result.followups or [result.response])[-1]


def labels(shown: Any) -> list[str]:
    return [button["label"] for row in shown.components for button in row["components"]]


async def test_it_shows_what_will_happen_and_begins_only_when_told(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        shown = await guide(community, community.channel)
        assert "The Blog" in shown.content
        assert "1 article · 2 comments" in shown.content
        (preview,) = shown.embeds
        await community.pass_time(2)
        assert community.channel.history() == []
        await community.owner.click(shown.message, label="Start")
        await community.pass_time()
        (announcement,) = [m for m in community.channel.history() if m.embeds]
        real = announcement.embeds[0]
        assert (preview.title, preview.description, preview.url, preview.footer.text) == (
            real.title, real.description, real.url, real.footer.text,
        )  # fmt: skip
        assert "now follows" in shown.content


async def test_not_now_changes_nothing(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        shown = await guide(community, community.channel)
        await community.owner.click(shown.message, label="Not now")
        await community.pass_time(2)
        assert "None yet" in await community.status()
        assert shown.components == []


async def test_missing_permissions_hold_it_up_until_they_are_there(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        denied = discord.PermissionOverwrite(add_reactions=False)
        channel = community.guild.create_text_channel(
            "closed", overwrites={community.env.bot.user: denied}
        )
        shown = await guide(community, channel)
        assert "Add Reactions" in shown.content
        assert labels(shown) == ["Check again", "Not now"]
        await community.owner.click(shown.message, label="Check again")
        assert labels(shown) == ["Check again", "Not now"]
        real = community.env.bot.get_channel(channel.id)
        await real.set_permissions(community.env.bot.user, overwrite=None)
        await community.env.settle()
        await community.owner.click(shown.message, label="Check again")
        assert labels(shown) == ["Start", "Only new articles", "Not now"]
        await community.owner.click(shown.message, label="Start")
        await community.pass_time()
        assert [m for m in channel.history() if m.embeds]


async def test_a_blog_without_articles(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        community.content.delete_article(1)
        shown = await guide(community, community.channel)
        assert "nothing there yet" in shown.content
        assert shown.embeds == []
        assert labels(shown) == ["Start", "Not now"]


async def test_it_says_what_each_beginning_posts_and_keeps_to_it(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        for number in range(4):
            article = community.content.add_article(title=f"More {number}", html="<p>More.</p>")
            for each in range(number):
                community.content.add_comment(
                    article.id, f"<p>Yes, {each}.</p>", name="Cy", email="c@x.test"
                )
        shown = await guide(community, community.channel)
        assert shown.content.splitlines()[2:5] == [
            "- **Start**: 3 articles and 6 comments, less than a minute",
            "- **With 5 articles**: 5 articles and 8 comments, less than a minute",
            "- **Only new articles**: nothing now, only what appears from now on",
        ]
        assert "3 comments" in shown.embeds[0].footer.text
        await community.owner.click(shown.message, label="With 5 articles")
        await community.pass_time(3)
        assert len([m for m in community.channel.history() if m.embeds]) == 5
        again = await guide(community, community.channel)
        assert labels(again) == ["Start", "Not now"]


async def test_it_says_what_a_feed_and_its_whole_blog_would_post(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community, fronts(community.content, 1) as (front,):
        for number in range(4):
            community.content.add_article(title=f"More {number}", html="<p>More.</p>")
        community.content.add_comment(5, "<p>Yes.</p>", name="Cy", email="c@x.test")
        shown = await guide(community, community.channel, f"{front.url}feed/")
        ways = [line for line in shown.content.splitlines() if line.startswith("- ")]
        assert ways == [
            "- **The whole blog**: 3 articles and 1 comment, less than a minute",
            "- **Only this feed**: 3 articles, and the comments that can be read there",
        ]
        await community.owner.click(shown.message, label="Only this feed")
        await community.pass_time(2)
        assert len([m for m in community.channel.history() if m.embeds]) == 3
        survey = await community.env.bot.services.following.look(
            front.url, channel=community.channel.id
        )
        assert survey.goes_on, "the whole takes over the feed's threads, and begins with nothing"
        again = await guide(community, community.channel, f"{front.url}feed/")
        assert labels(again) == ["The whole blog", "Only this feed", "Not now"]
        assert not [line for line in again.content.splitlines() if line.startswith("- ")]


async def test_it_says_what_following_both_would_post(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community, fronts(community.content, 2) as (old, new):
        shown = await guide(community, community.channel, old.url)
        await community.owner.click(shown.message, label="Start")
        await community.pass_time(2)
        shown = await guide(community, community.channel, new.url)
        assert "- **Follow both**: 1 article and 2 comments, less than a minute" in shown.content


async def test_a_whole_that_cannot_be_looked_at_leaves_its_feed(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community, fronts(community.content, 1) as (front,):
        front.failing = "/wp-json/wp/v2/comments"
        shown = await guide(community, community.channel, f"{front.url}feed/")
        assert labels(shown) == ["The whole blog", "Only this feed", "Not now"]
        assert "- **Only this feed**: 1 article" in shown.content


async def test_it_can_begin_with_what_is_new(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        shown = await guide(community, community.channel)
        await community.owner.click(shown.message, label="Only new articles")
        assert "What appears there from now on comes here." in shown.content
        await community.pass_time(2)
        assert community.channel.history() == []
        community.content.add_article(title="New", html="<p>New.</p>")
        await community.pass_time(3)
        (announcement,) = [m for m in community.channel.history() if m.embeds]
        assert announcement.embeds[0].title == "New"


async def followed(community: Community) -> FollowRecord:
    (follow,) = await community.env.bot.services.store.follows.of_guild(community.guild.id)
    assert isinstance(follow, FollowRecord)
    return follow


@pytest.mark.parametrize("latest", [ARTICLE, None], ids=["one", "none"])
async def test_a_blog_that_does_not_tell_how_much_there_is(
    tmp_path: Path, latest: Article | None
) -> None:
    """As no feed does: only where there is no article, there is nothing."""
    address = BlogAddress(FEED, "https://b.example/", "https://b.example/feed", "B")

    async def look(_: str, *, channel: int) -> Survey:
        del channel
        return Survey(Found(address), None, None, latest)

    async with gathered(tmp_path) as community:
        community.env.bot.services.following.look = look
        shown = await guide(community, community.channel, "b.example")
        assert len(shown.embeds) == (latest is not None)
        assert "comment" not in shown.content
        assert not any("comment" in (embed.footer.text or "") for embed in shown.embeds)
        assert ("nothing there yet" in shown.content) == (latest is None)


async def test_it_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        shown, other = [await guide(community, community.channel) for _ in range(2)]
        await community.restart()
        await community.owner.click(other.message, label="Not now")
        assert other.content == "Nothing was changed."
        await community.owner.click(shown.message, label="Start")
        assert "now follows **The Blog**" in shown.content
        await community.pass_time()
        assert [m for m in community.channel.history() if m.embeds]


async def test_it_begins_with_the_blog_that_it_showed(tmp_path: Path) -> None:
    """Its home page need not be the way to it."""
    async with gathered(tmp_path) as community:
        address = (await guide(community, community.channel)).embeds[0].url
        shown = await guide(community, community.channel, address)
        assert address not in shown.content
        asked: list[str] = []
        following = community.env.bot.services.following
        find = following.find

        async def asked_for(url: str) -> Any:
            asked.append(url)
            return await find(url)

        following.find = asked_for
        await community.owner.click(shown.message, label="Start")
        assert asked == [address]
        assert (await followed(community)).channel == community.channel.id


@pytest.mark.parametrize(
    ("typed", "asked_for"),
    [
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        (
            "https://bücher.example/über <uns>",
            "https://xn--bcher-kva.example/%C3%BCber%20%3Cuns%3E",
        ),
        ("bücher.example/feed.xml ", "https://xn--bcher-kva.example/feed.xml"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        ("<https://bücher.example/feed.xml>", "https://xn--bcher-kva.example/feed.xml"),
        ("feed://bücher.example/feed.xml", "https://xn--bcher-kva.example/feed.xml"),
    ],
)
async def test_it_asks_for_the_very_address_again(
    tmp_path: Path, typed: str, asked_for: str
) -> None:
    """A host stays one when it is shown, and an address need not be typed whole."""
    home, feed = "https://bücher.example/", "https://bücher.example/feed.xml"
    address = BlogAddress(FEED, home, feed, "Books")
    asked: list[str] = []

    async def look(_: str, *, channel: int) -> Survey:
        assert channel == community.channel.id
        return Survey(Found(address), 1, None, None)

    async def find(url: str) -> Any:
        asked.append(url)
        raise BlogUnusable("Nothing there.")

    async with gathered(tmp_path) as community:
        following = community.env.bot.services.following
        following.look, following.find = look, find
        shown = await guide(community, community.channel, typed)
        await community.owner.click(shown.message, label="Start")
        assert asked == [asked_for]


async def test_it_says_that_a_blog_has_no_comments(tmp_path: Path) -> None:
    address = BlogAddress(WORDPRESS, "https://b.example/", "https://b.example/wp-json/", "B")
    off = Phrase("Comments are switched off at {host}.", host="b.example")

    async def look(_: str, *, channel: int) -> Survey:
        del channel
        return Survey(Found(address), 1, None, None, comments_off=off)

    async with gathered(tmp_path) as community:
        community.env.bot.services.following.look = look
        shown = await guide(community, community.channel, "b.example")
        assert "Comments are switched off at b.example." in shown.content


@pytest.mark.parametrize("home", ["", "http"])
async def test_a_feed_without_a_home_page_is_named_by_its_host(tmp_path: Path, home: str) -> None:
    """Tokens stand in its address, which a page may name as http or https."""
    feed = "https://books.example/feed/t0ken-s3cr3t?auth=hush"
    address = BlogAddress(FEED, home and feed.replace("https", home), feed, "Books")
    address = replace(address, url=address.url or feed)

    async def look(_: str, *, channel: int) -> Survey:
        del channel
        return Survey(Found(address), 1, None, None)

    async def find(_: str) -> Any:
        return Found(address), None

    async with gathered(tmp_path) as community:
        following = community.env.bot.services.following
        following.look, following.find = look, find
        shown = await guide(community, community.channel, feed)
        told = [shown.content, str(shown.components)]
        await community.owner.click(shown.message, label="Start")
        told += [shown.content, await community.status()]
        panel = await community.owner.slash(community.channel, "blog settings")
        told.append(str(panel.response.components))
        assert (await followed(community)).channel == community.channel.id
        assert "books.example · 1 article" in told[0]
        assert "books.example" in told[3]
        for words in told:
            assert "hush" not in words
            assert "s3cr3t" not in words


async def test_a_guide_that_is_older_than_a_day(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        shown = await guide(community, community.channel)
        store = community.env.bot.services.store
        await store.proposals.add(community.guild.id, "https://b.example/", now=LATER)
        refused = await community.owner.click(shown.message, label="Start")
        assert "This is too old" in refused.response.content


async def test_only_those_who_manage_the_server_can_begin(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        shown = await guide(community, community.channel)
        server = community.env.bot.get_guild(community.guild.id)
        (manager,) = [role for role in server.roles if role.name == "Manager"]
        await manager.edit(permissions=discord.Permissions(view_channel=True))
        await community.env.settle()
        refused = await community.owner.click(shown.message, label="Start")
        assert "You need the Manage Server permission" in refused.response.content
        services = community.env.bot.services
        assert await services.store.follows.of_guild(community.guild.id) == []


async def test_media_channels_are_not_offered_and_not_taken(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        blog = community.env.bot.tree.get_command("blog")
        assert isinstance(blog, app_commands.Group)
        follow = blog.get_command("follow")
        assert isinstance(follow, app_commands.Command)
        channel = follow.get_parameter("channel")
        assert channel is not None
        assert {kind.value for kind in channel.channel_types} == {0, 5, 15}
        posts = community.guild.create_forum_channel("posts")
        forum = community.env.bot.get_channel(posts.id)
        assert followable(forum) is forum
        forum._type = discord.ChannelType.media.value
        with pytest.raises(ChannelUnsuitable):
            followable(forum)
        with pytest.raises(PermissionMissing, match="names no text"):
            community.env.bot.get_cog("MirrorCog")._home_of(posts.id)
