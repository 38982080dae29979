"""Which comments are members' own messages in a thread. Pure.

Visitors can claim any message as theirs, and the pseudonyms that told are lost with the database.
So the message itself must show it: by our mark under it, or by the same words.
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
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

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
    recorded: AbstractSet[int],
) -> tuple[tuple[FoundReply, ...], tuple[str, ...]]:
    """The members' messages that stand on the blog, and comments that only claim to be one.

    After them come messages that were on their way. Those `recorded` are left out.
    """
    theirs = {
        message.said.id: message
        for message in standing
        if message.said.by_person and message.said.id not in recorded
    }
    found: dict[int, FoundReply] = {}
    claims = []
    for comment in comments:
        message = theirs.get(comment.message or 0)
        if message is None:
            continue
        html = written.get(message.said.id, "")
        if message.said.id in found or not _shows_it(message, comment, html):
            claims.append(comment.remote_id)
            continue
        found[message.said.id] = _published(message, comment)
    lost = [
        _forgotten(message)
        for message in theirs.values()
        if message.said.id not in found and {ON_ITS_WAY, HELD} & set(message.marks)
    ]
    return (*found.values(), *lost), tuple(claims)


def _shows_it(message: Standing, comment: Comment, html: str) -> bool:
    return bool({PUBLISHED, ON_ITS_WAY, HELD} & set(message.marks)) or _letters(
        comment.html
    ) == _letters(html)


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
        words=fingerprint(message.said),
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
