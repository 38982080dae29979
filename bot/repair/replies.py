"""Which comments are members' own messages in a thread. Pure.

A comment names the message that it says it was written in, and a visitor can name any, in any
words. So only what a visitor can't make counts: the blog's account sees our pseudonym beside it; or
our ✅ stands under the message, which says that one comment was published for it, and one alone
claims the message in its very words. ⏳ and 🕓 say that none was published when we last looked.

What is left to imitate: once a comment of ours was removed from the blog while nobody looked, the
same words said again by somebody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.replies.marks import ALTERED, HELD, ON_ITS_WAY, PUBLISHED
from bot.replies.words import fingerprint
from bot.store.people.reply import ReplyState
from bot.store.upkeep.repairs import FoundReply
from bot.text.to_discord import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.model import Comment
    from bot.repair.ports import Standing

WAS_ON_ITS_WAY = Phrase(
    "It was on its way when the bot's database was lost. Write it again to have it there."
)
WAS_HELD = Phrase(
    "It waited for the blog's moderators when the bot's database was lost. If they approve it, it "
    "appears here like any comment of the blog."
)


def recognise(
    comments: Sequence[Comment],
    standing: Sequence[Standing],
    written: Mapping[int, str],
    recorded: Collection[int],
    vouched: Mapping[int, str],
) -> tuple[tuple[FoundReply, ...], tuple[str, ...]]:
    """The members' messages that stand on the blog, and comments that only claim to be one.

    `written` are the messages as they would be sent to the blog, and `vouched` the comments that
    its account knows as theirs, each by the message's id. After the replies come messages that
    were on their way. Those `recorded` are left out.
    """
    theirs = {
        message.said.id: message
        for message in standing
        if message.said.by_person and message.said.id not in recorded
    }
    claiming: dict[int, list[Comment]] = {}
    for comment in comments:
        if comment.message in theirs:
            claiming.setdefault(comment.message, []).append(comment)
    found = {}
    for message, claims in claiming.items():
        own = _own(theirs[message], claims, written.get(message, ""), vouched.get(message))
        if own is not None:
            found[message] = _published(theirs[message], own)
    lost = [
        _forgotten(message)
        for message in theirs.values()
        if message.said.id not in found and {ON_ITS_WAY, HELD} & set(message.marks)
    ]
    bound = {reply.comment for reply in found.values()}
    unbound = [
        comment.remote_id
        for comment in comments
        if comment.message in theirs and comment.remote_id not in bound
    ]
    return (*found.values(), *lost), tuple(unbound)


def _own(
    message: Standing, claims: Sequence[Comment], html: str, vouched: str | None
) -> Comment | None:
    """Which of the comments that claim a message is its writer's."""
    if vouched is not None:
        return next((each for each in claims if each.remote_id == vouched), None)
    same = [each for each in claims if _letters(each.html) == _letters(html)]
    return same[0] if PUBLISHED in message.marks and len(same) == 1 else None


def _letters(html: str) -> str:
    """The words alone: blogs change quotation marks and spaces."""
    words = plain(html).casefold()
    return "".join(c for c in words if c.isalnum()) or words.strip()


def _published(message: Standing, comment: Comment) -> FoundReply:
    return FoundReply(
        message=message.said.id,
        user=message.said.member,
        answers=message.said.answers,
        state=ReplyState.PUBLISHED,
        marks=" ".join(message.marks),
        comment=comment.remote_id,
        words=None if message.said.content is None else fingerprint(message.said),
        # What was edited there once still reads differently: the next reading sees it so.
        html="" if ALTERED in message.marks else comment.html,
    )


def _forgotten(message: Standing) -> FoundReply:
    return FoundReply(
        message=message.said.id,
        user=message.said.member,
        answers=message.said.answers,
        state=ReplyState.WITHDRAWN,
        marks=" ".join(message.marks),
        reason=WAS_HELD if HELD in message.marks else WAS_ON_ITS_WAY,
    )
