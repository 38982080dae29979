"""How much of each blog is held, and whether there is room for more of it.

A blog may answer without end, by a fault or on purpose; then the disk is not its to fill.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.env.settings import MEBIBYTE, Limits
from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.database import Database

log = logging.getLogger(__name__)

AGAIN = 600
"""Seconds after which a blog that has no room is measured again."""


@dataclass(frozen=True, slots=True)
class Room:
    """What of a blog can be added to what is held of it."""

    articles: bool = True
    comments: bool = True
    words: bool = True
    """Whether anything that makes it longer can be."""


@dataclass(slots=True)
class _Held:
    articles: int
    comments: int
    size: int
    measured: float


class Holdings:
    """Measures a blog once, then counts what comes, and measures again before it says no.

    `clock` is monotonic, in seconds.
    """

    def __init__(
        self,
        database: Database,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self.limits = limits or Limits()
        self._clock = clock
        self._held: dict[int, _Held] = {}

    async def room(self, blog: int) -> Room:
        """Whether there is room for more of a blog."""
        held = self._held.get(blog)
        full = held is not None and self._room(held) != Room()
        if held is None or (full and self._clock() - held.measured >= AGAIN):
            held = self._held[blog] = await self._measure(blog)
            if self._room(held) != Room():
                log.warning("%s", self._told(held))
        return self._room(held)

    def took(self, blog: int, *, articles: int = 0, comments: int = 0, size: int = 0) -> None:
        """So much was added, or a little less: what only changed is counted, too."""
        held = self._held.get(blog)
        if held is not None:
            was = self._room(held)
            held.articles += articles
            held.comments += comments
            held.size += size
            if was == Room() != self._room(held):
                del self._held[blog]

    async def told(self, blog: int) -> Phrase | None:
        """That something of a blog is left out, for its owner; None: nothing is."""
        if await self.room(blog) == Room():
            return None
        return self._told(self._held[blog])

    def _told(self, held: _Held) -> Phrase:
        return Phrase(
            "The bot holds {articles} articles and {comments} comments of this blog, {size} MiB, "
            "which is as much as it may: what is new beyond that is left out. Whoever runs the bot "
            "can allow more, with BLOG_MAX_ARTICLES, BLOG_MAX_COMMENTS and BLOG_MAX_MIB.",
            articles=held.articles,
            comments=held.comments,
            size=round(held.size / MEBIBYTE),
        )

    def _room(self, held: _Held) -> Room:
        words = held.size < self.limits.mebibytes * MEBIBYTE
        return Room(
            articles=words and held.articles < self.limits.articles,
            comments=words and held.comments < self.limits.comments,
            words=words,
        )

    async def _measure(self, blog: int) -> _Held:
        row = await self._database.row(
            "SELECT (SELECT count(*) FROM article WHERE blog = ?1) AS articles, "
            "(SELECT count(*) FROM comment WHERE blog = ?1) AS comments, "
            "(SELECT coalesce(sum(length(html) + length(title)), 0) FROM article "
            "WHERE blog = ?1) + (SELECT coalesce(sum(length(html) + length(author)), 0) "
            "FROM comment WHERE blog = ?1) AS size",
            (blog,),
        )
        assert row is not None  # noqa: S101 - it counts, whatever there is
        return _Held(row["articles"], row["comments"], row["size"], self._clock())
