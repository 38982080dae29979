"""What is done on the blog for one member's message: each comment is written exactly once.

Before a comment is written, that is committed (`posting`). Whatever happens then, an answer that
was lost, a crash, a time-out, is settled by looking on the blog for a comment of that message: its
address stands there as its author's, beside a pseudonym that no visitor can know.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.errors import CommentRefused, DiscussionClosed, DuplicateComment, WordsWithheld
from bot.languages.phrase import Phrase
from bot.model import Draft, Verdict
from bot.replies.answered import parent_of, waits_until
from bot.replies.intake import DELETED, KEPT_HERE
from bot.replies.names import NAMELESS
from bot.replies.person import person
from bot.replies.ports import Said
from bot.replies.words import fingerprint, html_of, objection, stays_here
from bot.store.people.members import Consent
from bot.store.people.reply import ReplyState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.blogs.base import Desk
    from bot.languages.catalogues import Languages
    from bot.model import Reviewed
    from bot.replies.ports import Talk
    from bot.store.people.exchanges import ExchangeRecord
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

VERIFY_AFTER = 120
"""Seconds after which we look whether a slow blog stored a second copy after all."""

STAYS_AS_IT_WAS = Phrase(
    "You chose that nothing goes to the blog, so what is there stays as it was."
)
NOT_WANTED = Phrase("The blog's own rules put it aside: something in it is not wanted there.")
UNWANTED = {Verdict.SPAM, Verdict.TRASHED}


class Courier:
    """Takes one guild's messages to one blog, changes what is there, and takes it back."""

    def __init__(
        self,
        store: Store,
        talk: Talk,
        desk: Desk,
        exchange: ExchangeRecord,
        languages: Languages,
        *,
        email: str,
        clock: Callable[[], int],
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._store = store
        self._talk = talk
        self._desk = desk
        self._exchange = exchange
        self._languages = languages
        self._email = email
        self._clock = clock
        self._changed = changed

    async def carry(self, reply: ReplyRecord) -> None:
        """Do what is due for it.

        Raises CommentRefused for a no to these words, BlogError and DiscordError.
        """
        waits = reply.state in {ReplyState.QUEUED, ReplyState.POSTING}
        if reply.stays and reply.edits != reply.carried:
            await self._look_again(reply)
        elif reply.withdraw and reply.state is not ReplyState.WITHDRAWN:
            await self._withdraw(reply)
        elif waits and not reply.withdraw:
            await self._publish(reply)
        elif reply.edits != reply.carried and not reply.withdraw:
            await self._rewrite(reply)
        else:
            await self._verify(reply)

    async def _look_again(self, reply: ReplyRecord) -> None:
        """An edit may have sent what its writer kept in Discord."""
        said = await self._talk.message(reply.thread_id, reply.message_id)
        if said is None:
            await self._store.replies.withdraw(reply.message_id, reason=DELETED)
        elif said.content is None or stays_here(said) or said.edited <= reply.decided:
            await self._store.replies.carried(reply.message_id, edits=reply.edits)
        elif not self._exchange.replies or await self._store.threads.stopped(reply.thread_id):
            await self._store.replies.carried(
                reply.message_id, edits=reply.edits, decided=said.edited
            )
        else:
            await self._store.members.take_again(reply)

    async def _publish(self, reply: ReplyRecord) -> None:
        said = await self._wanted_words(reply)
        if said is None:
            return
        if said.content is None:
            await self._settle_unread(reply)
            return
        if (until := await waits_until(self._store, reply, now=self._clock())) is not None:
            await self._store.replies.later(reply.message_id, not_before=until)
            return
        html = await self._html(reply, said)
        if (reason := objection(said, html, self._exchange)) and reply.state is ReplyState.QUEUED:
            await self._store.replies.refused(
                reply.message_id, reason, edits=reply.edits, words=fingerprint(said)
            )
            return
        draft = await self._draft(reply, await parent_of(self._store, reply), html)
        posting = reply.state is ReplyState.POSTING
        written = await self._find(draft, after=reply.comment) if posting else None
        if written is not None:
            # Its words are those of the attempt, which may have been edited since.
            same = fingerprint(said) == reply.words
            await self._bind(reply, written, edits=reply.edits if same else -1)
            return
        if not await self._store.replies.claim(reply.message_id, words=fingerprint(said)):
            return
        await self._bind(reply, await self._write(draft, after=reply.comment), edits=reply.edits)

    async def _settle_unread(self, reply: ReplyRecord) -> None:
        """What may stand there already is looked for; else it waits for its words."""
        posting = reply.state is ReplyState.POSTING
        draft = await self._draft(reply, None, "")
        written = await self._find(draft, after=reply.comment) if posting else None
        if written is None:
            raise WordsWithheld
        await self._bind(reply, written, edits=reply.edits)

    async def _write(self, draft: Draft, *, after: str | None) -> Reviewed:
        try:
            return await self._desk.write(draft)
        except DuplicateComment:
            # Our own, from an attempt whose answer was lost; or the same words, said before.
            written = await self._find(draft, after=after)
            if written is None:
                raise
            return written

    async def _bind(self, reply: ReplyRecord, reviewed: Reviewed, *, edits: int) -> None:
        await self._note(reviewed)
        await self._store.replies.bind(reply.message_id, reviewed, edits=edits)
        if reviewed.verdict in UNWANTED:
            await self._store.replies.become(
                reply.message_id, ReplyState.REMOVED, reason=NOT_WANTED
            )
        if reply.attempts or reply.state is ReplyState.POSTING:
            await self._store.replies.verify(reply.message_id, self._clock() + VERIFY_AFTER)
        await self._changed()

    async def _rewrite(self, reply: ReplyRecord) -> None:
        said = await self._wanted_words(reply)
        if said is None or reply.comment is None:
            return
        if said.content is None:
            # Unknown is not changed; known again, it is compared.
            await self._store.replies.carried(reply.message_id, edits=reply.edits)
            return
        words = fingerprint(said)
        if words == reply.words and not reply.reason:
            await self._store.replies.carried(reply.message_id, edits=reply.edits)
            return
        if await self._says_never(reply):
            raise CommentRefused(STAYS_AS_IT_WAS)
        html = await self._html(reply, said)
        if reason := objection(said, html, self._exchange):
            raise CommentRefused(reason)
        if words != reply.judged and (words != reply.words or reply.altered):
            if reply.verify_at is not None:
                await self._take_back_copies(reply, reply.comment)
            await self._put_aside(reply, reply.comment, await self._judge(reply, html))
            await self._store.replies.judged(reply.message_id, words)
        reviewed = await self._desk.rewrite(reply.comment, html)
        if reviewed is None:
            await self._store.replies.become(reply.message_id, ReplyState.REMOVED)
            return
        await self._note(reviewed)
        await self._store.replies.rewritten(reply.message_id, reviewed, words, edits=reply.edits)
        if reviewed.verdict in UNWANTED:
            await self._store.replies.become(
                reply.message_id, ReplyState.REMOVED, reason=NOT_WANTED
            )
        await self._changed()

    async def _judge(self, reply: ReplyRecord, html: str) -> Verdict:
        """What the blog's rules make of other words: an edit meets what a new comment meets.

        The copy that they are tried on bears the message's address. Until it is known to be gone,
        the reply is in doubt, so that one left behind is not shown, and is taken away.
        """
        if self._exchange.at_once or reply.by_author:
            return Verdict.APPROVED  # the blog asks no more of such a comment, a new one neither
        parent = await parent_of(self._store, reply)
        draft = await self._draft(reply, parent, html)
        await self._store.replies.verify(reply.message_id, self._clock() + VERIFY_AFTER)
        try:
            verdict = await self._desk.judge(draft)
        except DuplicateComment:
            # A copy whose deletion was cut off; or the same words, said before.
            copies = [
                each for each in await self._desk.find(draft)
                if each.comment.remote_id != reply.comment
            ]  # fmt: skip
            when = self._clock() if copies else reply.verify_at
            await self._store.replies.verify(reply.message_id, when)
            if not copies:
                raise
            return copies[-1].verdict
        except DiscussionClosed:
            verdict = Verdict.HELD  # people look at what can't be tried
        except CommentRefused:
            await self._store.replies.verify(reply.message_id, reply.verify_at)
            raise
        self._store.comments.tried(reply.blog, reply.message_id)
        await self._store.replies.verify(reply.message_id, reply.verify_at)
        return verdict

    async def _put_aside(self, reply: ReplyRecord, comment: str, verdict: Verdict) -> None:
        """Take a comment out of sight before it gets words that are not to be seen."""
        if verdict is Verdict.APPROVED:
            return
        await self._desk.decide(comment, verdict)
        await self._store.comments.gone(reply.blog, [comment])

    async def _withdraw(self, reply: ReplyRecord) -> None:
        taken = [reply.comment] if reply.comment is not None else []
        in_doubt = reply.state is ReplyState.POSTING or reply.verify_at is not None
        if not taken or in_doubt:
            draft = await self._draft(reply, None, "")
            found = [each.comment.remote_id for each in await self._desk.find(draft)]
            taken = list(dict.fromkeys([*taken, *found]))
            await self._store.replies.verify(reply.message_id, self._clock() + VERIFY_AFTER)
        for remote_id in taken:
            await self._desk.decide(remote_id, Verdict.TRASHED)
        await self._store.comments.gone(reply.blog, taken)
        await self._store.replies.become(
            reply.message_id, ReplyState.WITHDRAWN, reason=reply.reason
        )
        await self._changed()

    async def _verify(self, reply: ReplyRecord) -> None:
        """Trash what a slow blog stored beside the one that we know, or after all."""
        kept = None if reply.state is ReplyState.WITHDRAWN else reply.comment
        await self._take_back_copies(reply, kept)
        await self._store.replies.verify(reply.message_id, None)
        await self._changed()

    async def _take_back_copies(self, reply: ReplyRecord, kept: str | None) -> None:
        for found in await self._desk.find(await self._draft(reply, None, "")):
            there = found.verdict in {Verdict.APPROVED, Verdict.HELD}
            if there and found.comment.remote_id != kept:
                await self._desk.decide(found.comment.remote_id, Verdict.TRASHED)
                await self._store.comments.gone(reply.blog, [found.comment.remote_id])
                log.info("Took back a second copy of a reply in thread %s.", reply.thread_id)

    async def _wanted_words(self, reply: ReplyRecord) -> Said | None:
        """The message as it is now; None if it is not for the blog any more.

        Discord may keep from us what it says by now.
        """
        if reply.formed:
            return Said(reply.message_id, reply.thread_id, reply.user, reply.form or "")
        said = await self._talk.message(reply.thread_id, reply.message_id)
        if said is None or (said.content is not None and stays_here(said)):
            await self._store.replies.withdraw(
                reply.message_id,
                reason=DELETED if said is None else KEPT_HERE,
                stays=said is not None and not await self._says_never(reply),
            )
            return None
        return said

    async def _says_never(self, reply: ReplyRecord) -> bool:
        member = await self._store.members.get(reply.guild, reply.user)
        return member is not None and member.consent is Consent.NEVER

    async def _html(self, reply: ReplyRecord, said: Said) -> str:
        say = self._languages.of(reply.language)
        return await html_of(said, self._store.members, reply.guild, say)

    async def _draft(self, reply: ReplyRecord, parent: str | None, html: str) -> Draft:
        return Draft(
            article_id=reply.article_id,
            parent_id=parent,
            by=await person(
                self._store, self._email, guild=reply.guild, blog=reply.blog,
                address=self._desk.address, user=reply.user,
                nameless=self._languages.of(reply.language)(NAMELESS),
            ),
            message_url=reply.url,
            html=html,
            approved=self._exchange.at_once,
        )  # fmt: skip

    async def _find(self, draft: Draft, *, after: str | None) -> Reviewed | None:
        """What stands there of it; of what came after an earlier comment, which was taken off."""
        found = await self._desk.find(draft)
        known = [each.comment.remote_id for each in found]
        later = found[known.index(after) + 1 :] if after in known else found
        return later[0] if later else None

    async def _note(self, reviewed: Reviewed) -> None:
        """Let the other channels show it without waiting for the next reading."""
        if reviewed.verdict is Verdict.APPROVED:
            await self._store.comments.note(self._exchange.blog, [reviewed.comment])
