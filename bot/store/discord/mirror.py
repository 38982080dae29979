"""A mirror, as table `mirror` has it: one article in one channel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.database import Row


class AnnouncementState(StrEnum):
    """How far the announcement is."""

    NONE = "none"
    SENDING = "sending"
    """Claimed: it may or may not be in the channel already."""
    SENT = "sent"
    REMOVED = "removed"
    """People removed it in Discord; it is never sent again."""


@dataclass(frozen=True, slots=True)
class MirrorRecord:
    """One mirror; times in seconds since 1970."""

    id: int
    follow: int
    guild: int
    channel: int
    language: str
    article: int
    wanted: int
    announcement_state: AnnouncementState
    announcement_since: int | None
    announcement_id: int | None
    announcement_hash: str | None
    announcement_words: str | None
    """What the blog says in it (a hash), or `bot.store.discord.parts.STANDS`."""
    counted: int | None
    counted_at: int
    thread_id: int | None
    thread_name: str | None
    name_wanted: str | None
    closed: bool
    active_at: int
    asked: bool
    """A member asked for it: it is no news."""


SELECT = (
    "SELECT mirror.*, follow.guild, follow.channel, follow.language FROM mirror "
    "JOIN follow ON follow.id = mirror.follow "
)
"""Begins the queries that find mirrors; `record` reads their rows."""


def record(row: Row) -> MirrorRecord:
    """Read a row that `SELECT` found."""
    return MirrorRecord(
        id=row["id"],
        follow=row["follow"],
        guild=row["guild"],
        channel=row["channel"],
        language=row["language"],
        article=row["article"],
        wanted=row["wanted"],
        announcement_state=AnnouncementState(row["announcement_state"]),
        announcement_since=row["announcement_since"],
        announcement_id=row["announcement_id"],
        announcement_hash=row["announcement_hash"],
        announcement_words=row["announcement_words"],
        counted=row["counted"],
        counted_at=row["counted_at"],
        thread_id=row["thread_id"],
        thread_name=row["thread_name"],
        name_wanted=row["name_wanted"],
        closed=bool(row["closed"]),
        active_at=row["active_at"],
        asked=bool(row["asked"]),
    )
