"""The thread in memory answers as the real port does on sockets: each test asks both."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord
import pytest

from bot.discord.discord_clock import DiscordClock
from bot.discord.talk import DiscordTalk
from bot.errors import MessageGone, PermissionMissing
from bot.languages.language import ENGLISH
from bot.replies.ports import Card
from tests.replies.fake_talk import FakeTalk
from tests.replies.mishaps import Mishaps
from tests.wire.client import Harbour, harbour

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.replies.ports import Talk

CARD = Card(1, "7", "On bread", "Ada", "Words.", "https://blog.example/1/#comment-7", None)
INTENTS = discord.Intents(guilds=True, guild_messages=True, message_content=True)


@dataclass(slots=True)
class Both:
    """One of the two, with a thread in which Ada writes."""

    port: Talk
    place: FakeTalk | Harbour
    thread: int
    ada: int

    def say(self, words: str) -> int:
        if isinstance(self.place, FakeTalk):
            return self.place.say(words, member=self.ada).id
        return self.place.wire.world.send(self.ada, self.thread, words)

    def delete(self, message: int) -> None:
        if isinstance(self.place, FakeTalk):
            for messages in (self.place.messages, self.place.cards, self.place.questions):
                messages.pop(message, None)
        else:
            self.place.wire.world.delete_message(self.thread, message)

    def close(self) -> None:
        """As moderators do."""
        if isinstance(self.place, FakeTalk):
            self.place.closed = True
        else:
            self.place.wire.world.edit_thread(self.thread, archived=True, locked=True)

    async def ask(self, message: int, nonce: str) -> int:
        return await self.port.ask(
            self.thread,
            message,
            blog="The Blog",
            name="Ada",
            as_author=False,
            nonce=nonce,
            say=ENGLISH,
        )


@asynccontextmanager
async def opened(kind: str) -> AsyncIterator[Both]:
    if kind == "memory":
        fake = FakeTalk(Mishaps())
        yield Both(fake, fake, fake.thread, 1001)
        return
    async with harbour(INTENTS, pace=None) as here:
        article = await here.channel.send("An article")
        thread = await article.create_thread(name="On bread")
        ada = here.wire.world.create_member(here.guild_id, "Ada")
        yield Both(DiscordTalk(here.client, DiscordClock()), here, thread.id, ada)


both_kinds = pytest.mark.parametrize("kind", ["memory", "sockets"])


@both_kinds
async def test_the_nonce_of_a_question_that_is_gone_finds_nothing(kind: str) -> None:
    async with opened(kind) as on:
        message = on.say("Hello.")
        question = await on.ask(message, "q")
        assert await on.ask(message, "q") == question
        assert await on.port.find_question(on.thread, message) == question
        on.delete(question)
        assert await on.port.find_question(on.thread, message) is None
        with pytest.raises(MessageGone):
            await on.ask(message, "q")


@both_kinds
async def test_nobody_is_asked_about_a_message_that_is_gone(kind: str) -> None:
    async with opened(kind) as on:
        message = on.say("Hello.")
        on.delete(message)
        with pytest.raises(MessageGone):
            await on.ask(message, "q")


@both_kinds
async def test_the_nonce_of_a_card_that_is_gone_finds_nothing(kind: str) -> None:
    async with opened(kind) as on:
        card = await on.port.show_card(on.thread, CARD, nonce="c", say=ENGLISH)
        assert await on.port.show_card(on.thread, CARD, nonce="c", say=ENGLISH) == card
        on.delete(card)
        with pytest.raises(MessageGone):
            await on.port.show_card(on.thread, CARD, nonce="c", say=ENGLISH)


@both_kinds
async def test_what_follows_comes_oldest_first_with_ours_among_it(kind: str) -> None:
    async with opened(kind) as on:
        first = on.say("Number 0.")
        question = await on.ask(first, "q")
        said = [on.say(f"Number {number}.") for number in range(1, 130)]
        page = await on.port.after(on.thread, first)
        assert [each.id for each in page] == [question, *said[:99]]
        assert [each.by_person for each in page] == [False] + [True] * 99
        rest = await on.port.after(on.thread, page[-1].id)
        assert [each.id for each in rest] == said[99:]


@both_kinds
async def test_what_moderators_closed_takes_neither_words_nor_marks(kind: str) -> None:
    async with opened(kind) as on:
        message = on.say("Hello.")
        question = await on.ask(message, "q")
        on.close()
        with pytest.raises(PermissionMissing):
            await on.port.mark(on.thread, message, add=["✅"], remove=[])
        with pytest.raises(PermissionMissing):
            await on.port.tell(on.thread, message, "Read only.", nonce="t")
        with pytest.raises(PermissionMissing):
            await on.ask(message, "another")
        await on.port.take_back(on.thread, question)
        assert await on.port.find_question(on.thread, message) is None
