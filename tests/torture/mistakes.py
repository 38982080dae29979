"""Faults put into the bot on purpose: each is one that bots of this kind have been seen to make.

They are made in the bot's process, before it starts, by putting something else in the place of one
of its functions; the bot itself has no switch for them.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import discord

from bot.discord import publisher, talk
from bot.discord.publisher import DiscordPublisher
from bot.discord.talk import DiscordTalk
from bot.mirror.edits import Edits
from bot.replies import intake, line
from bot.replies.answered import Place
from bot.replies.asking import Asking
from bot.replies.catching_up import CatchingUp
from bot.replies.courier import Courier
from bot.store.discord.parts import Parts
from bot.store.people.agreements import Agreement
from bot.store.people.replies import Replies

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.mirror.draft import Thread
    from bot.mirror.plan import Edit
    from bot.replies.ports import Said, Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.members import MemberRecord
    from bot.store.store import Store


def no_nonce() -> None:
    """Discord can't tell that a message is sent twice."""
    send = discord.abc.Messageable.send

    async def without(self: discord.abc.Messageable, *words: Any, **named: Any) -> Any:
        return await send(self, *words, **(named | {"nonce": None}))

    _put(discord.abc.Messageable, "send", without)


def recorded_before_sent() -> None:
    """What is about to be sent counts as sent."""
    claim = Parts.claim

    async def claim_as_sent(
        self: Parts, mirror: int, comment: str, number: int, **named: Any
    ) -> None:
        await claim(self, mirror, comment, number, **named)
        message = discord.utils.time_snowflake(discord.utils.utcnow()) + hash(comment) % 4096
        await self.sent(mirror, comment, number, message, named["content"], now=named["now"])

    _put(Parts, "claim", claim_as_sent)


def no_search_before_a_retry() -> None:
    """What was cut off is written again."""

    async def find(_self: Courier, _draft: Any, *, after: str | None) -> None:
        """Nothing, whatever stands there."""

    _put(Courier, "_find", find)


def cursor_past_a_gap() -> None:
    """What was missed counts as seen."""

    async def read(self: CatchingUp, thread: ThreadRecord, _known: object, gaps: int) -> None:
        newest = await self._talk.newest(thread.thread_id)
        await self._store.threads.saw(thread.mirror, newest)
        await self._intake.caught_up(thread, newest, gaps=gaps)

    _put(CatchingUp, "_read", read)


def consent_after_the_question() -> None:
    """Whoever was asked has agreed."""
    ask = Asking.ask

    async def ask_and_go(self: Asking, member: MemberRecord) -> int | None:
        question = await ask(self, member)
        if member.asked_for is not None:
            word = Agreement(member.guild, member.user, 0, "once", "", member.asked_for)
            await self._store.members.release(word)
            self._wake()
        return question

    _put(Asking, "ask", ask_and_go)


def place_resolved_late() -> None:
    """What a message answers is asked when it is sent, of the messages that are there then."""

    async def place_of(_store: Store, _talk: Talk, _thread: ThreadRecord, said: Said) -> Place:
        return Place(said.answers, None)

    _put(intake, "place_of", place_of)

    async def parent_of(store: Store, reply: Any) -> str | None:
        if reply.answers is None:
            return None
        for part in await store.parts.of(reply.mirror):
            if part.message_id == reply.answers:
                return part.comment
        return None

    _put(line, "parent_of", parent_of)


def edit_recorded_before_made() -> None:
    """An edit that failed is not tried again."""
    change = Edits._message

    async def message(self: Edits, step: Edit, thread: Thread) -> None:
        part = step.part
        await self._store.parts.edited(
            thread.mirror.id, part.comment, part.number, part.hash, part.words
        )
        await change(self, step, thread)

    _put(Edits, "_message", message)


def deletions_not_caught_up() -> None:
    """What was deleted while nobody listened stays on the blog."""

    async def confirm(_self: CatchingUp, *_given: object) -> None:
        """Nothing is gone."""

    _put(CatchingUp, "_confirm", confirm)


def everybody_mentioned() -> None:
    """Whoever a comment names is notified."""
    for module in (publisher, talk):
        _put(module, "NOBODY", discord.AllowedMentions.all())


def copy_beside_the_message() -> None:
    """A member's own comment is mirrored into the thread in which they wrote it."""

    async def natives(_self: Replies, _mirror: int) -> dict[str, int | None]:
        return {}

    _put(Replies, "natives", natives)


def stopped_looking_in_doubt() -> None:
    """A message whose sending was cut off, long ago by now, is sent again without a look."""

    async def own_messages(_self: object, _thread: int, *, after: int) -> list[tuple[int, str]]:
        return []

    _put(DiscordPublisher, "own_messages", own_messages)


def card_not_looked_for() -> None:
    """A card whose sending was cut off is shown again under another key."""

    async def find_card(_self: object, *_given: object, since: int) -> None:
        """None, whatever stands there."""

    show = DiscordTalk.show_card

    async def show_card(self: DiscordTalk, channel: int, card: Any, **named: Any) -> int:
        key = f"{time.monotonic_ns()}"[-25:]
        return await show(self, channel, card, **(named | {"nonce": key}))

    _put(DiscordTalk, "find_card", find_card)
    _put(DiscordTalk, "show_card", show_card)


MISTAKES: dict[str, Callable[[], None]] = {
    made.__name__.replace("_", " "): made
    for made in (
        cursor_past_a_gap,
        consent_after_the_question,
        place_resolved_late,
        deletions_not_caught_up,
        everybody_mentioned,
        copy_beside_the_message,
        no_search_before_a_retry,
        recorded_before_sent,
        edit_recorded_before_made,
        card_not_looked_for,
        stopped_looking_in_doubt,
        no_nonce,
    )
}


def make(name: str) -> None:
    """Put this one into the bot of this process; none, if it is empty. Raises KeyError."""
    if name:
        MISTAKES[name]()


def _put(place: object, name: str, other: object) -> None:
    """Put something else in the place of a function or a value."""
    setattr(place, name, other)
