"""A yes is written down together with what it lets go, and no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.replies.asking import Choice
from bot.store.people.members import Members
from bot.store.people.replies import Replies
from tests.replies.mishaps import Killed
from tests.replies.test_consent import killed, press
from tests.replies.test_forms import send
from tests.replies.test_intake import hear
from tests.replies.world import ANN, GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.replies.ports import Said


async def choices(here: World) -> list[tuple[str, int | None]]:
    given = await here.store.agreements.of(GUILD, ANN)
    return [(each.choice, each.message) for each in given]


@pytest.mark.parametrize("choice", [Choice.ONCE, Choice.ALWAYS])
async def test_killed_before_it_counts_it_is_not_written_down(
    tmp_path: Path, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as here:
        about = await hear(here, "Mine.")
        with monkeypatch.context() as dying:
            dying.setattr(Members, "release", killed)
            dying.setattr(Members, "consent", killed)
            with pytest.raises(Killed):
                await press(here, choice, about=about)
        await here.restart()
        assert await press(here, Choice.NOT_THIS, about=about) is Choice.NOT_THIS
        assert await choices(here) == []


async def test_killed_before_a_form_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as here:
        with monkeypatch.context() as dying:
            dying.setattr(Replies, "take_form", killed)
            with pytest.raises(Killed):
                await send(here, "Mine.")
        assert await choices(here) == []


async def test_a_no_that_was_faster_leaves_no_yes(tmp_path: Path) -> None:
    """Both buttons are pressed, and the yes still asks Discord what the message says."""
    async with world(tmp_path) as here:
        about = await hear(here, "Mine.")
        plain, asks, told = here.talk.message, asyncio.Event(), asyncio.Event()

        async def slow(thread: int, message: int) -> Said | None:
            asks.set()
            await told.wait()
            return await plain(thread, message)

        here.talk.message = slow  # type: ignore[method-assign]
        yes = asyncio.create_task(press(here, Choice.ONCE, about=about))
        await asks.wait()
        said = here.replies.asking.answer(GUILD, ANN, Choice.NOT_THIS, name="Ann", about=about)
        assert await said is Choice.NOT_THIS
        told.set()
        assert await yes is None
        assert await choices(here) == []
        assert here.words() == []


@pytest.mark.parametrize("choice", [Choice.ONCE, Choice.ALWAYS])
async def test_pressed_twice_it_is_one_word(tmp_path: Path, choice: Choice) -> None:
    async with world(tmp_path) as here:
        about = await hear(here, "Mine.")
        await press(here, choice, about=about)
        await press(here, choice, about=about)
        assert await choices(here) == [(choice, about)]


async def test_a_form_sent_twice_is_one_word_and_with_other_words_two(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        for words in ("One.", "One.", "Two."):
            await send(here, words)
        assert [choice for choice, _ in await choices(here)] == ["form", "form"]
