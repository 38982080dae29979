"""What an owner chose for a channel, as its announcements show it."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.choices import Filters, QuietHours
from tests.mirror.world import CHANNEL, World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[World]:
    """One article, announced."""
    async with world(tmp_path) as here:
        here.blog.publish(title="On bread")
        await here.follow_through(1)
        yield here


async def choose(here: World, **choices: Any) -> None:
    (follow,) = await here.store.follows.of_channel(CHANNEL)
    values = {
        "brief": False, "role": None, "filters": Filters(), "quiet": None, "language": "en",
    }  # fmt: skip
    await here.store.follows.choose(follow.id, **(values | choices))


async def test_a_role_is_mentioned_in_a_new_announcement(small: World) -> None:
    await choose(small, role=555)
    small.blog.publish()
    await small.follow_through()
    assert list(small.discord.called.values())[-1] == 555


async def test_an_article_that_the_filters_keep_out_waits_until_they_change(small: World) -> None:
    await choose(small, filters=Filters(words=("-nothing",), terms=("no such term",)))
    before = len(small.discord.announcements)
    small.blog.publish()
    await small.follow_through()
    assert len(small.discord.announcements) == before
    assert await small.unfinished() == 0
    await choose(small)
    await small.follow_through()
    assert len(small.discord.announcements) == before + 1


async def test_a_brief_announcement_has_neither_excerpt_nor_picture(small: World) -> None:
    assert all(shown.excerpt for _, shown, _ in small.discord.announcements.values())
    await choose(small, brief=True)
    await small.follow_through()
    for _, shown, _ in small.discord.announcements.values():
        assert (shown.excerpt, shown.image) == ("", None)


async def test_in_quiet_hours_nothing_new_is_announced(small: World) -> None:
    await choose(small, quiet=QuietHours(time(0, 0), time(23, 59), "UTC"))
    before = len(small.discord.announcements)
    small.blog.publish()
    await small.cycle()
    mirror = (await small.store.mirrors.unfinished(now=small.now))[-1]
    until = await small.announcer.announce(mirror.id)
    assert until is not None
    assert until > small.now
    assert len(small.discord.announcements) == before
    small.now = until
    assert await small.announcer.announce(mirror.id) is None
    assert len(small.discord.announcements) == before + 1
