"""Killed at every act: afterwards the same comments, none twice, none missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable, DiscordUnavailable
from bot.model import Verdict
from bot.replies.asking import Choice
from tests.replies.mishaps import Killed, Mishap
from tests.replies.world import ANN, BEN, GUILD, World, world

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path


async def a_question_and_its_answer(here: World) -> None:
    """Somebody is asked, agrees, and is answered by somebody who agrees as well."""
    first = here.talk.say("One.", member=ANN)
    await here.restart()
    await here.answer(Choice.ALWAYS, member=ANN)
    second = here.talk.say("Two.", member=BEN, answers=first.id)
    await here.restart()
    await here.answer(Choice.ALWAYS, member=BEN)
    here.talk.say("Three.", member=ANN, answers=second.id)
    await here.restart()


async def edits_and_deletions_while_nobody_listened(here: World) -> None:
    await here.agree(ANN)
    ids = [here.talk.say(f"Number {number}.", member=ANN).id for number in range(4)]
    await here.restart()
    here.rewrite(ids[1], "Number 1, better.")
    del here.talk.messages[ids[2]]
    here.rewrite(ids[3], "// not for the blog after all")
    await here.restart()


async def held_and_decided(here: World) -> None:
    await here.agree(ANN)
    here.desk.holds_new = True
    await here.store.exchanges.moderate_in(GUILD, here.blog_id, 77)
    here.talk.say("One.", member=ANN)
    await here.restart()
    await here.replies.beat()
    await here.settle()


AT_THE_DESK = {"check", "authors", "write", "find", "rewrite", "decide", "look", "held"}

SCENES = [
    a_question_and_its_answer,
    edits_and_deletions_while_nobody_listened,
    held_and_decided,
]


async def finish(here: World) -> None:
    """Until nothing is due any more; whatever is held is approved on the blog."""
    for _ in range(6):
        await here.restart()
        await here.replies.beat()
        await here.settle(seconds=4000)
        for stored in here.desk.comments.values():
            if stored.verdict is Verdict.HELD:
                stored.verdict = Verdict.APPROVED


def picture(here: World) -> object:
    """Everything that people see, by words rather than ids, which depend on the order of acts."""
    words = {str(stored.id): stored.html for stored in here.desk.comments.values()}
    comments = sorted(
        (stored.html, words.get(stored.parent or ""), stored.name) for stored in here.standing()
    )
    marks = {
        here.talk.messages[message].content: sorted(shown)
        for message, shown in here.talk.marks.items()
        if message in here.talk.messages and shown
    }
    cards = [(card.comment, card.verdict) for card in here.talk.cards.values()]
    return comments, marks, cards, len(here.talk.questions)


@pytest.mark.parametrize("stored", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "error",
    [Killed(), BlogUnreachable("lost"), DiscordUnavailable("lost")],
    ids=["killed", "blog", "discord"],
)
@pytest.mark.parametrize("scene", SCENES)
async def test_whatever_act_fails_the_same_comments_are_there(
    tmp_path: Path,
    scene: Callable[[World], Awaitable[None]],
    error: BaseException,
    stored: bool,
) -> None:
    async with world(tmp_path / "undisturbed") as here:
        await scene(here)
        await finish(here)
        expected, acts = picture(here), list(here.mishaps.log)
    for at, act in enumerate(acts, start=1):
        if not may_fail_with(act, error):
            continue
        async with world(tmp_path / str(at)) as here:
            here.mishaps.planned = [Mishap(at, error, stored)]
            await scene(here)
            await finish(here)
            assert picture(here) == expected, f"act {at}: {act}"


def may_fail_with(act: str, error: BaseException) -> bool:
    """The blog's acts fail as blogs do, and Discord's as Discord does; anything can be killed."""
    at_the_desk = act.partition(" ")[0] in AT_THE_DESK and act not in {"find question", "find card"}
    return isinstance(error, Killed) or at_the_desk == isinstance(error, BlogUnreachable)
