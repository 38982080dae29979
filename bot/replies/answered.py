"""What a reply answers: which comment, and whether that has to come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.people.reply import ReplyState, written_at

if TYPE_CHECKING:
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

SOON = 2
"""Seconds after which it is looked again whether the mirror knows which message is which, or
somebody said yes."""

PAUSE = 60
"""Seconds after which another member's message is looked at again."""

CONSENT_PATIENCE = 60
"""Seconds for which an answer waits for the yes of the one it answers."""


async def parent_of(store: Store, reply: ReplyRecord) -> str | None:
    """The comment that it answers: through any of its messages, or as a member's own.

    Where that is gone, the nearest above it; None at top level.
    """
    if reply.answers is None:
        return None
    comment = await store.parts.comment_of(reply.mirror, reply.answers)
    if comment is None:
        other = await store.replies.get(reply.answers)
        comment = other.comment if other and other.mirror == reply.mirror else None
    return await store.comments.standing(reply.blog, comment) if comment else None


async def waits_until(store: Store, reply: ReplyRecord, *, now: int) -> int | None:
    """Until when it waits, if what it answers is no known comment yet, but may be soon."""
    if reply.answers is None:
        return None
    if await store.parts.comment_of(reply.mirror, reply.answers) is not None:
        return None
    other = await store.replies.get(reply.answers)
    if other is None:
        return now + SOON if await store.parts.any_in_doubt(reply.mirror) else None
    if other.withdraw or other.message_id >= reply.message_id:
        return None
    if other.state is ReplyState.WAITING:
        young = now - written_at(reply.message_id) < CONSENT_PATIENCE
        return now + SOON if young else None
    on_its_way = other.state in {ReplyState.QUEUED, ReplyState.POSTING}
    return now + PAUSE if on_its_way else None
