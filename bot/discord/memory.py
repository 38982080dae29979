"""Messages as they were just heard: remembered for a minute, and no longer than the connection."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import discord

    from bot.replies.ports import Said

HEARD_SECONDS = 60
LIMIT = 500
"""How long, and how many, messages are remembered as they came."""


class _Heard(NamedTuple):
    at: float
    """When, on the monotonic clock."""
    edited: float
    said: Said


class Memory:
    """Spares asking for what was just heard: that is limited to about one a second in each channel.

    Whatever order news come in, the newest state of a message counts.
    """

    def __init__(self) -> None:
        self._heard: OrderedDict[int, _Heard] = OrderedDict()

    def keep(self, message: discord.Message, said: Said) -> Said:
        """Remember a message that was just heard, read as `said`; answers its newest state."""
        newest, known = self.newest(message, said), self._heard.get(message.id)
        edited = max(_edited(message), known.edited if known else 0.0)
        self._heard[message.id] = _Heard(time.monotonic(), edited, newest)
        self._heard.move_to_end(message.id)
        while len(self._heard) > LIMIT:
            self._heard.popitem(last=False)
        return newest

    def expire(self) -> None:
        """Let go what was heard more than a minute ago: nobody's words stay here for longer."""
        heard = time.monotonic() - HEARD_SECONDS
        while self._heard and next(iter(self._heard.values())).at <= heard:
            self._heard.popitem(last=False)

    def newest(self, message: discord.Message, said: Said) -> Said:
        """The message as it was read now, or as it was heard, whichever was edited last."""
        known = self._heard.get(message.id)
        return known.said if known and known.edited > _edited(message) else said

    def recall(self, message: int) -> Said | None:
        """A message that was heard within the last minute."""
        known = self._heard.get(message)
        fresh = known is not None and time.monotonic() - known.at < HEARD_SECONDS
        return known.said if known and fresh else None

    def drop(self, message: int) -> None:
        """It was deleted since."""
        self._heard.pop(message, None)

    def clear(self) -> None:
        """Something may have been missed: nothing of it is trusted any more."""
        self._heard.clear()


def _edited(message: discord.Message) -> float:
    """When it was last edited; 0 for one that never was."""
    return message.edited_at.timestamp() if message.edited_at else 0.0
