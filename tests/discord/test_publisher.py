"""The mirror's port on a Discord on sockets: threads that sleep or are locked, and what waits."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from bot.discord import calls
from bot.discord.publisher import DiscordPublisher
from bot.errors import (
    DiscordRejected,
    DiscordUnavailable,
    EditLimited,
    MessageGone,
    PermissionMissing,
    ThreadClosed,
    ThreadsFull,
    WordsRefused,
)
from tests.wire.client import Harbour, harbour

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wire.world import ChannelRow


class Scene(NamedTuple):
    """A thread of ours with one message of ours in it."""

    here: Harbour
    publisher: DiscordPublisher
    thread: int
    message: int

    def state(self) -> tuple[bool, bool]:
        """Archived, locked."""
        row = self.row()
        return row.archived, row.locked

    def row(self) -> ChannelRow:
        (row,) = [each for each in self.here.wire.world.threads() if each.id == self.thread]
        return row

    def words(self) -> list[str]:
        rows = self.here.wire.world.messages(self.thread)
        return [row.content for row in rows if row.type == 0]

    async def leave(self, *, archived: bool = True, locked: bool = False) -> None:
        """Somebody leaves the thread so, and the bot hears of it."""
        self.here.wire.world.edit_thread(self.thread, archived=archived, locked=locked)

        def heard() -> bool:
            found = self.here.guild.get_thread(self.thread)
            return found is None if archived else found is not None and found.locked == locked

        await self.here.wire.until(heard)


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    async with harbour() as here:
        announcement = await here.channel.send("An article")
        thread = await announcement.create_thread(name="Discussion")
        message = await thread.send("First")
        await here.wire.until(lambda: here.guild.get_thread(thread.id))
        yield Scene(here, DiscordPublisher(here.client), thread.id, message.id)


# A thread that Discord archived after a quiet week.


async def test_what_sleeps_is_closed() -> None:
    async with scene() as on:
        await on.leave()
        await on.publisher.close(on.thread)
        assert on.state() == (True, True)
        await on.publisher.close(on.thread)
        assert on.state() == (True, True)


async def test_what_is_awake_is_closed_by_one_request() -> None:
    async with scene() as on:
        await on.publisher.close(on.thread)
        assert on.state() == (True, True)
        changes = [each for each in on.here.wire.rest.requests if each.method == "PATCH"]
        assert len(changes) == 1


@pytest.mark.parametrize("locked", [False, True])
async def test_what_sleeps_is_renamed_and_sleeps_on(locked: bool) -> None:
    async with scene() as on:
        await on.leave(locked=locked)
        await on.publisher.rename(on.thread, "Another", closed=False)
        assert on.row().name == "Another"
        assert on.state() == (True, locked)


async def test_what_is_awake_stays_so_when_it_is_renamed() -> None:
    async with scene() as on:
        await on.publisher.rename(on.thread, "Another", closed=False)
        assert on.row().name == "Another"
        assert on.state() == (False, False)


async def test_what_was_left_open_half_way_is_closed_by_the_next_renaming() -> None:
    async with scene() as on:
        await on.leave(archived=False, locked=True)
        await on.publisher.rename(on.thread, "Another", closed=True)
        assert on.state() == (True, True)


async def test_what_the_cache_takes_to_be_awake_is_changed_too() -> None:
    """In a gap of the connection nobody tells that a thread was archived."""
    for act in ("close", "rename", "rest"):
        async with scene() as on:
            on.here.wire.gateway.unavailable.add(on.here.guild_id)
            on.here.wire.world.edit_thread(on.thread, archived=True)
            if act == "close":
                await on.publisher.close(on.thread)
                assert on.state() == (True, True)
            elif act == "rename":
                await on.publisher.rename(on.thread, "Another", closed=False)
                assert (on.row().name, on.state()) == ("Another", (True, False))
            else:
                assert await on.publisher.rest(on.thread) is False


async def test_what_is_closed_is_reopened() -> None:
    async with scene() as on:
        await on.leave(locked=True)
        assert await on.publisher.locked(on.thread)
        await on.publisher.reopen(on.thread)
        assert on.state() == (False, False)


async def test_a_message_wakes_what_sleeps() -> None:
    async with scene() as on:
        await on.leave()
        await on.publisher.send(on.thread, "Second", nonce="2", reply_to=None)
        assert on.words() == ["First", "Second"]


# A thread that moderators closed and locked.


async def test_what_moderators_closed_takes_changes_and_is_closed_again() -> None:
    async with scene() as on:
        await on.leave(locked=True)
        await on.publisher.edit(on.thread, on.message, "Changed")
        assert on.words() == ["Changed"]
        assert on.state() == (True, True)
        await on.publisher.delete(on.thread, on.message)
        assert on.words() == []
        assert on.state() == (True, True)


async def test_it_is_locked_all_the_while() -> None:
    async with scene() as on:
        await on.leave(locked=True)
        seen: list[bool] = []
        on.here.wire.rest.watchers.append(lambda _stage, _row: seen.append(on.row().locked))
        await on.publisher.edit(on.thread, on.message, "Changed")
        assert len(seen) > 3
        assert all(seen)


async def test_it_is_closed_again_though_the_change_fails() -> None:
    async with scene() as on:
        await on.leave(locked=True)
        path = f"/channels/{on.thread}/messages/*"
        on.here.wire.fault("PATCH", path, status=403, code=50013, skip=1)
        with pytest.raises(PermissionMissing):
            await on.publisher.edit(on.thread, on.message, "Changed")
        assert on.state() == (True, True)


async def test_it_takes_no_new_message() -> None:
    async with scene() as on:
        await on.leave(locked=True)
        with pytest.raises(ThreadClosed):
            await on.publisher.send(on.thread, "Second", nonce="2", reply_to=None)
        assert on.state() == (True, True)
        assert on.words() == ["First"]


# What a refusal means.


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (400, 50035, WordsRefused),
        (400, 50006, WordsRefused),
        (400, 200000, WordsRefused),
        (400, 240000, WordsRefused),
        (400, 40058, ThreadClosed),
        (403, 160005, ThreadClosed),
        (400, 160005, ThreadClosed),
        (403, 50013, PermissionMissing),
        (400, 160006, ThreadsFull),
        (400, 50024, DiscordRejected),
        (400, 0, DiscordRejected),
        (503, 0, DiscordUnavailable),
        (404, 10008, MessageGone),
    ],
)
async def test_only_some_refusals_are_about_the_words(
    status: int, code: int, error: type[Exception]
) -> None:
    async with scene() as on:
        path = f"/channels/{on.thread}/messages"
        on.here.wire.fault("POST", path, status=status, code=code, times=None)
        if code == 160005:
            await on.leave(locked=True)
        with pytest.raises(error) as raised:
            await on.publisher.send(on.thread, "Second", nonce="2", reply_to=None)
        assert raised.type is error


async def test_an_old_message_is_changed_later() -> None:
    async with scene() as on:
        path = f"/channels/{on.thread}/messages/*"
        on.here.wire.fault("PATCH", path, status=429, code=30046, retry_after=0.01, times=None)
        with pytest.raises(EditLimited):
            await on.publisher.edit(on.thread, on.message, "Changed")


async def test_nobody_waits_as_long_as_discord_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "PATIENCE", 0.2)
    async with scene() as on:
        path = f"/channels/{on.thread}/messages/*"
        on.here.wire.fault("PATCH", path, status=429, code=30046, retry_after=3600, times=None)
        with pytest.raises(EditLimited):
            await on.publisher.edit(on.thread, on.message, "Changed")
