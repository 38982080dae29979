"""A REST API that closes for a moment or opens later, and who follows the blog meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.blogs.base import Order
from bot.env.settings import BlogSettings
from tests.care.fronts import fronts
from tests.care.test_identity import ACCOUNT, FIRST, SECOND, blog, bot, used
from tests.care.test_ways import at_home, goes_on, kind, recorded, restarted

__all__ = ["kind"]

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.model import BlogAddress
    from tests.care.fronts import Front
    from tests.care.test_identity import Bot

CHANNEL = 11
NOTICE = b"<b>Fatal error</b>"

SHUT: dict[str, Callable[[Front], None]] = {
    "closed to visitors": lambda front: setattr(front, "closed", True),
    "broken": lambda front: setattr(front, "broken", NOTICE),
}


def opened(front: Front) -> None:
    front.closed, front.broken = False, None


async def followed(here: Bot, channel: int) -> list[BlogAddress]:
    return [
        (await here.store.blogs.get(follow.blog)).address
        for follow in await here.store.follows.of_channel(channel)
    ]


@pytest.mark.parametrize("how", SHUT)
@pytest.mark.parametrize("guild", [FIRST, SECOND])
async def test_what_is_shut_for_a_moment_is_no_feed_for_those_who_follow_it(
    tmp_path: Path, guild: int, how: str
) -> None:
    """Another channel begins with the feed, and goes on like the first as soon as it can."""
    async with fronts(blog(), 1) as (front,), bot(tmp_path) as here:
        await here.following.follow(front.url, guild=FIRST, channel=CHANNEL)
        (record,) = await here.store.blogs.of_guild(FIRST)
        await here.connections.connect(FIRST, record.id, ACCOUNT)
        asked = await used(here, front, record)
        SHUT[how](front)
        await here.following.follow(front.url, guild=guild, channel=22)
        assert [each.kind for each in await followed(here, 22)] == ["feed"]
        assert await here.store.blogs.get(record.id) == record
        opened(front)
        assert await used(here, front, record) == asked
        (other,) = await here.store.follows.of_channel(22)
        feed = await here.store.blogs.get(other.blog)
        page = await (await here.ways.open(feed)).summaries(Order.CREATED)
        await here.store.articles.note(feed.id, page.items, now=1)
        await here.ways.improve(feed)
        assert await followed(here, 22) == await followed(here, CHANNEL) == [record.address]


@pytest.mark.parametrize("how", SHUT)
async def test_followed_again_once_it_is_open_it_goes_on(tmp_path: Path, how: str) -> None:
    """It is the same blog, although its articles have other names there."""
    async with fronts(blog(), 1) as (front,), bot(tmp_path) as here:
        SHUT[how](front)
        await here.following.follow(front.url, guild=FIRST, channel=CHANNEL)
        (follow,) = await here.store.follows.of_channel(CHANNEL)
        opened(front)
        await here.following.follow(front.url, guild=FIRST, channel=CHANNEL)
        (again,) = await here.store.follows.of_channel(CHANNEL)
        assert again.id == follow.id
        assert [each.kind for each in await followed(here, CHANNEL)] == ["wordpress"]


async def test_an_account_in_the_settings_opens_what_they_followed_by_its_feed(
    tmp_path: Path, kind: str
) -> None:
    async with at_home(tmp_path, kind) as community, fronts(community.content, 1) as (front,):
        front.closed = True
        named = BlogSettings(front.url, community.channel.id, None)
        await restarted(community, named)
        assert [each.address.kind for each in await recorded(community)] == ["feed"]
        await restarted(community, replace(named, credentials=ACCOUNT))
        (record,) = await recorded(community)
        assert (record.address.kind, record.guild) == ("wordpress", community.guild.id)
        await goes_on(community)
