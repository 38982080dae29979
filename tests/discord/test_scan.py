"""What a channel shows of articles, on a Discord on sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.discord.cards import announcement_embed, announcement_view
from bot.discord.discord_clock import DiscordClock
from bot.discord.scan import DiscordScanner
from bot.discord.talk import DiscordTalk
from bot.mirror.desired import Announcement
from tests.wire.client import harbour

if TYPE_CHECKING:
    from bot.languages.phrase import Phrase

BREAD = Announcement(title="On bread", url="https://blog.example/1/", author="Orla", excerpt="")
DISCUSSED = "https://discord.com/channels/1/2"


async def nobody(_: Phrase) -> None:
    """Is told."""


@pytest.mark.parametrize("way", [None, DISCUSSED])
@pytest.mark.parametrize("discussed", [False, True])
async def test_an_announcement_shows_its_words_once_it_has_a_thread_and_the_way_there(
    way: str | None, discussed: bool
) -> None:
    async with harbour() as here:
        embed, view = announcement_embed(BREAD, 0), announcement_view(BREAD, way)
        sent = await here.channel.send(embed=embed, view=view)
        if discussed:
            await sent.create_thread(name="On bread")
        scanner = DiscordScanner(here.client, DiscordTalk(here.client, DiscordClock()))
        (found,) = await scanner.announcements(here.channel.id, nobody)
        whole = discussed and way is not None
        assert found.shows == (scanner.would_show(BREAD, 0) if whole else "")
        assert found.thread == (sent.id if discussed else None)
        assert found.thread_deleted == (way is not None and not discussed)
