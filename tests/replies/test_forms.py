"""One form is one comment, however often it is sent, and whatever became of it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable
from bot.model import Verdict
from bot.store.people.reply import ReplyState
from tests.replies.mishaps import Killed
from tests.replies.world import ANN, World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

FORM = 10**17


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as opened:
        yield opened


async def send(here: World, words: str) -> None:
    thread = await here.store.threads.by_thread(here.talk.thread)
    assert thread is not None
    await here.replies.asking.write_form(
        thread, form=FORM, user=ANN, name="Ann", answers=100, words=words
    )


async def published(here: World) -> None:
    await send(here, "Once.")
    await here.settle()
    assert here.words() == ["Once."]


async def in_line(here: World) -> None:
    await send(here, "Once.")


async def its_answer_lost(here: World) -> None:
    here.mishaps.next.append(("write", BlogUnreachable("No answer."), True))
    await send(here, "Once.")
    await here.settle()


async def being_written(here: World) -> None:
    async def again() -> None:
        await send(here, "Twice.")

    here.mishaps.between["write"] = again
    await send(here, "Once.")
    await here.settle()


async def cut_off(here: World) -> None:
    here.mishaps.next.append(("write", Killed(), True))
    await send(here, "Once.")
    await here.settle()
    await here.restart()


@pytest.mark.parametrize("so_far", [published, in_line, its_answer_lost, being_written, cut_off])
@pytest.mark.parametrize("words", ["Once.", "Twice."])
async def test_the_words_sent_last_stand_there_once(
    here: World, so_far: Callable[[World], Awaitable[None]], words: str
) -> None:
    await so_far(here)
    await send(here, words)
    await here.settle(seconds=4000)
    assert here.words() == [words]
    reply = await here.reply(FORM)
    assert reply is not None
    assert reply.form is None, "what stands on the blog is not kept"


async def test_back_to_the_words_that_stand_there(here: World) -> None:
    await published(here)
    here.mishaps.next.append(("", Killed(), False))
    await send(here, "Twice.")
    await here.settle()
    await send(here, "Once.")
    await here.restart()
    reply = await here.reply(FORM)
    assert reply is not None
    assert (here.words(), reply.form) == (["Once."], None)


async def test_words_that_were_refused_can_be_mended(here: World) -> None:
    here.desk.closed = True
    await send(here, "Once.")
    await here.settle()
    reply = await here.reply(FORM)
    assert reply is not None
    assert reply.state is ReplyState.REFUSED
    here.desk.closed = False
    await send(here, "Twice.")
    await here.settle()
    assert here.words() == ["Twice."]


async def test_what_the_moderators_removed_does_not_come_back(here: World) -> None:
    await published(here)
    (stored,) = here.standing()
    stored.verdict = Verdict.TRASHED
    await here.read_blog()
    await send(here, "Twice.")
    await here.settle()
    reply = await here.reply(FORM)
    assert reply is not None
    assert (here.words(), reply.form) == ([], None)
