"""A blog that moves, closes or opens: nothing is posted twice, and no thread is lost."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.demo.blog_content import Author, Content
from bot.env.settings import BlogSettings
from bot.errors import BlogRefused, BlogUnusable
from bot.model import Credentials
from tests.care.fronts import PASSWORD, USER, fronts
from tests.cogs.owners.test_commands import gathered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.care.fronts import Front
    from tests.cogs.owners.test_commands import Community


@pytest.fixture(params=["text", "forum"])
def kind(request: pytest.FixtureRequest) -> str:
    """What kind of channel follows."""
    return str(request.param)


@asynccontextmanager
async def at_home(tmp_path: Path, kind: str) -> AsyncIterator[Community]:
    async with gathered(tmp_path) as community:
        forum = community.guild.create_forum_channel("discussions")
        yield community if kind == "text" else replace(community, channel=forum)


def shown(channel: Any) -> list[tuple[str, list[str]]]:
    """Every announcement, and what its thread holds."""
    threads = {thread.name: thread for thread in channel.threads}
    return [
        (name, [message.content for message in thread.history() if message.content])
        for name, thread in sorted(threads.items())
    ]


def announced(channel: Any) -> list[str]:
    """The titles: in the channel, or each in a forum's post."""
    messages = [message for place in (channel, *channel.threads) for message in place.history()]
    return [embed.title for message in messages for embed in message.embeds]


async def begin(community: Community, front: Front, label: str = "Start") -> str:
    """Follow it in this way; answers what was said before."""
    answer = await community.owner.slash(
        community.channel, "blog follow", url=front.url, channel=community.channel
    )
    message = (answer.followups or [answer.response])[-1].message
    said = str(message.content)
    await community.owner.click(message, label=label)
    await community.pass_time(3)
    return said


async def goes_on(community: Community) -> None:
    """A new article and a new comment are there, once; and what was there is there once."""
    before = announced(community.channel)
    article = next(iter(community.content.articles))
    community.content.add_comment(article, "<p>Still here.</p>", name="Cy", email="c@x.test")
    community.content.add_article(title="And another", html="<p>New.</p>")
    await community.pass_time(8)
    after = announced(community.channel)
    assert sorted(after) == sorted([*before, "And another"])
    said = [line for _, lines in shown(community.channel) for line in lines]
    for words in ("Well said", "I think so too", "Still here"):
        assert sum(words in line for line in said) == 1, said


async def recorded(community: Community) -> list[Any]:
    return list(await community.env.bot.services.store.blogs.of_guild(community.guild.id))


async def test_a_blog_that_moved_for_good_is_read_there(tmp_path: Path, kind: str) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 2) as (old, new):
        await begin(community, old)
        assert len(announced(community.channel)) == 1
        old.moved_to = new.url
        await community.pass_time(2)
        assert [each.address.api for each in await recorded(community)] == [old.api]
        await community.pass_time(2)
        assert [each.address.api for each in await recorded(community)] == [new.api]
        old.seen.clear()
        await goes_on(community)
        assert old.seen == []


async def test_a_detour_moves_nothing_and_hides_nothing(tmp_path: Path, kind: str) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 2) as (old, new):
        await begin(community, old)
        old.moved_to, old.status = new.url, 302
        await goes_on(community)
        assert [each.address.api for each in await recorded(community)] == [old.api]


async def test_a_place_with_other_articles_is_not_the_blog(tmp_path: Path, kind: str) -> None:
    stranger = Content("Shop", "", Author("s", "S", "s@x.test"))
    long_ago = datetime(2001, 2, 3, tzinfo=UTC)
    stranger.add_article(title="Buy", html="<p>Now.</p>", published=long_ago)
    async with (
        at_home(tmp_path, kind) as community,
        fronts(community.content, 1) as (old,),
        fronts(stranger, 1) as (new,),
    ):
        await begin(community, old)
        old.moved_to = new.url
        await community.pass_time(6)
        assert len(announced(community.channel)) == 1
        assert "other articles are there" in await community.status()
        old.moved_to = None
        await community.owner.slash(community.channel, "blog sync")
        await goes_on(community)


async def test_a_site_that_changes_its_links_is_read_on(tmp_path: Path, kind: str) -> None:
    """Pretty links switched off: the REST API is at its other place then."""
    async with at_home(tmp_path, kind) as community, fronts(community.content, 1) as (front,):
        await begin(community, front)
        front.root = "rest_route"
        await goes_on(community)
        assert [each.address.api for each in await recorded(community)] == [
            f"{front.url}?rest_route=/"
        ]


async def test_a_closed_api_never_makes_a_wordpress_a_feed(tmp_path: Path, kind: str) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 1) as (front,):
        await begin(community, front)
        front.closed = True
        await community.pass_time(3)
        with pytest.raises(BlogUnusable, match="follows The Blog already"):
            await community.env.bot.services.following.look(front.url, channel=community.channel.id)
        front.closed = False
        await community.owner.slash(community.channel, "blog sync")
        await goes_on(community)
        (record,) = await recorded(community)
        assert (record.address.kind, record.address.api) == ("wordpress", front.api)


