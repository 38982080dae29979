"""The Discord in memory answers as the real port does on sockets: each test asks both."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.discord.publisher import DiscordPublisher
from bot.errors import EditLimited, MessageGone, ThreadClosed, ThreadsFull, WordsRefused
from bot.mirror.desired import Announcement
from tests.mirror.fake_discord import FakePublisher
from tests.mirror.world import CHANNEL
from tests.wire.client import Harbour, harbour

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.mirror.ports import Publisher

ARTICLE = Announcement("On bread", "https://blog.example/1/")


@dataclass(slots=True)
class Both:
    """One of the two, with a thread of ours in it."""

    port: Publisher
    place: FakePublisher | Harbour
    channel: int
    thread: int = 0

    async def begin(self) -> None:
        posted = await self.port.announce(
            self.channel, ARTICLE, 0, name="On bread", nonce="a", role=None
        )
        self.thread = await self.port.start_thread(self.channel, posted.message, "On bread")

    async def say(self, words: str, nonce: str) -> int:
        return await self.port.send(self.thread, words, nonce=nonce, reply_to=None)

    async def leave(self, *, locked: bool) -> None:
        """It is archived by itself, or closed by moderators."""
        if isinstance(self.place, FakePublisher):
            found = self.place.threads[self.thread]
            found.archived, found.locked = True, locked
        else:
            self.place.wire.world.edit_thread(self.thread, archived=True, locked=locked)

    def state(self) -> tuple[bool, bool, str]:
        """Archived, locked, and its name."""
        if isinstance(self.place, FakePublisher):
            found = self.place.threads[self.thread]
            return found.archived, found.locked, found.name
        (row,) = [each for each in self.place.wire.world.threads() if each.id == self.thread]
        return row.archived, row.locked, row.name

    def words(self) -> list[str]:
        if isinstance(self.place, FakePublisher):
            return [each.content for each in self.place.threads[self.thread].messages.values()]
        rows = self.place.wire.world.messages(self.thread)
        return [row.content for row in rows if row.type == 0]


@asynccontextmanager
async def opened(kind: str, room: int | None = None) -> AsyncIterator[Both]:
    if kind == "memory":
        fake = FakePublisher()
        fake.room = room
        both = Both(fake, fake, CHANNEL)
        await both.begin()
        yield both
        return
    async with harbour(thread_cap=room or 1000) as here:
        both = Both(DiscordPublisher(here.client), here, here.channel.id)
        await both.begin()
        yield both


both_kinds = pytest.mark.parametrize("kind", ["memory", "sockets"])


@both_kinds
async def test_a_nonce_finds_its_message_until_that_is_gone(kind: str) -> None:
    async with opened(kind) as on:
        first = await on.say("Once", "n")
        assert await on.say("Once", "n") == first
        await on.port.delete(on.thread, first)
        with pytest.raises(MessageGone):
            await on.say("Once", "n")


@both_kinds
async def test_what_sleeps_is_woken_by_words_and_by_changes(kind: str) -> None:
    async with opened(kind) as on:
        message = await on.say("First", "1")
        await on.leave(locked=False)
        await on.port.edit(on.thread, message, "Changed")
        assert on.state()[:2] == (False, False)
        await on.leave(locked=False)
        await on.say("Second", "2")
        assert on.state()[:2] == (False, False)
        assert on.words() == ["Changed", "Second"]


@both_kinds
async def test_what_moderators_closed_takes_changes_only(kind: str) -> None:
    async with opened(kind) as on:
        message = await on.say("First", "1")
        await on.leave(locked=True)
        assert await on.port.locked(on.thread)
        with pytest.raises(ThreadClosed):
            await on.say("Second", "2")
        await on.port.edit(on.thread, message, "Changed")
        assert on.words() == ["Changed"]
        await on.port.delete(on.thread, message)
        assert on.words() == []
        assert on.state()[:2] == (True, True)


@both_kinds
async def test_what_sleeps_is_renamed_closed_and_reopened(kind: str) -> None:
    async with opened(kind) as on:
        await on.leave(locked=False)
        await on.port.rename(on.thread, "Another", closed=False)
        assert on.state() == (True, False, "Another")
        await on.port.close(on.thread)
        await on.port.close(on.thread)
        assert on.state()[:2] == (True, True)
        await on.port.reopen(on.thread)
        assert on.state()[:2] == (False, False)
        assert await on.port.rest(on.thread)
        assert not await on.port.rest(on.thread)


@both_kinds
async def test_at_the_cap_nothing_more_wakes(kind: str) -> None:
    async with opened(kind, room=1) as on:
        message = await on.say("First", "1")
        await on.leave(locked=False)
        await on.port.announce(on.channel, ARTICLE, 0, name="Other", nonce="b", role=None)
        other = await on.port.announce(on.channel, ARTICLE, 0, name="O", nonce="c", role=None)
        await on.port.start_thread(on.channel, other.message, "Other")
        for act in (
            on.say("Second", "2"),
            on.port.edit(on.thread, message, "Changed"),
            on.port.delete(on.thread, message),
            on.port.rename(on.thread, "Another", closed=False),
            on.port.reopen(on.thread),
        ):
            with pytest.raises(ThreadsFull):
                await act


@both_kinds
@pytest.mark.parametrize("words", ["", "w" * 2001])
async def test_some_words_are_refused_wherever_they_stand(kind: str, words: str) -> None:
    async with opened(kind) as on:
        message = await on.say("First", "1")
        with pytest.raises(WordsRefused):
            await on.say(words, "2")
        with pytest.raises(WordsRefused):
            await on.port.edit(on.thread, message, words)
        assert on.words() == ["First"]


@both_kinds
async def test_an_old_message_may_have_to_wait(kind: str) -> None:
    async with opened(kind) as on:
        message = await on.say("First", "1")
        if isinstance(on.place, FakePublisher):
            on.place.unchangeable = {message}
        else:
            path = f"/channels/{on.thread}/messages/{message}"
            on.place.wire.fault("PATCH", path, status=429, code=30046, retry_after=0.01, times=None)
        with pytest.raises(EditLimited):
            await on.port.edit(on.thread, message, "Changed")
        await on.say("Second", "2")
        assert on.words() == ["First", "Second"]
