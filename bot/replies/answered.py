"""What a reply answers: which comment, and whether that has to come first.

It is looked for when the reply is taken in, and kept: whatever becomes of the messages between, it
answers the same comment, or else the nearest above it that still stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.store.people.reply import ReplyState, written_at

if TYPE_CHECKING:
    from bot.replies.ports import Said, Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

SOON = 2
"""Seconds after which it is looked again whether the mirror knows which message is which, or
somebody said yes."""

PAUSE = 60
"""Seconds after which another member's message is looked at again."""

CONSENT_PATIENCE = 60
"""Seconds for which an answer waits for the yes of the one it answers."""

STEPS = 10
"""Messages that stay in Discord through which an answer's place is looked for."""

_STANDS = {ReplyState.PUBLISHED, ReplyState.HELD}
_COMES = {ReplyState.QUEUED, ReplyState.POSTING}


class Place(NamedTuple):
    """What a message answers: another message, and the blog's comment, where that is known."""

    answers: int | None
    parent: str | None


async def place_of(store: Store, talk: Talk, thread: ThreadRecord, said: Said) -> Place:
    """Find what a message answers; through messages that stay in Discord, what those answer.

    Raises DiscordError where such a message can't be read now.
    """
    answers, ours = said.answers, said.answers_bot
    for _ in range(STEPS):
        if answers is None or answers == thread.announcement_id:
            break
        comment = await store.parts.comment_of(thread.mirror, answers)
        if comment is not None or ours or await store.replies.get(answers) is not None:
            return Place(answers, comment)
        between = await talk.message(thread.thread_id, answers)
        if between is None:
            break
        answers, ours = between.answers, between.answers_bot
    return Place(said.answers, None)


async def parent_of(store: Store, reply: ReplyRecord) -> str | None:
    """The comment that it answers: through any of its messages, or as a member's own.

    Where that is gone, the nearest above it; None at top level, and where a member's yes may still
    bring what it answers.
    """
    current: ReplyRecord | None = reply
    while current is not None:
        comment = await _comment(store, current)
        if comment is not None:
            return await store.comments.standing(reply.blog, comment)
        current = await _answered(store, current)
        if current is None or current.withdraw:
            continue
        if current.state in _STANDS:
            return await store.comments.standing(reply.blog, current.comment or "")
        if current.state is ReplyState.WAITING:
            break
    return None


async def waits_until(store: Store, reply: ReplyRecord, *, now: int) -> int | None:
    """Until when it waits, if what it answers is no known comment yet, but may be soon."""
    current = reply
    while current.answers is not None and await _comment(store, current) is None:
        other = await _answered(store, current)
        if other is None:
            unknown = await store.replies.get(current.answers) is None
            in_doubt = unknown and await store.parts.any_in_doubt(reply.mirror)
            return now + SOON if in_doubt else None
        if not other.withdraw:
            if other.state in _STANDS:
                return None
            if other.state in _COMES:
                return now + PAUSE
            if other.state is ReplyState.WAITING:
                young = now - written_at(reply.message_id) < CONSENT_PATIENCE
                return now + SOON if young else None
        current = other
    return None


async def answers_the_bot(store: Store, thread: ThreadRecord, said: Said) -> bool:
    """Whether it answers what the bot itself said, which is no comment.

    A comment's message that was sent when the bot was cut off is not known as one yet.
    """
    if said.answers is None or not said.answers_bot or said.answers == thread.announcement_id:
        return False
    if await store.parts.any_in_doubt(thread.mirror):
        return False
    return await store.parts.comment_of(thread.mirror, said.answers) is None


async def _comment(store: Store, reply: ReplyRecord) -> str | None:
    """The blog's comment that it answers itself."""
    if reply.parent is not None or reply.answers is None:
        return reply.parent
    return await store.parts.comment_of(reply.mirror, reply.answers)


async def _answered(store: Store, reply: ReplyRecord) -> ReplyRecord | None:
    """The reply that it answers: in the same thread, and older, so that none leads in circles."""
    other = await store.replies.get(reply.answers) if reply.answers is not None else None
    if other is None or other.mirror != reply.mirror or other.message_id >= reply.message_id:
        return None
    return other
