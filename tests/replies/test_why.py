"""Why a message that is no reply stays in Discord, as far as its time says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.replies.why import NOT_LOOKED_AT, UNHEARD, why_here
from tests.replies.world import ANN, THREAD, World, world

if TYPE_CHECKING:
    from pathlib import Path

    from bot.languages.phrase import Phrase


async def why(here: World, message: int) -> Phrase:
    thread = await here.store.threads.by_thread(THREAD)
    assert thread is not None
    return await why_here(
        here.store, thread, here.talk.messages[message],
        connected=here.connections.has, theirs=True, told=not here.talk.withholds,
    )  # fmt: skip


async def test_what_was_not_looked_at_yet_is_told_from_what_was_missed(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        await here.agree(ANN)
        here.connections.connected = False
        missed = await here.say("Before the blog was connected.")
        here.connections.connected = True
        new = here.talk.say("Just now.", member=ANN)
        assert await why(here, missed.id) == UNHEARD
        assert await why(here, new.id) == NOT_LOOKED_AT
