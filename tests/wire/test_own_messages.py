"""What was sent and not recorded is found again, whatever our clock says."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from bot.discord.board import DiscordBoard
from bot.discord.discord_clock import DiscordClock
from bot.discord.publisher import DiscordPublisher
from bot.discord.talk import DiscordTalk
from bot.languages.language import ENGLISH
from bot.replies.ports import Card
from tests.mirror.fake_blog import EPOCH
from tests.wire.client import harbour
from tests.wire.test_posts import NOTE, announce

DAY = 86_400
CARD = Card(
    1, "7", "Note", "Ada", "Words.", "https://lantern.example/#7", created=EPOCH, version="a1"
)

ahead = pytest.mark.parametrize("ahead", [-DAY, 0, DAY])


@ahead
async def test_a_held_comments_card(ahead: int) -> None:
    async with harbour() as here:
        talk, since = DiscordTalk(here.client, DiscordClock()), int(time.time()) + ahead
        shown = await talk.show_card(here.channel.id, CARD, nonce="a", say=ENGLISH)
        await talk.show_card(here.channel.id, replace(CARD, comment="8"), nonce="b", say=ENGLISH)
        assert await talk.find_card(here.channel.id, CARD, since=since) == shown
        other = replace(CARD, comment="9")
        assert await talk.find_card(here.channel.id, other, since=since) is None


@ahead
async def test_an_alarm(ahead: int) -> None:
    async with harbour() as here:
        board, since = DiscordBoard(here.client), int(time.time()) + ahead
        posted = await board.post(here.channel.id, "It is down since <t:5:R>.", (), nonce="a")
        assert await board.find(here.channel.id, "<t:5:R>", since=since) == posted
        assert await board.find(here.channel.id, "<t:6:R>", since=since) is None


@ahead
async def test_an_announcement_that_was_the_first(ahead: int) -> None:
    async with harbour() as here:
        sent = await announce(here, here.channel.id)
        found = await DiscordPublisher(here.client).find_announcements(
            here.channel.id, NOTE, after=None, since=int(time.time()) + ahead
        )
        assert [each.message for each in found] == [sent.message]
