"""The story of a comment whose words Discord does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.care.story import tell
from bot.errors import DiscordRejected
from bot.languages.language import ENGLISH
from tests.mirror.world import GUILD, World, world

if TYPE_CHECKING:
    from pathlib import Path


async def told(here: World, comment: int) -> str:
    address = f"https://blog.example/1/#comment-{comment}"
    return await tell(here.store, GUILD, address, ENGLISH)


async def test_refused_words_and_what_only_waits_are_told_apart(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.blog.publish()
        here.blog.say("1", "<p>good</p>")
        here.blog.say("1", "<p>bad</p>")
        await here.follow_through(1)
        here.discord.refuse = lambda content: "\nbad" in content or "#comment-4>" in content
        here.blog.edit("1", "<p>bad</p>")
        here.blog.say("1", "<p>bad</p>")
        here.blog.say("1", "<p>not even its place</p>")
        await here.notice()
        assert "Discord refuses its words as they are now." in await told(here, 1)
        assert "Discord refuses its words as they are now." in await told(here, 3)
        assert "Discord refused the message" in await told(here, 4)
        here.discord.rejected = lambda _: DiscordRejected("No.")
        here.blog.say("1", "<p>late</p>")
        await here.cycle(7)
        with pytest.raises(DiscordRejected):
            await here.write()
        assert "is being written" in await told(here, 5)
