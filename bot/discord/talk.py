"""The replies' port onto Discord, on discord.py; its errors become ours."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.discord import hearing
from bot.discord.calls import NOBODY, Awake, translated
from bot.discord.held_card import card_embed, card_view, shows
from bot.discord.history import begun, own_messages
from bot.discord.memory import Memory
from bot.discord.question import question_view, question_words
from bot.discord.sight import active, archived, joined, require_reading
from bot.errors import ChannelGone, MessageGone, PermissionMissing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.discord.discord_clock import DiscordClock
    from bot.languages.language import Language
    from bot.replies.ports import Activity, Card, Said

PAGE = 100
"""Messages read at once, Discord's limit."""

SEARCH_LIMIT = 200
"""Messages looked through for a question or card whose sending was cut off."""

JUST_NOW = timedelta(seconds=20)
"""How old an entry of the audit log may be to tell of a deletion that we just heard of."""

UNKNOWN_EMOJI = 10014

_Place = discord.Thread | discord.TextChannel | discord.PartialMessageable


class DiscordTalk:
    """Implements `bot.replies.ports.Talk`."""

    def __init__(self, client: discord.Client, clock: DiscordClock) -> None:
        self._client = client
        self._clock = clock
        self._awake = Awake(client)
        self._deletions: dict[int, int] = {}
        self._memory = Memory()

    def hear(self, message: discord.Message) -> Said:
        """A message that Discord just told us of, as it is: it may have been edited since."""
        return self._memory.keep(message, self.read(message))

    def gone(self, message: int) -> None:
        """It was deleted since."""
        self._memory.drop(message)

    def expire(self) -> None:
        """Let go the words that were heard more than a minute ago."""
        self._memory.expire()

    def forget(self) -> None:
        """Something may have been missed: nothing that was heard before is trusted any more."""
        self._memory.clear()

    def require_reading(self, guild: int, channel: int) -> None:
        """Raise what keeps us from reading this channel's threads."""
        require_reading(self._client, guild, channel)

    def joined(self, guild: int) -> int:
        """As the guild says; 0 if it does not."""
        return joined(self._client, guild)

    async def active(self, guild: int) -> dict[int, Activity]:
        """Every thread of the guild that is open."""
        return await active(self._client, guild)

    async def archived(self, channel: int, wanted: Collection[int]) -> dict[int, Activity]:
        """Those of these threads that are archived."""
        return await archived(self._client, channel, wanted)

    def read(self, message: discord.Message) -> Said:
        """A message as we look at it."""
        return hearing.read(message, self._client)

    def reads_all(self) -> bool:
        """With the Message Content intent."""
        return self._client.intents.message_content

    def is_told(self, message: discord.Message) -> bool:
        """Whether Discord tells us its words without anybody pointing at it in a menu."""
        return hearing.is_told(message, self._client)

    async def message(self, thread: int, message: int) -> Said | None:
        """One message as it is now."""
        if (heard := self._memory.recall(message)) is not None:
            return heard
        try:
            with translated():
                found = await self._place(thread).fetch_message(message)
                return self._memory.newest(found, self.read(found))
        except MessageGone:
            return None

    async def name(self, guild: int, member: int) -> str:
        """Asked of Discord: members are not in the cache without another privileged intent."""
        found = self._client.get_guild(guild)
        try:
            with translated():
                return (await found.fetch_member(member)).display_name if found else ""
        except ChannelGone:  # as `translated` calls whatever is not found
            return ""

    async def newest(self, thread: int) -> int:
        """Asked of Discord: what discord.py remembers of a thread may be from before a gap."""
        with translated():
            found = await self._client.fetch_channel(thread)
            last = found.last_message_id if isinstance(found, discord.Thread) else None
            return last or thread

    async def after(self, thread: int, message: int) -> list[Said]:
        """Up to a hundred messages."""
        with translated():
            return [
                self._memory.newest(found, self.read(found))
                async for found in self._place(thread).history(
                    after=discord.Object(message), oldest_first=True, limit=PAGE
                )
            ]

    async def mark(
        self, thread: int, message: int, *, add: Sequence[str], remove: Sequence[str]
    ) -> None:
        """Put reactions, and take others of ours away."""
        target = self._place(thread).get_partial_message(message)
        with translated():
            for mark in add:
                act = partial(target.add_reaction, mark)
                await self._awake.act(thread, act, even_locked=False)
            for mark in remove:
                act = partial(_without, target, mark, self._client.user)
                await self._awake.act(thread, act, even_locked=False)

    async def ask(
        self,
        thread: int,
        message: int,
        *,
        blog: str,
        name: str,
        as_author: bool,
        nonce: str,
        say: Language,
    ) -> int:
        """Put the question below the message; only its writer is notified."""
        with translated():
            place = self._place(thread)
            asked = await place.fetch_message(message)
            sent = await place.send(
                question_words(blog, name, as_author=as_author, say=say),
                reference=_reference(thread, message),
                view=question_view(asked.author.id, message, as_author=as_author, say=say),
                allowed_mentions=discord.AllowedMentions(
                    everyone=False, users=False, roles=False, replied_user=True
                ),
                nonce=nonce,
                suppress_embeds=True,
            )
            return sent.id

    async def find_question(self, thread: int, message: int) -> int | None:
        """Look through what we wrote after that message."""
        with translated():
            async for found in self._place(thread).history(
                after=discord.Object(message), oldest_first=True, limit=SEARCH_LIMIT
            ):
                ours = found.author == self._client.user and bool(found.components)
                if ours and hearing.answered(found) == message:
                    return found.id
        return None

    async def take_back(self, thread: int, message: int) -> None:
        """Delete a message of ours."""
        target = self._place(thread).get_partial_message(message)
        try:
            with translated():
                await self._awake.act(thread, target.delete)
        except MessageGone:
            return

    async def tell(self, thread: int, message: int, words: str, *, nonce: str) -> None:
        """Answer a message with a small line."""
        with translated():
            await self._place(thread).send(
                f"-# {words}",
                reference=_reference(thread, message),
                allowed_mentions=NOBODY,
                nonce=nonce,
                suppress_embeds=True,
            )

    async def show_card(self, channel: int, card: Card, *, nonce: str, say: Language) -> int:
        """Show a held comment, with its buttons."""
        with translated():
            sent = await self._place(channel).send(
                embed=card_embed(card, say),
                view=card_view(card, say),
                nonce=nonce,
                allowed_mentions=NOBODY,
            )
            return sent.id

    async def find_card(self, channel: int, card: Card, *, since: int) -> int | None:
        """Look through what we wrote in the channel since then."""
        place, me = self._place(channel), self._client.user
        with translated():
            async for found in own_messages(place, me, first=begun(since), limit=SEARCH_LIMIT):
                if shows(found, card):
                    return found.id
        return None

    async def change_card(self, channel: int, message: int, card: Card, *, say: Language) -> None:
        """Show this instead."""
        shown = self._place(channel).get_partial_message(message)
        with translated():
            await shown.edit(
                embed=card_embed(card, say), view=card_view(card, say), allowed_mentions=NOBODY
            )

    async def deleted_by_moderator(self, guild: int, thread: int, member: int) -> bool:
        """Look for a new entry in the audit log, or one that counts one more than before.

        Discord adds up deletions of one person's messages by the same moderator in one entry.
        """
        found = self._client.get_guild(guild)
        if found is None:
            return False
        fresh = False
        try:
            with translated():
                async for entry in found.audit_logs(
                    limit=10, action=discord.AuditLogAction.message_delete
                ):
                    if getattr(entry.target, "id", None) != member:
                        continue
                    count = int(getattr(entry.extra, "count", 1))
                    known = self._deletions.get(entry.id)
                    self._deletions[entry.id] = count
                    place = getattr(getattr(entry.extra, "channel", None), "id", None)
                    young = self._clock.now() - entry.created_at < JUST_NOW
                    fresh = fresh or (
                        place == thread and (young if known is None else count > known)
                    )
        except PermissionMissing:
            return False
        return fresh

    async def deleted_by_moderators(
        self, guild: int, thread: int, messages: Mapping[int, int]
    ) -> set[int]:
        """Compare how many of each writer's are gone with how many moderators deleted since.

        Entries about one message name its writer; those about many, only the channel.
        """
        found = self._client.get_guild(guild)
        if found is None or not messages:
            return set()
        since = discord.utils.snowflake_time(min(messages))
        counts: Counter[int | None] = Counter()
        try:
            with translated():
                for action in (
                    discord.AuditLogAction.message_delete,
                    discord.AuditLogAction.message_bulk_delete,
                ):
                    async for entry in found.audit_logs(limit=PAGE, action=action):
                        if entry.created_at < since:
                            break
                        count, about = _deletions(entry, thread)
                        counts[about] += count
        except PermissionMissing:
            return set()
        left = Counter(messages.values())
        left.subtract({writer: counts[writer] for writer in left})
        if (+left).total() <= counts[None]:
            return set(messages)
        return {message for message, writer in messages.items() if left[writer] <= 0}

    def _place(self, channel: int) -> _Place:
        """The channel itself, if it is in the cache: then roles and channels have names."""
        found = self._client.get_channel(channel)
        if isinstance(found, discord.Thread | discord.TextChannel):
            return found
        return self._client.get_partial_messageable(channel)


async def _without(
    target: discord.PartialMessage, mark: str, me: discord.ClientUser | None
) -> None:
    assert me is not None  # noqa: S101 - known since login
    try:
        await target.remove_reaction(mark, me)
    except discord.NotFound as error:
        if error.code != UNKNOWN_EMOJI:  # it is not there, which is as well
            raise


def _deletions(entry: discord.AuditLogEntry, thread: int) -> tuple[int, int | None]:
    """How many messages in the thread it tells of, and whose; None: anybody's."""
    target, count = getattr(entry.target, "id", None), int(getattr(entry.extra, "count", 1))
    if entry.action is discord.AuditLogAction.message_bulk_delete:
        return (count if target == thread else 0), None
    place = getattr(getattr(entry.extra, "channel", None), "id", None)
    return (count if place == thread else 0), target


def _reference(channel: int, message: int) -> discord.MessageReference:
    return discord.MessageReference(
        message_id=message, channel_id=channel, fail_if_not_exists=False
    )
