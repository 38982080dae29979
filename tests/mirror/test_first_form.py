"""Messages that the first versions wrote, name and place in one line: found again, and left so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.mirror import draft
from bot.mirror.desired import desire
from bot.mirror.lines import BEFORE
from tests.mirror.fake_discord import Killed
from tests.mirror.world import World, keys, the_thread, world

if TYPE_CHECKING:
    from pathlib import Path

LONG = "<p>" + "A few words. " * 200 + "</p>"


def messages(here: World) -> list[str]:
    return [message.content for message in the_thread(here).messages.values()]


async def test_they_keep_their_form_until_their_own_words_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as here:
        here.blog.publish()
        for html in ("One.", LONG, "Three."):
            here.blog.say("1", html)
        with monkeypatch.context() as first_version:
            first_version.setattr(draft, "desire", partial(desire, form=BEFORE))
            await here.follow_through(1)
        before = messages(here)
        assert before[0].startswith("**")
        here.restart()
        await here.choose(brief=True)  # so that all of them are looked at
        here.blog.say("1", "Four.")
        await here.notice()
        assert messages(here)[:-1] == before
        assert not messages(here)[-1].startswith("**")
        here.blog.edit("1", "Other.")
        await here.notice()
        assert messages(here)[1:-1] == before[1:]
        assert not messages(here)[0].startswith("**")


@pytest.mark.parametrize("instant", [2, 3, 4])
async def test_one_that_was_in_doubt_is_found_after_the_update(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instant: int
) -> None:
    async with world(tmp_path) as here:
        here.blog.publish()
        here.blog.say("1")
        here.blog.say("1", LONG)
        await here.cycle()
        with monkeypatch.context() as first_version:
            first_version.setattr(draft, "desire", partial(desire, form=BEFORE))
            here.discord.fault = (instant, True, Killed())
            with pytest.raises(Killed):
                await here.write()
        here.restart()
        here.discord.forget_nonces()
        await here.write()
        assert keys(the_thread(here)) == [("1", 1), ("2", 1), ("2", 2)]
