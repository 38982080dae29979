"""What a writer or a moderator deletes, wherever its reply is on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogUnreachable
from bot.model import Verdict
from bot.store.people.exchanges import Moderated
from bot.store.people.reply import ReplyState
from tests.replies.world import ANN, GUILD, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.replies.ports import Said
from tests.replies.test_line import LATER, fail_next


async def test_a_deletion_while_it_is_unknown_whether_it_is_there(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogUnreachable("500"), stored=True)
        first = await here.say("Gone soon.")
        assert here.words() == ["Gone soon."]
        await here.delete(first.id)
        await here.settle(seconds=LATER)
        assert here.words() == []


@pytest.mark.parametrize(
    ("by_moderator", "in_bulk", "choice", "stays"),
    [
        (True, False, Moderated.LEAVE, True),
        (True, True, Moderated.LEAVE, True),
        (False, False, Moderated.LEAVE, False),
        (True, False, Moderated.TRASH, False),
    ],
)
async def test_a_moderators_deletion(
    tmp_path: Path, by_moderator: bool, in_bulk: bool, choice: Moderated, stays: bool
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        await here.store.exchanges.choose(GUILD, here.blog_id, moderated=choice)
        first = await here.say("One.")
        here.talk.moderator_deleted = by_moderator and not in_bulk
        await here.delete(first.id, in_bulk=in_bulk)
        await here.restart()
        assert here.words() == (["One."] if stays else [])
        assert (1 if stays else 0) == len(here.standing())
        assert await here.store.replies.natives(here.mirror), "never copied into that thread"


@pytest.mark.parametrize(
    ("by_moderator", "choice", "stays"),
    [
        (True, Moderated.LEAVE, True),
        (False, Moderated.LEAVE, False),
        (True, Moderated.TRASH, False),
    ],
)
async def test_a_moderators_deletion_while_nobody_listened(
    tmp_path: Path, by_moderator: bool, choice: Moderated, stays: bool
) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        await here.store.exchanges.choose(GUILD, here.blog_id, moderated=choice)
        first = await here.say("One.")
        del here.talk.messages[first.id]
        here.talk.moderators_deleted = {first.id} if by_moderator else set()
        await here.restart()
        assert here.words() == (["One."] if stays else [])


async def test_what_its_writer_took_back_stays_away(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        first = await here.say("One.")
        await here.delete(first.id)
        here.desk.comments["1"].verdict = Verdict.APPROVED
        await here.read_blog()
        reply = await here.reply(first.id)
        assert reply is not None
        assert reply.state is ReplyState.WITHDRAWN


async def test_a_withdrawal_looks_at_once_for_what_may_be_there(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fail_next(here, BlogUnreachable("500"), stored=True)
        first = await here.say("Gone soon.")
        await here.delete(first.id)
        await here.settle(seconds=10)
        assert here.words() == []


async def test_a_deletion_in_the_moment_before_it_is_written(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        fetch = here.talk.message

        async def fetched(thread: int, message: int) -> Said | None:
            said = await fetch(thread, message)
            await here.replies.intake.deleted(message)
            return said

        here.talk.message = fetched  # type: ignore[method-assign]
        await here.say("Never mind.")
        assert here.desk.comments == {}
