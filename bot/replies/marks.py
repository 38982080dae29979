"""What a reply's reactions say, and the longer answer to "Why?". Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.store.people.reply import ReplyState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.languages.language import Language
    from bot.store.people.reply import ReplyRecord

ON_ITS_WAY = "⏳"
PUBLISHED = "✅"
HELD = "🕓"
TROUBLE = "⚠️"
REMOVED = "🗑️"
ALTERED = "✏️"
AUTHOR = "✒️"
FEDIVERSE = "🌐"

NOT_REACHED = Phrase(
    "🌐 The comment that it answers came from the fediverse. Its writer is not told of the answer, "
    "and finds it on the blog only."
)

TALK = "//"
"""What a message begins with that stays among members."""

_GOES_THERE = {
    ReplyState.QUEUED, ReplyState.POSTING, ReplyState.PUBLISHED, ReplyState.HELD,
}  # fmt: skip
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
    told = {
        AUTHOR: reply.by_author,
        FEDIVERSE: reply.to_fediverse,
        ALTERED: reply.altered,
        TROUBLE: bool(reply.reason),
    }
    return (PUBLISHED, *(mark for mark, shown in told.items() if shown))


def explain(reply: ReplyRecord, *, trouble: Phrase | None, say: Language) -> str:
    """Say where a reply is, why, and what its writer can do; `trouble` is the blog's own."""
    if reply.withdraw and reply.state is not ReplyState.WITHDRAWN:
        said = _leaving(reply, trouble)
    elif reply.state in {ReplyState.QUEUED, ReplyState.POSTING}:
        said = _coming(trouble or reply.reason)
    elif reply.state is ReplyState.PUBLISHED:
        said = _standing(reply)
    else:
        said = _resting(reply)
    sentences = [say(sentence) for sentence in said]
    if reply.to_fediverse and not reply.withdraw and reply.state in _GOES_THERE:
        sentences.append(say(NOT_REACHED))
    return " ".join(sentences)


def _leaving(reply: ReplyRecord, trouble: Phrase | None) -> Iterator[Phrase]:
    if trouble is not None:
        yield Phrase(
            "⏳ This is being taken off the blog, which has to wait: {reason} It is tried again.",
            reason=trouble,
        )
        return
    yield Phrase("⏳ This is being taken off the blog.")
    if reply.reason is not None:
        yield reply.reason


def _coming(waits: Phrase | None) -> Iterator[Phrase]:
    if waits is None:
        yield Phrase("⏳ On its way to the blog.")
        return
    yield Phrase(
        "⏳ On its way to the blog, which has to wait: {reason} It is kept, and tried again.",
        reason=waits,
    )


def _standing(reply: ReplyRecord) -> Iterator[Phrase]:
    yield Phrase("✅ This is on the blog.")
    if reply.altered:
        yield Phrase("It was edited there, and reads differently now.")
    if reply.reason is not None:
        yield Phrase("Your last edit is not there: {reason}", reason=reply.reason)


def _resting(reply: ReplyRecord) -> Iterator[Phrase]:
    match reply.state:
        case ReplyState.WAITING:
            yield Phrase(
                "This is in Discord only: its writer has not said yet whether it may go to "
                "the blog. `/profile show` changes that."
            )
        case ReplyState.HELD:
            yield Phrase("🕓 The blog has it. Its moderators look at it before it appears.")
        case ReplyState.REFUSED:
            yield Phrase("⚠️ The blog did not take this.")
            yield from [reply.reason] if reply.reason else []
            yield Phrase("Edit the message, and it is tried again.")
        case ReplyState.REMOVED:
            yield Phrase("🗑️ This is not on the blog any more.")
            yield reply.reason or Phrase("It was removed there.")
        case ReplyState.WITHDRAWN if reply.stays:
            yield Phrase(
                "This is in Discord only: it begins with `//`. Take that away by an edit, and the "
                "message goes to the blog."
            )
        case ReplyState.WITHDRAWN:
            yield Phrase("This is not on the blog.")
            yield from [reply.reason] if reply.reason else []
