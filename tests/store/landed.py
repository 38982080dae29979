"""A database as the version that landed first left it behind, and names for what is in it.

Commit 3d4de83 wrote it, by ten schema scripts and through its own store; `landed.sql` tells it, and
stays as it is. Two blogs are followed from two guilds, and most states that a row can be in are
there. Whoever adds a script to the schema finds here what it does to a database in use.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

VERSION = 10
"""How many scripts of the schema it had run."""

BEGUN = 1_795_000_000
"""What `landed.sql` tells happened within hours of this second since 1970."""

HARBOUR, BREAD = 1, 2
"""The blogs: The Harbour Log is a WordPress, Slow Bread a feed."""

QUAY, MOOR = 810_000_000_000_000_001, 810_000_000_000_000_002
"""The guilds. Moor's follow of the harbour is paused, and the one of the bread ended."""

TEXT, FORUM, NEWS = 820_000_000_000_000_001, 820_000_000_000_000_002, 820_000_000_000_000_003
OWNERS, MODERATORS = 820_000_000_000_000_004, 820_000_000_000_000_005
"""Channels of Quay: a text channel and a German forum follow the harbour, the news the bread."""

LANE, OLD = 820_000_000_000_000_011, 820_000_000_000_000_012
"""Channels of Moor."""

ROLE = 830_000_000_000_000_001
MARN, ISA, PELL, VIK, NELL, LEFT, LEAVING = (840_000_000_000_000_000 + n for n in range(1, 8))
"""Members. Marn always said yes, and never in Moor; Isa says yes to each, Vik never, Pell is being
asked. Nell writes the harbour. Left is forgotten, and Leaving about to be."""

TIDES, NETS, FOG, BOAT, RYE, MOON, CRUMBS = range(1, 8)
"""Articles: the fog is withdrawn and the boat gone. The harbour calls the moon 5."""

TIDES_IN_TEXT, TIDES_IN_FORUM, TIDES_IN_LANE, RYE_IN_NEWS = 9, 18, 10, 11
"""Mirrors; the first one holds all replies."""

SECRET_KEY, PASSWORD = "a long text that nobody guesses", "mole lamp rope tarn"
"""The password of Quay's account `afterword` on the harbour is sealed with the key."""


def landed(path: Path) -> Path:
    """Build the database in a new file at `path`, and answer it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    return path


def snowflake(seconds: int, number: int = 0) -> int:
    """The id of a message written so many seconds after BEGUN."""
    return ((BEGUN + seconds) * 1000 - 1_420_070_400_000 << 22) + number
