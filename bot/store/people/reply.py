"""A member's reply as the store knows it: its states, its record, and how rows become it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase, recalled

if TYPE_CHECKING:
    from bot.store.database import Row


class ReplyState(StrEnum):
    """How far a reply is."""

    WAITING = "waiting"
    """For its writer's consent."""
    QUEUED = "queued"
    POSTING = "posting"
    """Claimed: it may or may not stand on the blog already."""
    PUBLISHED = "published"
    HELD = "held"
    """On the blog, waiting for its moderators."""
    REFUSED = "refused"
    """The blog won't take it as it is; tried again when its words change."""
    WITHDRAWN = "withdrawn"
    """Its writer took it back, or said no."""
    REMOVED = "removed"
    """The blog's moderators, or its rules, took it away."""


LEAVES = (
    "state = CASE WHEN state = 'removed' AND NOT looked THEN 'published' "
    "WHEN state IN ('waiting', 'queued', 'refused', 'removed') THEN 'withdrawn' ELSE state END"
)
"""What becomes of a reply's state when it is to be nowhere.

What disappeared on the blog, and was not looked for there since, may merely be held: it has to be
taken off the blog like what is there. So may what is taken for removed be restored (`looked`).
"""


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """One member's message, and its place."""

    message_id: int
    mirror: int
    guild: int
    blog: int
    thread_id: int
    article: int
    article_id: str
    language: str
    """The code of the language in which its thread reads."""
    user: int
    answers: int | None
    """The message that it answers."""
    state: ReplyState
    withdraw: bool
    stays: bool
    """… because its writer keeps it in Discord, with `//` before it: an edit can send it."""
    forget: bool
    edits: int
    carried: int
    attempts: int
    verify_at: int | None
    """When a second copy of it is looked for on the blog."""
    comment: str | None
    words: str | None
    judged: str | None
    """Words (a hash) of an edit that the blog's rules were asked about."""
    altered: bool
    reason: Phrase | None
    marks: str
    formed: bool
    """It was written in a form: there is no message of its writer's."""
    form: str | None
    """What was written there, until it stands on the blog."""
    by_author: bool
    """It stands on the blog as a comment of the article's author."""
    parent: str | None = None
    """The blog's comment that it answers; None where that is none, or none yet."""
    decided: int = 0
    """Edits of what stays that are not later than this (milliseconds since 1970) send nothing."""
    to_fediverse: bool = False
    """That comment came from the fediverse: its writer is not told of the answer."""

    @property
    def url(self) -> str:
        """The message's address."""
        return message_url(self.guild, self.thread_id, self.message_id)


@dataclass(frozen=True, slots=True)
class Published:
    """One of a member's comments, for the list of theirs."""

    message_id: int
    url: str
    title: str
    words: str
    state: ReplyState
    reason: Phrase | None
    """Why it is not there, if it is not."""


def message_url(guild: int, channel: int, message: int) -> str:
    """A message's address, as people copy it in Discord."""
    return f"https://discord.com/channels/{guild}/{channel}/{message}"


def written_at(message: int) -> int:
    """When a message was written, in seconds since 1970: Discord's ids begin with it."""
    return (message >> 22) // 1000 + 1_420_070_400


SELECT = (
    "SELECT reply.*, mirror.thread_id, mirror.article, article.remote_id AS article_id, "
    "follow.guild, follow.blog, follow.language, "
    "EXISTS (SELECT 1 FROM comment WHERE comment.blog = follow.blog "
    "AND comment.remote_id = reply.comment AND by_article_author) AS by_author, "
    "EXISTS (SELECT 1 FROM comment WHERE comment.blog = follow.blog "
    "AND comment.remote_id = reply.parent AND fediverse) AS to_fediverse "
    "FROM reply JOIN mirror ON mirror.id = reply.mirror "
    "JOIN follow ON follow.id = mirror.follow JOIN article ON article.id = mirror.article "
)
"""Replies with their place; what follows begins with WHERE."""


def read_reply(row: Row) -> ReplyRecord:
    """A row of SELECT as a record."""
    return ReplyRecord(
        message_id=row["message_id"],
        mirror=row["mirror"],
        guild=row["guild"],
        blog=row["blog"],
        thread_id=row["thread_id"],
        article=row["article"],
        article_id=row["article_id"],
        language=row["language"],
        user=row["user"],
        answers=row["answers"],
        parent=row["parent"],
        state=ReplyState(row["state"]),
        withdraw=bool(row["withdraw"]),
        stays=bool(row["stays"]),
        forget=bool(row["forget"]),
        edits=row["edits"],
        carried=row["carried"],
        attempts=row["attempts"],
        verify_at=row["verify_at"],
        comment=row["comment"],
        words=row["words"],
        judged=row["judged"],
        altered=bool(row["altered"]),
        reason=recalled(row["reason"]),
        marks=row["marks"],
        formed=bool(row["formed"]),
        form=row["form"],
        by_author=bool(row["by_author"]),
        decided=row["decided"],
        to_fediverse=bool(row["to_fediverse"]),
    )
