"""What people do to channels, threads and messages in Discord, and what the owner reads of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord
from discord.ext import tasks

from tests.cogs.owners.test_commands import Community, gathered
from tests.spoken import spoken

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def delete(community: Community, channel_id: int) -> None:
    """Someone deletes a channel or a thread; for the bot it is the same event whoever did."""
    channel = community.env.bot.get_channel(channel_id)
    await channel.delete()
    await community.env.settle()


def written(community: Community, since: int) -> list[str]:
    return [
        f"{request.method} {request.path}"
        for request in community.env.http_requests[since:]
        if request.method != "GET" and "/channels/" in request.path
    ]


async def test_a_deleted_thread_pauses_and_says_so(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        await delete(community, community.thread().id)
        assert "Its thread was deleted in Discord" in await community.status()
        community.content.add_comment(1, "<p>Later.</p>", name="Cy", email="c@x.test")
        since = len(community.env.http_requests)
        await community.pass_time(3)
        assert written(community, since) == []


async def test_a_deleted_channel_pauses_the_follow_and_says_so(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        elsewhere = community.guild.create_text_channel("elsewhere")
        await delete(community, community.channel.id)
        result = await community.owner.slash(elsewhere, "blog status")
        (embed,) = result.followups[-1].embeds if result.followups else result.response.embeds
        assert "The channel was deleted in Discord" in embed.fields[0].value
        community.content.add_article(title="Another", html="<p>Words.</p>")
        since = len(community.env.http_requests)
        await community.pass_time(3)
        assert written(community, since) == []


async def test_a_blog_that_fails_says_why_and_recovers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_900_000_000]
    monkeypatch.setattr("bot.app.Clock", lambda: lambda: now[0])
    async with gathered(tmp_path) as community:
        await community.follow()
        clock, community.content.clock = community.content.clock, broken
        await community.pass_time(2)
        failing = await community.status()
        assert "⚠️" in failing
        assert "Next try <t:19000" in failing
        community.content.clock = clock
        now[0] += 3600
        await community.pass_time(2)
        assert "⚠️" not in await community.status()


def broken() -> datetime:
    raise ValueError("the blog's own database is down")


async def test_messages_deleted_in_bulk_stay_deleted(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        thread = community.env.bot.get_channel(community.thread().id)
        await thread.delete_messages(
            [message for message in community.thread().history() if message.content]
        )
        await community.env.settle()
        community.content.save_comment(1, html="<p>Edited since.</p>")
        community.content.save_comment(2, html="<p>Edited, too.</p>")
        await community.pass_time(6)
        assert community.said() == []


async def test_a_removed_announcement_stays_removed(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        (announcement,) = [m for m in community.channel.history() if m.embeds]
        await community.owner.delete(announcement)
        community.content.save_article(1, title="On impatience")
        await community.pass_time(6)
        assert [m for m in community.channel.history() if m.embeds] == []
        assert community.thread().name == "On impatience"


async def test_an_edit_shows_in_its_place_and_mentions_no_one(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        before = [m.id for m in community.thread().history() if m.content]
        community.content.save_comment(1, html="<p>Better said.</p>")
        since = len(community.env.http_requests)
        await community.pass_time(6)
        assert [m.id for m in community.thread().history() if m.content] == before
        assert spoken(community.said()[0]) == "Better said."
        edits = [
            request
            for request in community.env.http_requests[since:]
            if request.method == "PATCH" and "/messages/" in request.path
        ]
        assert edits
        assert {str(request.json["allowed_mentions"]) for request in edits} == {"{'parse': []}"}


async def test_in_a_forum_an_article_is_a_post(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        forum = community.guild.create_forum_channel("discussions")
        await community.follow(forum)
        (post,) = forum.threads
        assert post.name == "On *patience*"
        starter, first, second = [m for m in post.history() if m.content or m.embeds]
        assert starter.embeds[0].title == r"On \*patience\*"
        labels = [button.label for row in starter.components for button in row.children]
        assert labels == ["Read"]
        assert " **Ada**\n" in first.content
        assert second.reference is not None
        assert second.reference.message_id == first.id


async def test_an_archived_post_is_woken_to_change_what_it_announces(tmp_path: Path) -> None:
    """A forum's post holds its announcement: Discord archives both after a silent week."""
    async with gathered(tmp_path) as community:
        forum = community.guild.create_forum_channel("discussions")
        await community.follow(forum)
        (post,) = forum.threads
        thread = community.env.bot.get_channel(post.id)
        await thread.edit(archived=True)
        community.env.inject_error(
            "PATCH", f"/channels/{post.id}/messages/*", status=400, code=50083
        )
        community.content.save_article(1, title="On impatience")
        await community.pass_time(6)
        (starter,) = [m for m in post.history() if m.embeds]
        assert starter.embeds[0].title == "On impatience"


