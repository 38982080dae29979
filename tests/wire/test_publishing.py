"""Publishing in announcement channels, through the real client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.discord.publisher import DiscordPublisher
from bot.errors import MessageGone
from bot.mirror.desired import Announcement
from tests.wire.client import harbour

if TYPE_CHECKING:
    from tests.wire.client import Harbour

BREAD = Announcement(title="On bread", url="https://blog.example/1/")
PUBLISHED = 1 << 1
"""The flag of a message that went to the servers that follow its channel."""


async def announced(here: Harbour, kind: str) -> tuple[int, int]:
    """A channel of that kind, and an announcement in it."""
    channel = here.wire.world.create_channel(here.guild_id, "news", kind)
    await here.wire.until(lambda: here.client.get_channel(channel))
    posted = await DiscordPublisher(here.client).announce(
        channel, BREAD, 0, name="On bread", nonce="n", role=None
    )
    return channel, posted.message


def is_published(here: Harbour, channel: int) -> bool:
    (message,) = here.wire.world.messages(channel)
    return bool(message.flags & PUBLISHED)


async def test_an_announcement_is_published_and_twice_is_fine() -> None:
    async with harbour() as here:
        channel, message = await announced(here, "announcement")
        assert not is_published(here, channel)
        for _ in range(2):
            await DiscordPublisher(here.client).publish(channel, message)
            assert is_published(here, channel)


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_where_nobody_can_follow_there_is_nothing_to_publish(kind: str) -> None:
    async with harbour() as here:
        channel, message = await announced(here, kind)
        before = len(here.wire.rest.requests)
        await DiscordPublisher(here.client).publish(channel, message)
        assert len(here.wire.rest.requests) == before


async def test_one_that_was_removed_is_said() -> None:
    async with harbour() as here:
        channel, message = await announced(here, "announcement")
        await here.client.text_channel(channel).get_partial_message(message).delete()
        with pytest.raises(MessageGone):
            await DiscordPublisher(here.client).publish(channel, message)
