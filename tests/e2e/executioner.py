"""Kills the bot while it talks, at one step of one request."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from tests.wire.rest import RequestRow

if TYPE_CHECKING:
    import random

    from tests.e2e.afterword import Afterword
    from tests.wire.rest import Stage
    from tests.wordpress.trouble import Passage, TroubledBlog


class Executioner:
    """Kills the bot at a random step of a request to either side, counted from when it is armed.

    Or of a POST to one kind of address only: where something is written it hurts most.
    """

    def __init__(self, bot: Afterword, blog: TroubledBlog, chance: random.Random) -> None:
        self._chance = chance
        self._left = 0
        self._of = ""
        self._pid: int | None = None
        bot.wire.rest.watchers.append(self._watch)
        blog.watchers.append(self._watch)
        self.struck: list[str] = []
        """At which steps it did."""

    def arm(self, pid: int, within: int, *, of: str = "") -> None:
        """Within so many steps; with `of`, a pattern, of those of POSTs to such addresses."""
        self._pid, self._left, self._of = pid, self._chance.randint(1, within), of

    def disarm(self) -> None:
        """Kill nobody any more."""
        self._pid = None

    def strike(self, at: str = "the end") -> None:
        """Kill now, unless it is done."""
        if self._pid is not None:
            os.kill(self._pid, 9)
            self._pid = None
            self.struck.append(at)

    def _watch(self, stage: Stage, row: RequestRow | Passage) -> None:
        target = row.path if isinstance(row, RequestRow) else row.target
        counts = row.method == "POST" and re.search(self._of, target) is not None
        self._left -= counts or not self._of
        if self._left <= 0:
            self.strike(f"{row.method} {target[:60]} {stage}")
