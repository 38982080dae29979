"""How much reading a blog may take. Pure."""

from __future__ import annotations

from bot.mirror.engine import BETWEEN
from bot.mirror.rota import SLOTS

HOUR = 3600


def hourly_requests(poll_seconds: int) -> int:
    """Requests an hour that one blog may be asked: twice what regular reading takes at most.

    Regular are a cycle's requests while nothing changes, and those of the archive while it is
    filled. The other half is for what changes.
    """
    cycles = HOUR * (1 + SLOTS) / poll_seconds
    archive = HOUR / BETWEEN
    return 2 * int(cycles + archive)
