"""What the blog's account vouches for, beside visitors who claim the same messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import BlogRefused
from bot.model import Draft
from bot.repair.ports import Standing
from bot.repair.witness import Witness
from bot.replies.person import person
from bot.store.people.reply import message_url
from tests.replies.world import ANN, GUILD, THREAD, World, world

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

EMAIL = "{hash}@discord.invalid"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as opened:
        await opened.agree(ANN)
        yield opened


def witness(here: World) -> Witness:
    return Witness(here.store, here.desk, GUILD, here.blog_id, EMAIL)


def standing(here: World) -> list[Standing]:
    return [Standing(said, ours=False) for said in here.talk.messages.values()]


async def test_the_pseudonym_tells_ours_from_a_claim(here: World) -> None:
    url = message_url(GUILD, THREAD, next(here.talk.numbers) + 1)
    claimed = here.desk.say("Name 1001", "bread", claims=url)
    said = await here.say("bread")
    assert url == message_url(GUILD, THREAD, said.id)
    seen = here.desk.seen()
    assert [comment.message for comment in seen] == [said.id, said.id]
    vouched = await witness(here).vouch(seen, standing(here))
    assert vouched == {said.id: next(each for each in here.desk.comments if each != claimed)}


async def test_a_claim_alone_is_vouched_for_by_nobody(here: World) -> None:
    said = here.talk.say("bread", member=ANN)
    here.desk.say("Name 1001", "bread", claims=message_url(GUILD, THREAD, said.id))
    assert await witness(here).vouch(here.desk.seen(), standing(here)) == {}


async def test_what_nobody_claims_is_not_asked_for(here: World) -> None:
    here.talk.say("bread", member=ANN)
    here.mishaps.log.clear()
    assert await witness(here).vouch(here.desk.seen(), standing(here)) == {}
    assert here.mishaps.log == []


async def test_an_account_that_is_turned_down_vouches_for_nothing(here: World) -> None:
    said = await here.say("bread")
    here.desk.revoked = True
    assert await witness(here).vouch(here.desk.seen(), standing(here)) == {}
    by = await person(
        here.store, EMAIL, guild=GUILD, blog=here.blog_id, address=here.desk.address, user=ANN,
        nameless="",
    )  # fmt: skip
    draft = Draft("1", None, by, message_url(GUILD, THREAD, said.id), "", approved=False)
    with pytest.raises(BlogRefused):
        await here.desk.find(draft)


async def test_another_members_pseudonym_is_another_one(here: World) -> None:
    said = await here.say("bread")
    here.talk.messages[said.id] = replace(said, member=ANN + 1)
    assert await witness(here).vouch(here.desk.seen(), standing(here)) == {}
