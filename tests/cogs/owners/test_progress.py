"""An answer that takes its time."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.languages.phrase import Phrase
from cogs.owners.progress import LATE, PATIENCE, PAUSE, Progress
from tests.pseudo import MARKED


class Asked:
    """An interaction, as far as an answer needs one."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.sent: list[str] = []
        self.user = self
        self.refuses = False

    async def edit_original_response(self, **changes: Any) -> None:
        if self.refuses:
            raise refusal()
        self.shown.append(changes["content"] or changes["embed"].description)

    async def send(self, *, embed: discord.Embed) -> None:
        if self.refuses:
            raise refusal()
        self.sent.append(str(embed.description))


def refusal() -> discord.HTTPException:
    class Response:
        status = 401
        reason = "Unauthorized"

    return discord.HTTPException(Response(), "Invalid Webhook Token")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def begun(asked: Asked, clock: Clock) -> Progress:
    return Progress(asked, MARKED, clock)  # type: ignore[arg-type]


async def test_it_is_told_every_few_seconds_and_no_more(clock: Clock) -> None:
    asked = Asked()
    progress = begun(asked, clock)
    for second in range(3 * PAUSE + 1):
        clock.now = second
        await progress.tell(Phrase("After {n}", n=second))
    await progress.finish("Done.")
    said = [f"⏳ ‹After {second}›" for second in (PAUSE, 2 * PAUSE, 3 * PAUSE)]
    assert asked.shown == [*said, "Done."]
    assert asked.sent == []


async def test_late_it_is_said_once_and_the_result_comes_all_the_same(clock: Clock) -> None:
    asked = Asked()
    progress = begun(asked, clock)
    for second in (PATIENCE, PATIENCE + 5, PATIENCE + 10):
        clock.now = second
        await progress.tell(Phrase("On it."))
    await progress.finish("Done.")
    assert (asked.shown, asked.sent) == ([MARKED(LATE)], ["Done."])


async def test_late_without_a_word_in_between(clock: Clock) -> None:
    asked = Asked()
    progress = begun(asked, clock)
    clock.now = PATIENCE * 2
    await progress.finish("Done.")
    assert (asked.shown, asked.sent) == ([], ["Done."])


async def test_a_refusal_stops_nothing_and_the_log_has_it(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Asked()
    asked.refuses = True
    progress = begun(asked, clock)
    clock.now = PAUSE
    await progress.tell(Phrase("On it."))
    clock.now = PATIENCE
    caplog.set_level("INFO")
    await progress.finish("The result.")
    assert "The result." in caplog.text