@pytest.mark.parametrize(
    ("close", "why"),
    [
        (lambda front: setattr(front, "closed", True), "closed to visitors"),
        (lambda front: setattr(front, "broken", b"<br />\nWarning: x"), "web page"),
    ],
)
async def test_what_could_only_be_followed_by_its_feed_is_raised_when_it_opens(
    tmp_path: Path, kind: str, close: Callable[[Front], None], why: str
) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 1) as (front,):
        close(front)
        answer = await community.owner.slash(
            community.channel, "blog follow", url=front.url, channel=community.channel
        )
        message = (answer.followups or [answer.response])[-1].message
        assert why in message.content
        assert "Only its feed is read: no edits, no removals, no replies." in message.content
        await community.owner.click(message, label="Start")
        await community.pass_time(4)
        assert why in await community.status()
        (record,) = await recorded(community)
        assert record.address.kind == "feed"
        before = shown(community.channel)
        assert sum(len(lines) for _, lines in before) == 2, before
        front.closed, front.broken = False, None
        await community.restart()  # it looks when it starts, and then every hour
        await community.pass_time(2)
        (record,) = await recorded(community)
        assert (record.address.kind, record.address.api) == ("wordpress", front.api)
        await goes_on(community)


async def test_an_account_raises_a_feed_that_is_closed_to_visitors(
    tmp_path: Path, kind: str
) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 1) as (front,):
        front.closed = True
        await begin(community, front)
        services = community.env.bot.services
        (record,) = await recorded(community)
        assert await services.connections.destination(
            community.guild.id, record
        ) == front.url.rstrip("/")
        blog = await services.ways.open_up(community.guild.id, record, Credentials(USER, PASSWORD))
        await services.connections.connect(community.guild.id, blog, Credentials(USER, PASSWORD))
        (record,) = await recorded(community)
        assert (record.address.kind, record.guild) == ("wordpress", community.guild.id)
        await goes_on(community)


async def test_the_owners_word_moves_their_follow_and_no_other(tmp_path: Path, kind: str) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 2) as (old, new):
        await begin(community, old)
        services = community.env.bot.services
        await services.following.follow(old.url, guild=99, channel=9900)
        said = await begin(community, new, label="It has moved")
        assert f"the same articles at <{old.url.rstrip('/')}" in said
        assert [each.address.api for each in await recorded(community)] == [new.api]
        (theirs,) = await services.store.blogs.of_guild(99)
        assert theirs.address.api == old.api
        await goes_on(community)


async def test_what_the_settings_name_now_is_the_word_for_their_follow(
    tmp_path: Path, kind: str
) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 2) as (old, new):
        named = BlogSettings(old.url, community.channel.id, None)
        await restarted(community, named)
        assert len(announced(community.channel)) == 1
        await restarted(community, replace(named, url=new.url))
        assert [each.address.api for each in await recorded(community)] == [new.api]
        await goes_on(community)


async def test_a_blog_followed_by_command_goes_on_when_the_settings_name_it(
    tmp_path: Path, kind: str
) -> None:
    """As after `/blog repair`, when .env names the blog again, with its account."""
    async with at_home(tmp_path, kind) as community, fronts(community.content, 1) as (front,):
        await begin(community, front)
        named = BlogSettings(front.url, community.channel.id, Credentials(USER, PASSWORD))
        await restarted(community, named)
        (follow,) = await community.env.bot.services.store.follows.of_channel(community.channel.id)
        assert follow.settings_url == front.url
        (record,) = await recorded(community)
        assert record.guild == community.guild.id
        await goes_on(community)


async def test_an_account_that_comes_later_reads_for_its_own_server(
    tmp_path: Path, kind: str
) -> None:
    """Another server that follows the same blog goes on as a visitor."""
    async with at_home(tmp_path, kind) as community, fronts(community.content, 1) as (front,):
        named = BlogSettings(front.url, community.channel.id, None)
        await restarted(community, named)
        await community.env.bot.services.following.follow(front.url, guild=99, channel=9900)
        await restarted(community, replace(named, credentials=Credentials(USER, PASSWORD)))
        (record,) = await recorded(community)
        assert record.guild == community.guild.id
        (theirs,) = await community.env.bot.services.store.blogs.of_guild(99)
        assert (theirs.guild, theirs.id != record.id) == (None, True)
        assert len(front.keys()) == 2
        await goes_on(community)


async def restarted(community: Community, named: BlogSettings) -> None:
    """Start the bot anew with other settings, and let it look."""
    services = community.env.bot.services
    object.__setattr__(services, "settings", replace(services.settings, blog=named))
    await community.restart()
    await community.pass_time(4)


async def test_a_password_waits_when_its_blog_is_at_another_host(tmp_path: Path, kind: str) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 2) as (old, new):
        await begin(community, old)
        services = community.env.bot.services
        (record,) = await recorded(community)
        guild = community.guild.id
        await services.connections.connect(guild, record.id, Credentials(USER, PASSWORD))
        new.url = new.url.replace("127.0.0.1", "localhost")
        old.moved_to = new.url
        await community.pass_time(5)
        assert [each.address.api for each in await recorded(community)] == [new.api]
        with pytest.raises(BlogRefused, match="its password was given for"):
            await services.connections.open(guild, record.id)
        assert new.keys() == {None}
        await services.connections.connect(guild, record.id, Credentials(USER, PASSWORD))
        await (await services.connections.open(guild, record.id)).check()
