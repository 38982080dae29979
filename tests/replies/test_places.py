"""An answer keeps its place, whatever becomes of the messages between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.languages.language import ENGLISH
from bot.model import Verdict
from bot.replies.asking import Choice
from bot.replies.marks import FEDIVERSE, explain
from bot.store.discord.parts import PartState
from bot.store.people.members import Consent
from tests.replies.test_intake import hear
from tests.replies.world import ANN, BEN, EVE, GUILD, World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

SHOWN = 150


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """Ann agreed, and one comment of the blog is shown."""
    async with world(tmp_path) as opened:
        await opened.agree(ANN)
        opened.desk.say("Vic", "On the blog.")
        await opened.read_blog()
        await opened.mirror_comment("1", SHOWN)
        yield opened


def parent(here: World, words: str) -> str | None:
    (stored,) = [each for each in here.standing() if each.html == words]
    return stored.parent


async def removed_by_people(here: World) -> None:
    await here.store.parts.removed_by_people(SHOWN)


async def superfluous(here: World) -> None:
    await here.store.parts.become(here.mirror, "1", 1, PartState.GONE)


async def sent_anew(here: World) -> None:
    await here.store.parts.claim(
        here.mirror, "1", 1, generation=1, nonce="again", content="", now=here.now
    )
    await here.store.parts.sent(here.mirror, "1", 1, SHOWN + 1, "", now=here.now)


GOING = [removed_by_people, superfluous, sent_anew]


@pytest.mark.parametrize("goes", GOING)
@pytest.mark.parametrize("before", [True, False], ids=["before it is taken in", "after"])
async def test_what_showed_the_comment_goes(
    here: World, goes: Callable[[World], Awaitable[None]], before: bool
) -> None:
    if before:
        await goes(here)
    said = here.talk.say("To Vic.", member=BEN, answers=SHOWN, answers_bot=True)
    await here.replies.intake.hear(said)
    await here.settle()
    if not before:
        await goes(here)
    await here.answer(Choice.ALWAYS, member=BEN)
    assert parent(here, "To Vic.") == "1"


async def test_a_form_keeps_its_place(here: World) -> None:
    thread = await here.store.threads.by_thread(here.talk.thread)
    assert thread is not None
    here.desk.revoked = True
    await here.replies.asking.write_form(
        thread, form=10**17, user=ANN, name="Ann", answers=SHOWN, words="To Vic."
    )
    await removed_by_people(here)
    here.desk.revoked = False
    await here.settle(seconds=4000)
    assert parent(here, "To Vic.") == "1"


async def deleted(here: World, between: int) -> None:
    await here.delete(between)


async def deleted_unheard(here: World, between: int) -> None:
    del here.talk.messages[between]
    await here.restart()


async def never(here: World, between: int) -> None:
    await here.replies.asking.settle(GUILD, BEN, Consent.NEVER, name="Ben")


async def forgotten(here: World, between: int) -> None:
    await here.replies.asking.forget(BEN, leave=False)
    await here.settle(seconds=4000)


BETWEEN = [deleted, deleted_unheard, never, forgotten]


@pytest.mark.parametrize("goes", BETWEEN)
async def test_the_message_between_goes_before_it_is_published(
    here: World, goes: Callable[[World, int], Awaitable[None]]
) -> None:
    between = here.talk.say("Between.", member=BEN, answers=SHOWN, answers_bot=True)
    await here.replies.intake.hear(between)
    await here.settle()
    here.desk.revoked = True
    await hear(here, "To Ben.", answers=between.id)
    await goes(here, between.id)
    here.desk.revoked = False
    await here.settle(seconds=4000)
    assert parent(here, "To Ben.") == "1"


@pytest.mark.parametrize("goes", [deleted, forgotten])
async def test_the_message_between_goes_from_the_blog(
    here: World, goes: Callable[[World, int], Awaitable[None]]
) -> None:
    await here.agree(BEN)
    between = here.talk.say("Between.", member=BEN, answers=SHOWN, answers_bot=True)
    await here.replies.intake.hear(between)
    await here.settle()
    here.desk.revoked = True
    await hear(here, "To Ben.", answers=between.id)
    here.desk.revoked = False
    await goes(here, between.id)
    await here.settle(seconds=4000)
    assert parent(here, "To Ben.") == "1"


async def test_forgotten_but_left_on_the_blog_it_is_still_answered(here: World) -> None:
    await here.agree(BEN)
    between = here.talk.say("Between.", member=BEN)
    await here.replies.intake.hear(between)
    await here.settle()
    here.desk.revoked = True
    await hear(here, "To Ben.", answers=between.id)
    here.desk.revoked = False
    await here.replies.asking.forget(BEN, leave=True)
    await here.settle(seconds=4000)
    assert parent(here, "To Ben.") == parent_id(here, "Between.")


def parent_id(here: World, words: str) -> str:
    (stored,) = [each for each in here.standing() if each.html == words]
    return str(stored.id)


async def test_moderators_took_the_comment_between_away(here: World) -> None:
    await here.agree(BEN)
    between = here.talk.say("Between.", member=BEN, answers=SHOWN, answers_bot=True)
    await here.replies.intake.hear(between)
    await here.settle()
    here.desk.comments["2"].verdict = Verdict.TRASHED
    await here.read_blog()
    await hear(here, "To Ben.", answers=between.id)
    assert parent(here, "To Ben.") == "1"


async def test_what_moderators_never_let_appear_is_no_place(here: World) -> None:
    await here.agree(BEN)
    here.desk.holds_new = True
    between = here.talk.say("Between.", member=BEN, answers=SHOWN, answers_bot=True)
    await here.replies.intake.hear(between)
    await here.settle()
    here.desk.holds_new = False
    here.desk.comments["2"].verdict = Verdict.TRASHED
    await here.read_blog()
    await hear(here, "To Ben.", answers=between.id)
    assert parent(here, "To Ben.") == "1"


@pytest.mark.parametrize("goes", [never, forgotten])
async def test_the_row_of_a_message_between_two_members_goes(
    here: World, goes: Callable[[World, int], Awaitable[None]]
) -> None:
    first = await hear(here, "By Ann.")
    here.desk.revoked = True
    between = here.talk.say("Between.", member=BEN, answers=first)
    await here.replies.intake.hear(between)
    await hear(here, "To Ben.", answers=between.id)
    await goes(here, between.id)
    here.desk.revoked = False
    await here.settle(seconds=4000)
    assert parent(here, "To Ben.") == parent_id(here, "By Ann.")


async def test_through_what_stays_in_discord(here: World) -> None:
    """Eve never said yes, and another message is kept here: what they answer is answered."""
    await here.replies.asking.settle(GUILD, EVE, Consent.NEVER, name="Eve")
    silent = here.talk.say("Not for the blog.", member=EVE, answers=SHOWN, answers_bot=True)
    aside = here.talk.say("// nor this", member=ANN, answers=silent.id)
    for said in (silent, aside):
        await here.replies.intake.hear(said)
    await hear(here, "To all of it.", answers=aside.id)
    await hear(here, "By itself.", answers=here.talk.say("// hm", member=ANN).id)
    assert parent(here, "To all of it.") == "1"
    assert parent(here, "By itself.") is None


@pytest.mark.parametrize("from_fediverse", [True, False])
async def test_who_answers_the_fediverse_is_told_that_its_writer_is_not(
    here: World, from_fediverse: bool
) -> None:
    (shown,) = [each for each in here.desk.seen() if each.remote_id == "1"]
    changed = replace(shown, from_fediverse=from_fediverse, html="On another server.")
    await here.store.comments.note(here.blog_id, [changed])
    said = here.talk.say("To Vic.", member=ANN, answers=SHOWN, answers_bot=True)
    await here.replies.intake.hear(said)
    await here.settle()
    reply = await here.reply(said.id)
    assert reply is not None
    assert (FEDIVERSE in here.talk.marks[said.id]) == from_fediverse
    told = explain(reply, trouble=None, say=ENGLISH)
    assert ("is not told of the answer" in told) == from_fediverse