async def test_following_again_writes_nothing_twice(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        before = [m.id for m in community.thread().history()]
        announcements = len(community.channel.history())
        result = await community.follow(community.channel)
        assert result.ephemeral
        await community.pass_time(3)
        assert [m.id for m in community.thread().history()] == before
        assert len(community.channel.history()) == announcements


async def test_an_unpublished_article_keeps_no_title_and_takes_no_words(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        community.content.save_article(1, status="draft")
        await community.pass_time(6)
        (embed,) = [m.embeds[0] for m in community.channel.history() if m.embeds]
        assert embed.title is None
        assert embed.description == "This article is not on the blog at the moment."
        thread = await community.env.bot.fetch_channel(community.thread().id)
        assert (thread.locked, thread.archived) == (True, True)


async def test_a_link_to_another_article_leads_to_its_thread_as_well(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        community.content.add_article(title="The other", html="<p>Words.</p>", slug="other")
        await community.follow()
        (other,) = [thread for thread in community.channel.threads if thread.name == "The other"]
        path = f"{community.blog}/{datetime.now(UTC):%Y/%m}/other/"
        community.content.add_comment(
            1, f'<p>See <a href="{path}">there</a>.</p>', name="Cy", email="c@x.test"
        )
        await community.pass_time(2)
        (thread,) = [each for each in community.channel.threads if each.id != other.id]
        said = [message.content for message in thread.history()]
        assert spoken(said[-1]).endswith(f"See [there](<{path}>) (<#{other.id}>).")


async def test_what_is_held_of_a_server_goes_thirty_days_after_the_bot_left_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_900_000_000]
    monkeypatch.setattr("bot.app.Clock", lambda: lambda: now[0])
    async with gathered(tmp_path) as community:
        await community.follow()
        bot = community.env.bot
        store, guild = bot.services.store, bot.get_guild(community.guild.id)
        await store.members.name(guild.id, community.member.id, "Nib")
        bot.dispatch("guild_remove", guild)
        await community.env.settle()
        assert await store.departures.all() == {guild.id: now[0]}
        bot.dispatch("guild_join", guild)
        await community.env.settle()
        assert await store.departures.all() == {}
        bot.dispatch("guild_remove", guild)
        await community.env.settle()
        now[0] += 31 * 86_400
        await community.pass_time()
        assert await store.members.get(guild.id, community.member.id) is not None, "it is there"
        bot._connection._remove_guild(guild)
        await community.pass_time()
        assert await store.members.get(guild.id, community.member.id) is None
        assert await store.departures.all() == {}


async def test_a_removal_that_nobody_heard_of_is_seen_at_the_start(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        await community.follow()
        store, elsewhere = community.env.bot.services.store, 999
        await store.members.name(elsewhere, community.member.id, "Nib")
        await store.members.name(community.guild.id, community.member.id, "Nib")
        await community.restart()
        await community.pass_time()
        assert [*await store.departures.all()] == [elsewhere]


async def test_what_goes_by_itself_ends_with_the_bot_and_its_menus_go(tmp_path: Path) -> None:
    async with gathered(tmp_path) as community:
        bot = community.env.bot
        found = [getattr(cog, name) for cog in bot.cogs.values() for name in dir(type(cog))]
        clocks = {each.coro.__name__: each for each in found if isinstance(each, tasks.Loop)}
        assert {name for name, each in clocks.items() if each.is_running()} == {"beat", "pulse"}
        menus = discord.AppCommandType.message
        assert len(bot.tree.get_commands(type=menus)) == 3
        await bot.close()
        assert [name for name, each in clocks.items() if each.is_running()] == []
        assert bot.tree.get_commands(type=menus) == []
