"""What members said, and what it does to what they wrote, on real SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.languages.phrase import Phrase
from bot.store.people.agreements import Agreement
from bot.store.people.reply import ReplyState
from bot.store.store import Store, open_store
from tests.store.upkeep.test_repairs import GUILD, NOW, REPLY, found, keep

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

USER, MESSAGE, QUESTION = 8, 901, 777
KEPT_HERE = Phrase("It stays here.")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A thread with one reply, which stands on the blog."""
    async with open_store(tmp_path / "afterword.sqlite3") as opened:
        await keep(opened, found())
        yield opened


async def test_a_word_about_one_message_ends_the_question_about_it(store: Store) -> None:
    (mirror,) = await store.mirrors._database.rows("SELECT id FROM mirror")
    assert await store.members.take_in(
        MESSAGE, mirror=mirror["id"], guild=GUILD, user=USER, answers=None
    )
    await store.members.asked(GUILD, USER, QUESTION, about=MESSAGE)
    assert await store.members.by_question(QUESTION) is not None
    word = Agreement(GUILD, USER, NOW, "once", message=MESSAGE)
    assert await store.members.release(word)
    assert await store.members.by_question(QUESTION) is None
    member = await store.members.get(GUILD, USER)
    assert member is not None
    assert (member.asked_for, member.asked_in, member.consent) == (None, None, "each")
    assert await store.members.release(word), "it went when this was said before"


async def test_after_a_never_no_edit_brings_back_what_was_kept(store: Store) -> None:
    await store.members.consent(Agreement(GUILD, REPLY.user, NOW, "never"))
    await store.replies.withdraw(REPLY.message, reason=KEPT_HERE, stays=True)
    kept = await store.replies.get(REPLY.message)
    assert kept is not None
    assert kept.stays
    await store.members.take_again(kept)
    again = await store.replies.get(REPLY.message)
    assert again is not None
    assert (again.stays, again.withdraw, again.state) == (False, True, ReplyState.PUBLISHED)
