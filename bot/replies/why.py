"""Why a message that is no reply stays in Discord: the longer answer to "Why?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.replies.answered import answers_the_bot
from bot.replies.ports import Shape
from bot.replies.words import is_kept_here, stays_here
from bot.store.people.members import Consent
from bot.store.people.reply import ReplyState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.replies.ports import Said
    from bot.store.discord.threads import StoppedThread, ThreadRecord
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

NOT_A_PERSON = Phrase("This is in Discord only: only what people write goes to the blog.")
KEPT_OUT = Phrase("This is in Discord only: it begins with `//`.")
NOT_WANTED = Phrase("This is in Discord only: the owner of this server keeps it so.")
NOT_CONNECTED = Phrase("This is in Discord only: the blog is not connected (`/blog connect`).")
TO_THE_BOT = Phrase(
    "This is in Discord only: it answers what the bot itself said, which is no comment."
)
NOT_LOOKED_AT = Phrase("The bot has not looked at this yet. It does as soon as it can.")
SECRET = Phrase("Only the one who wrote it, and the moderators, can see that.")
NEVER = Phrase(
    "This is in Discord only: its writer chose that nothing of theirs goes to the blog. "
    "`/profile show` shows your own choice."
)
WAS_SILENT = Phrase(
    "This is in Discord only: when it was written, following the blog was paused in this channel, "
    "or had ended."
)
UNHEARD = Phrase(
    "This is in Discord only: when it was written, the bot did not listen here, or replies were "
    "not carried, or its writer kept to Discord. What is written anew goes to the blog."
)
NOT_TOLD = Phrase(
    "This is in Discord only: Discord tells the bot only words that are meant for it. Those of a "
    "reply to one of its messages with the ping on, of a message that mentions the bot, and of the "
    "form **Reply on the blog** in a message's menu (*Apps*) go to the blog."
)
NOT_SENT = Phrase(
    "This is in Discord only: when its `//` was taken away, no such edit was carried to the blog. "
    "Edit it once more, and it goes there."
)
WORDLESS = {
    Shape.WORDS: Phrase("This is in Discord only: there is nothing in it that a blog could show."),
    Shape.FORWARD: Phrase(
        "This is in Discord only: it is forwarded, and the words are those of another message."
    ),
    Shape.STICKER: Phrase(
        "This is in Discord only: it is a sticker, and words and attachments go to the blog."
    ),
    Shape.POLL: Phrase(
        "This is in Discord only: it is a poll, and words and attachments go to the blog."
    ),
}


def why_stopped(thread: StoppedThread) -> Phrase:
    """Why nothing that is written in this thread goes to the blog at the moment."""
    if thread.ended:
        return Phrase(
            "What is written here stays in Discord: this channel does not follow the blog any more."
        )
    if thread.reason is None:
        return Phrase("What is written here stays in Discord: this discussion is paused.")
    return Phrase(
        "What is written here stays in Discord: this discussion is paused. {reason}",
        reason=thread.reason,
    )


def why_kept(reply: ReplyRecord, said: Said) -> Phrase | None:
    """Why a reply that its writer kept in Discord still is there, if no `//` keeps it."""
    rests = reply.state is ReplyState.WITHDRAWN and reply.edits == reply.carried
    if not reply.stays or not rests or is_kept_here(said):
        return None
    return WORDLESS[said.shape] if stays_here(said) else NOT_SENT


async def why_here(
    store: Store,
    thread: ThreadRecord,
    said: Said,
    *,
    connected: Callable[[int, int], Awaitable[bool]],
    theirs: bool,
    told: bool,
) -> Phrase:
    """Why this message is no reply.

    `theirs`: whoever asks wrote it, or moderates; what members chose is nobody else's business.
    `told`: Discord tells the bot its words without being asked why.
    """
    reason = (
        _itself(said)
        or await _then(store, said)
        or await _here(store, thread, said, connected)
        or _not_yet(thread, said)
        or (None if theirs else SECRET)
    )
    if reason is not None:
        return reason
    member = await store.members.get(thread.guild, said.member)
    never = member is not None and member.consent is Consent.NEVER
    if never:
        return NEVER
    return UNHEARD if told else NOT_TOLD


def _itself(said: Said) -> Phrase | None:
    """What lies in the message, as everyone can see."""
    if not said.by_person:
        return NOT_A_PERSON
    if said.content is None:
        return NOT_TOLD
    if is_kept_here(said):
        return KEPT_OUT
    return WORDLESS[said.shape] if stays_here(said) else None


async def _then(store: Store, said: Said) -> Phrase | None:
    """What lies in when it was written."""
    return WAS_SILENT if await store.threads.was_silent(said.thread, said.id) else None


async def _here(
    store: Store,
    thread: ThreadRecord,
    said: Said,
    connected: Callable[[int, int], Awaitable[bool]],
) -> Phrase | None:
    """What lies in its place."""
    if not (await store.exchanges.get(thread.guild, thread.blog)).replies:
        return NOT_WANTED
    if not await connected(thread.guild, thread.blog):
        return NOT_CONNECTED
    return TO_THE_BOT if await answers_the_bot(store, thread, said) else None


def _not_yet(thread: ThreadRecord, said: Said) -> Phrase | None:
    """It may be a reply soon."""
    return NOT_LOOKED_AT if thread.seen is None or said.id > thread.seen else None
