"""A large file is written beside what else the bot does."""

from __future__ import annotations

import threading
from typing import Any

from bot.discord.json_file import exact, json_file


class Row(dict[str, Any]):
    """Tells in which thread it was written."""

    thread = 0

    def items(self) -> Any:
        self.thread = threading.get_ident()
        return super().items()


async def test_the_event_loop_is_not_held_by_it() -> None:
    row = Row(words="Mine.")
    made = await json_file("data.json", [row])
    assert row.thread not in {0, threading.get_ident()}
    assert b"Mine." in made.fp.read()


def test_ids_that_javascript_can_t_hold_are_text() -> None:
    menu = {"default_values": [{"id": 1456074443980800019, "type": "channel"}], "type": 8}
    assert exact(menu) == {
        "default_values": [{"id": "1456074443980800019", "type": "channel"}],
        "type": 8,
    }
    assert exact((True, None, -(2**60), "2")) == [True, None, str(-(2**60)), "2"]
