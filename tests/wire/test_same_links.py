"""Articles with one link in a channel over sockets, where a nonce sent twice is one message."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

import pytest

from bot.discord.publisher import DiscordPublisher
from bot.mirror.reading import Reading
from bot.store.store import open_store
from tests.mirror.fake_blog import FakeBlog
from tests.mirror.world import World
from tests.speech import LANGUAGES
from tests.wire.client import Harbour, harbour

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.mirror.fake_discord import FakePublisher

HOME = "https://lantern.example/"


@asynccontextmanager
async def followed(here: Harbour, channel: int, path: Path) -> AsyncIterator[World]:
    """A blog without articles, mirrored into that channel by the real publisher."""
    async with open_store(path / "afterword.sqlite3") as store:
        publisher = cast("FakePublisher", DiscordPublisher(here.client))
        made = World(store, FakeBlog(), publisher, LANGUAGES)
        await made.follow(channel=channel)
        yield made


async def channel_of(here: Harbour, kind: str) -> int:
    made = here.wire.world.create_channel(here.guild_id, "talk", kind)
    await here.wire.until(lambda: here.client.get_channel(made))
    return made


def threads(here: Harbour, channel: int) -> list[str]:
    return [row.name for row in here.wire.world.threads(channel)]


@pytest.mark.parametrize("kind", ["text", "forum"])
@pytest.mark.parametrize("link", [HOME, ""])
async def test_each_has_its_thread_and_keeps_it(kind: str, link: str, tmp_path: Path) -> None:
    async with harbour() as here:
        channel = await channel_of(here, kind)
        async with followed(here, channel, tmp_path) as made:
            made.blog.publish(title="Note 1", link=link)
            await made.follow_through(1)
            (thread,) = here.wire.world.threads(channel)
            member = here.wire.world.create_member(here.guild_id, "ann")
            said = here.wire.world.send(member, thread.id, "hello")
            for number in (2, 3):
                made.blog.publish(title=f"Note {number}", link=link, days=number)
            await made.follow_through(5)
            assert threads(here, channel) == ["Note 1", "Note 2", "Note 3"]
            assert said in [message.id for message in here.wire.world.messages(thread.id)]
            assert await made.unfinished() == 0


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_a_blog_and_a_planet_in_one_channel(kind: str, tmp_path: Path) -> None:
    async with harbour() as here:
        channel = await channel_of(here, kind)
        async with followed(here, channel, tmp_path) as made:
            planet = FakeBlog("https://planet.example/")
            planet_id = await made.store.blogs.add(planet.address)
            await made.store.follows.start(
                planet_id, guild=here.guild_id, channel=channel, backfill=10
            )
            for number in (1, 2):
                for blog in (made.blog, planet):
                    blog.publish(title=f"Note {number}", link=f"{HOME}n/{number}", days=number)
            await made.cycle()
            await Reading(made.store, planet_id, planet, lambda: made.now).cycle()
            await made.write()
            assert threads(here, channel) == ["Note 1", "Note 1", "Note 2", "Note 2"]
            assert await made.unfinished() == 0
