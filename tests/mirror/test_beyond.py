"""A feed with more articles than are read of one: its owner is told, and when it is over, too."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.blogs.feed.xml import MOST_ITEMS
from tests.mirror.feeds import feed_world, note, rss

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_what_is_left_out_is_known_and_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "bot")
    few = rss(note(1), note(2))
    async with feed_world(tmp_path, backfill=0) as here:
        for beyond in (0, 1, 1, 2, 0):
            old = "<item><title>Old</title></item>" * (MOST_ITEMS - 2 + beyond)
            await here.read(few.replace("</channel>", f"{old if beyond else ''}</channel>"))
            assert (await here.store.blogs.get(here.blog_id)).beyond == beyond
    told = [record.message for record in caplog.records if "left out" in record.message]
    assert len(told) == 1
