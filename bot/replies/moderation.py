"""Held comments: shown to the moderators in Discord, and settled wherever they decide."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from bot.errors import ChannelGone, MessageGone
from bot.languages.phrase import Phrase
from bot.mirror.ports import LATE
from bot.model import Verdict
from bot.replies.ports import Card
from bot.store.people.held import CardState
from bot.store.people.reply import ReplyState
from bot.text.split import split
from bot.text.to_discord import to_discord

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.blogs.base import Desk
    from bot.faults import Faults
    from bot.languages.catalogues import Languages
    from bot.languages.language import Language
    from bot.model import Reviewed
    from bot.replies.ports import Accounts, Talk
    from bot.store.people.held import CardRecord
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

WORDS_LIMIT = 3500
"""Characters of a comment that a card shows; an embed has room for 4,096."""

DONE = {
    Verdict.APPROVED: Phrase("Approved. It appears in the thread in a moment."),
    Verdict.SPAM: Phrase("Called spam, and gone from the blog."),
    Verdict.TRASHED: Phrase("Put into the blog's trash."),
}
DECIDED_ALREADY = {
    Verdict.APPROVED: Phrase("Someone decided this already: it is approved."),
    Verdict.SPAM: Phrase("Someone decided this already: it was called spam."),
    Verdict.TRASHED: Phrase("Someone decided this already: it is in the blog's trash."),
}
DELETED_MEANWHILE = Phrase("It was deleted on the blog meanwhile.")


CHANGED_MEANWHILE = Phrase(
    "It reads differently by now, and is not approved. A card shows it as it is; if that is fine, "
    "approve it there."
)

SHOWN_AT_ONCE = 250
"""Held comments that have a card, the newest; older ones get theirs as these are decided."""


class Moderation:
    """Shows what is held, and carries decisions to the blog."""

    def __init__(
        self,
        store: Store,
        talk: Talk,
        accounts: Accounts,
        clock: Callable[[], int],
        languages: Languages,
        *,
        changed: Callable[[], Awaitable[None]],
        wake: Callable[[], None],
        faults: Faults,
    ) -> None:
        self._store = store
        self._talk = talk
        self._accounts = accounts
        self._clock = clock
        self._languages = languages
        self._changed = changed
        self._wake = wake
        self._faults = faults
        self._deciding: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._counts: dict[tuple[int, int], int] = {}

    def waiting(self, guild: int, blog: int) -> int | None:
        """How many comments the blog held when it was last asked; None before."""
        return self._counts.get((guild, blog))

    async def look(self, guild: int, blog: int) -> None:
        """Compare the blog's queue with what is shown. Raises BlogError and DiscordError."""
        desk = await self._accounts.open(guild, blog)
        exchange = await self._store.exchanges.get(guild, blog)
        cards = await self._store.held.of(guild, blog)
        dismissed = await self._store.held.dismissed_of(guild, blog)
        waiting = await self._waiting(guild, blog, desk, cards, dismissed)
        for card in cards:
            await self._contained(guild, blog, card.comment, self._keep(card, desk, waiting))
        if exchange.moderators is not None:
            unmoved = [held for key, held in waiting.items() if key not in dismissed]
            for held in unmoved[:SHOWN_AT_ONCE]:
                show = self._show_new(guild, blog, exchange.moderators, desk, held)
                await self._contained(guild, blog, held.comment.remote_id, show)
        for reply in await self._store.replies.undecided(guild, blog):
            if (own := reply.comment) is not None:
                follow = self._follow_reply(reply, own, desk, waiting)
                await self._contained(guild, blog, own, follow)

    async def _contained(
        self, guild: int, blog: int, comment: str, work: Coroutine[None, None, None]
    ) -> None:
        """Do what there is to do about one comment; if that failed by a fault of ours, later."""
        key = ("held", guild, blog, comment)
        if not self._faults.is_due(key):
            work.close()
            return
        with self._faults.contained(key, f"a held comment of server {guild}"):
            await work

    async def _keep(self, card: CardRecord, desk: Desk, waiting: dict[str, Reviewed]) -> None:
        """Let a card that stands show what became of its comment."""
        held = waiting.get(card.comment) or await desk.look(card.comment)
        if held is None or held.verdict is not Verdict.HELD:
            await self._settle(card, held)
        elif card.state is CardState.SENDING or card.hash != _fingerprint(held):
            await self._show(card, held)

    async def _waiting(
        self, guild: int, blog: int, desk: Desk, cards: list[CardRecord], dismissed: set[str]
    ) -> dict[str, Reviewed]:
        """Read the blog's queue, newest first, as far as it is shown or is to be."""
        oldest = min((int(card.comment) for card in cards), default=None)
        waiting: dict[str, Reviewed] = {}
        page, pages = 0, 1
        while page < pages:
            page += 1
            listed = await desk.held(page=page)
            pages = listed.pages
            for held in listed.items:
                if not await self._store.comments.is_copy(blog, held.comment):
                    waiting[held.comment.remote_id] = held
            if page == 1:
                self._counts[guild, blog] = listed.total or len(listed.items)
            reached = min((int(key) for key in waiting), default=0)
            if len(waiting.keys() - dismissed) >= SHOWN_AT_ONCE and (
                oldest is None or reached <= oldest
            ):
                break
        return waiting

    async def decide(
        self, guild: int, blog: int, comment: str, verdict: Verdict, *, version: str | None, by: str
    ) -> Phrase:
        """Carry a moderator's decision to the blog; answers what became of it.

        `version` is that of the card that was pressed, if it says so; `by` is who decides, and
        when. Whoever decided first is not overruled, and nothing is approved but the words that
        the card showed. Raises BlogError and DiscordError.
        """
        desk = await self._accounts.open(guild, blog)
        async with self._deciding.setdefault((desk.address.api, comment), asyncio.Lock()):
            card = await self._store.held.get(guild, blog, comment)
            now = await desk.look(comment)
            if now is None or now.verdict is not Verdict.HELD:
                if card is not None and card.state is not CardState.SETTLED:
                    await self._settle(card, now)
                return DECIDED_ALREADY[now.verdict] if now is not None else DELETED_MEANWHILE
            seen = version or (card.hash if card is not None else None)
            if verdict is Verdict.APPROVED and seen != _fingerprint(now):
                await self._show_changed(guild, blog, card, desk, now)
                return CHANGED_MEANWHILE
            decided = await desk.decide(comment, verdict)
            approved = decided is not None and verdict is Verdict.APPROVED
            if decided is not None and approved and seen != _fingerprint(decided):
                # Its words changed between our two questions.
                held = await desk.decide(comment, Verdict.HELD)
                await self._show_changed(guild, blog, card, desk, held or decided)
                return CHANGED_MEANWHILE
            if card is not None:
                await self._settle(card, decided, by=by if decided is not None else "")
            elif decided is not None:
                await self._spread(guild, blog, decided)
            return DONE[verdict] if decided is not None else DELETED_MEANWHILE

    async def _show_changed(
        self, guild: int, blog: int, card: CardRecord | None, desk: Desk, held: Reviewed
    ) -> None:
        if card is not None and card.state in {CardState.SENDING, CardState.OPEN}:
            await self._show(card, held)
            return
        exchange = await self._store.exchanges.get(guild, blog)
        if exchange.moderators is not None:
            await self._claim(guild, blog, exchange.moderators, held)

    async def _show_new(
        self, guild: int, blog: int, channel: int, desk: Desk, held: Reviewed
    ) -> None:
        card = await self._store.held.get(guild, blog, held.comment.remote_id)
        if card is not None and card.state is not CardState.SETTLED:
            return  # it is there, or moderators removed it
        if card is not None:
            # Held again, or decided since the list was read.
            again = await desk.look(held.comment.remote_id)
            if again is None or again.verdict is not Verdict.HELD:
                return
            held = again
        await self._claim(guild, blog, channel, held)

    async def _claim(self, guild: int, blog: int, channel: int, held: Reviewed) -> None:
        await self._store.held.claim(
            guild, blog, held.comment.remote_id,
            channel=channel, content=_fingerprint(held), now=self._clock(),
        )  # fmt: skip
        claimed = await self._store.held.get(guild, blog, held.comment.remote_id)
        if claimed is not None:
            await self._show(claimed, held, look_first=False)

    async def _show(self, record: CardRecord, held: Reviewed, *, look_first: bool = True) -> None:
        card = await self._card(record.blog, held)
        message = record.message_id
        if message is None and look_first:
            message = await self._talk.find_card(record.channel, card, since=record.since)
        say = await self._say_in(record.guild)
        try:
            if message is None:
                message = await self._talk.show_card(
                    record.channel, card, nonce=_nonce(record), say=say
                )
            else:
                await self._talk.change_card(record.channel, message, card, say=say)
        except MessageGone:
            await self._store.held.dismissed(record.guild, record.blog, record.comment)
            return
        await self._store.held.shown(
            record.guild, record.blog, record.comment, message, _fingerprint(held)
        )

    async def _say_in(self, guild: int) -> Language:
        return self._languages.of(await self._store.follows.language_of(guild))

    async def _settle(self, record: CardRecord, decided: Reviewed | None, *, by: str = "") -> None:
        """Let the card say what was decided, and everyone else know."""
        if decided is not None:
            await self._spread(record.guild, record.blog, decided)
        card = await self._card(record.blog, decided, by=by, comment=record.comment)
        with suppress(MessageGone, ChannelGone):  # then nobody is left to read it
            message = record.message_id
            if message is None and record.state is CardState.SENDING:
                message = await self._talk.find_card(record.channel, card, since=record.since)
                if message is None and self._clock() < record.since + LATE:
                    return
            if message is not None:
                say = await self._say_in(record.guild)
                await self._talk.change_card(record.channel, message, card, say=say)
        await self._store.held.settled(record.guild, record.blog, record.comment)

    async def _spread(self, guild: int, blog: int, decided: Reviewed) -> None:
        await self._store.replies.decided(guild, blog, decided)
        if decided.verdict is Verdict.APPROVED:
            await self._store.comments.note(blog, [decided.comment])
        await self._changed()
        self._wake()

    async def _follow_reply(
        self, reply: ReplyRecord, comment: str, desk: Desk, waiting: dict[str, Reviewed]
    ) -> None:
        """A member's own comment whose fate is open: find out what became of it."""
        decided = waiting.get(comment) or await desk.look(comment)
        if decided is None:
            await self._store.replies.become(reply.message_id, ReplyState.REMOVED)
        elif decided.verdict is not Verdict.HELD or reply.state is not ReplyState.HELD:
            await self._spread(reply.guild, reply.blog, decided)

    async def _card(
        self, blog: int, held: Reviewed | None, *, by: str = "", comment: str = ""
    ) -> Card:
        record = await self._store.blogs.get(blog)
        if held is None:
            return Card(
                blog, comment, "", "", "", record.address.url,
                created=None, verdict=Verdict.DELETED, by=by,
            )  # fmt: skip
        words = split(
            to_discord(held.comment.html, base_url=held.comment.url),
            first=WORDS_LIMIT, rest=WORDS_LIMIT,
        )  # fmt: skip
        parent = held.comment.parent_id
        return Card(
            blog=blog,
            comment=held.comment.remote_id,
            title=await self._store.articles.title(blog, held.comment.article_id),
            author=held.comment.author,
            words=f"{words[0]}\n…" if len(words) > 1 else "".join(words),
            url=held.comment.url,
            created=held.comment.created,
            answers=await self._store.comments.author(blog, parent) if parent else "",
            verdict=None if held.verdict is Verdict.HELD else held.verdict,
            by=by,
            version=_fingerprint(held),
        )


def _fingerprint(held: Reviewed) -> str:
    shown = f"{held.comment.author}\n{held.comment.html}"
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _nonce(record: CardRecord) -> str:
    """The key by which Discord recognises a card that is shown twice."""
    name = f"card/{record.guild}/{record.blog}/{record.comment}/{record.since}"
    return hashlib.sha256(name.encode()).hexdigest()[:25]
