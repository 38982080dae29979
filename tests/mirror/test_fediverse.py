"""Comments from the fediverse are marked when they are written; what stands is not edited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.mirror.world import the_thread, world

if TYPE_CHECKING:
    from pathlib import Path

MARK = "from the fediverse"


async def test_only_what_is_written_from_now_on_is_marked(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        article = here.blog.publish()
        here.blog.say(article, "<p>Old.</p>")
        await here.follow_through()
        (before,) = [each.content for each in the_thread(here).messages.values()]
        here.blog.said["1"] = replace(here.blog.said["1"], from_fediverse=True)
        new = here.blog.say(article, "<p>New.</p>")
        here.blog.said[new] = replace(here.blog.said[new], from_fediverse=True)
        await here.follow_through(12)
        old, written = [each.content for each in the_thread(here).messages.values()]
        assert old == before
        assert MARK in written
        here.blog.edit("1", "<p>Mended.</p>")
        await here.notice()
        assert MARK in next(iter(the_thread(here).messages.values())).content
