"""Announcements over sockets: what is found again, and which forum posts are taken back."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
import pytest

from bot.discord.publisher import DiscordPublisher
from bot.mirror.desired import Announcement
from tests.mirror.fake_blog import EPOCH
from tests.wire.client import Harbour, harbour

if TYPE_CHECKING:
    from bot.mirror.ports import Posted

NOTE = Announcement("Note *1*", "https://lantern.example/", "Orla", "Words.", published=EPOCH)
POSTS = ("POST", "/channels/*/threads")


async def channel_of(here: Harbour, kind: str) -> int:
    if kind == "text":
        return here.channel.id
    made = here.wire.world.create_channel(here.guild_id, "talk", kind)
    await here.wire.until(lambda: here.client.get_channel(made))
    return made


async def announce(here: Harbour, channel: int, shown: Announcement = NOTE) -> Posted:
    return await DiscordPublisher(here.client).announce(
        channel, shown, 0, name=shown.title, nonce=shown.hash, role=None
    )


def posts(here: Harbour, forum: int) -> list[int]:
    return [row.id for row in here.wire.world.threads(forum)]


@pytest.mark.parametrize("kind", ["text", "forum"])
@pytest.mark.parametrize("url", [NOTE.url, None])
async def test_it_is_found_by_its_link_and_title_among_others(kind: str, url: str | None) -> None:
    async with harbour() as here:
        channel = await channel_of(here, kind)
        note = replace(NOTE, url=url)
        others = [replace(note, title="Note 2"), replace(note, url="https://lantern.example/n/1")]
        sent = [await announce(here, channel, each) for each in [*others, note]]
        found = await DiscordPublisher(here.client).find_announcements(
            channel, note, after=None, since=int(time.time())
        )
        exact = [each.message for each in found if each.exact]
        assert exact == [sent[2].message]
        with_link_alone = [each.message for each in found if not each.exact]
        assert with_link_alone == ([] if url is None else [sent[0].message])


async def test_a_post_that_the_connection_sent_twice_is_told_and_no_older_one() -> None:
    async with harbour() as here:
        forum = await channel_of(here, "forum")
        older = await announce(here, forum)
        fault = here.wire.fault(*POSTS, status=500, when="after")
        posted = await announce(here, forum)
        assert fault.struck == 1
        first, double, kept = posts(here, forum)
        assert (first, kept) == (older.thread, posted.thread)
        assert posted.doubles == (double,)
        assert older.doubles == ()


async def test_only_a_post_in_which_nobody_did_anything_is_taken_back() -> None:
    async with harbour() as here:
        forum = await channel_of(here, "forum")
        publisher = DiscordPublisher(here.client)
        alone, answered, liked, continued = [
            (await announce(here, forum)).thread or 0 for _ in range(4)
        ]
        member = here.wire.world.create_member(here.guild_id, "ann")
        here.wire.world.send(member, answered, "hello")
        thread = here.client.get_channel(liked)
        assert isinstance(thread, discord.Thread)
        await thread.get_partial_message(liked).add_reaction("👍")
        await publisher.send(continued, "A comment.", nonce="n", reply_to=None)
        taken = [await publisher.take_back(each) for each in (alone, answered, liked, continued)]
        assert taken == [True, False, False, False]
        assert posts(here, forum) == [answered, liked, continued]
