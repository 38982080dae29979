"""What a reply's reactions say, and the longer answer to "Why?". Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.reply import ReplyState

if TYPE_CHECKING:
    from bot.phrase import Phrase
    from bot.store.reply import ReplyRecord

ON_ITS_WAY = "⏳"
PUBLISHED = "✅"
HELD = "🕓"
TROUBLE = "⚠️"
REMOVED = "🗑️"
ALTERED = "✏️"
AUTHOR = "✒️"

TALK = "//"
"""What a message begins with that stays among members."""


_PLAIN = {
    ReplyState.QUEUED: (ON_ITS_WAY,),
    ReplyState.POSTING: (ON_ITS_WAY,),
    ReplyState.HELD: (HELD,),
    ReplyState.REFUSED: (TROUBLE,),
    ReplyState.REMOVED: (REMOVED,),
}


def marks(reply: ReplyRecord) -> tuple[str, ...]:
    """The reactions that the bot puts under a member's message."""
    if reply.withdraw:
        return () if reply.state is ReplyState.WITHDRAWN else (ON_ITS_WAY,)
    if reply.state is not ReplyState.PUBLISHED:
        return _PLAIN.get(reply.state, ())
    told = {AUTHOR: reply.by_author, ALTERED: reply.altered, TROUBLE: bool(reply.reason)}
    return (PUBLISHED, *(mark for mark, shown in told.items() if shown))


def explain(reply: ReplyRecord, *, trouble: Phrase | None) -> str:
    """Say where a reply is, why, and what its writer can do; `trouble` is the blog's own."""
    because = f" {reply.reason}" if reply.reason else ""
    waits = trouble or reply.reason
    delay = f", which has to wait: {waits} It is kept, and tried again." if waits else "."
    words = {
        ReplyState.WAITING: "This is in Discord only: it waits for its writer's word on whether "
        "it may stand on the blog. `/profile show` has the choices.",
        ReplyState.QUEUED: f"⏳ On its way to the blog{delay}",
        ReplyState.POSTING: f"⏳ On its way to the blog{delay}",
        ReplyState.HELD: "🕓 The blog has it. Its moderators look at it before it appears.",
        ReplyState.REFUSED: f"⚠️ The blog did not take this.{because} Edit the message, and it is "
        "tried again.",
        ReplyState.REMOVED: f"🗑️ This is not on the blog any more."
        f"{because or ' It was removed there.'}",
        ReplyState.WITHDRAWN: f"This is not on the blog.{because}",
        ReplyState.PUBLISHED: _published(reply),
    }
    if reply.withdraw and reply.state is not ReplyState.WITHDRAWN:
        return f"⏳ This is being taken off the blog{delay}"
    return words[reply.state]


def _published(reply: ReplyRecord) -> str:
    words = "✅ This stands on the blog."
    if reply.altered:
        words += " It was edited there, and reads differently now."
    if reply.reason:
        words += f" Your last edit is not there: {reply.reason}"
    return words
