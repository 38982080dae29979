"""What waits because people want it so, told apart from what can't get on."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from bot.choices import Filters, QuietHours
from tests.mirror.test_faults import POLL, bot

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_closed_thread_and_quiet_hours_wait_on_purpose(tmp_path: Path) -> None:
    async with bot(tmp_path) as made:
        await made.live(600)
        assert made.engine.waits_on_purpose() == set()
        for thread in made.discord.threads.values():
            thread.locked = thread.archived = True
        for blog in made.blogs.values():
            blog.say("1", "<p>said behind a closed door</p>")
        await made.live(2 * POLL)
        waiting = {mirror.id for mirror in await made.store.mirrors.unfinished()}
        assert waiting
        assert made.engine.waits_on_purpose() >= waiting
    async with bot(tmp_path / "quiet") as made:
        await made.live(600)
        for follow in await made.store.follows.of_guild(10):
            hours = QuietHours(time(0, 0), time(23, 59), "UTC")
            await made.store.follows.choose(
                follow.id, brief=False, role=None, filters=Filters(), quiet=hours,
                language="en", publish=False,
            )  # fmt: skip
        await made.change()
        await made.live(2 * POLL)
        waiting = {mirror.id for mirror in await made.store.mirrors.unfinished()}
        assert waiting
        assert made.engine.waits_on_purpose() == waiting
