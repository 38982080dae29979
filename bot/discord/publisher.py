"""The mirror's port onto Discord, on discord.py; its errors become ours."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import discord

from bot.discord.calls import (
    ASLEEP,
    NOBODY,
    UNKNOWN_MESSAGE,
    Awake,
    changing,
    translated,
)
from bot.discord.cards import announcement_embed, announcement_view
from bot.discord.history import begun, own_messages
from bot.discord.refusals import sent_without
from bot.errors import DiscordRejected
from bot.mirror.ports import Posted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.languages.phrase import Phrase
    from bot.mirror.desired import Announcement
    from bot.mirror.ports import Place

THREAD_EXISTS = 160004
ALREADY_PUBLISHED = 40033

WEEK: Final = 10_080
"""Minutes after which Discord archives a silent thread."""

SEARCH_LIMIT = 500
"""Messages or forum posts looked through for one whose sending was cut off."""

Announceable = discord.TextChannel | discord.ForumChannel


class DiscordPublisher:
    """Implements `bot.mirror.ports.Publisher`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._awake = Awake(client)

    async def announce(
        self,
        channel: int,
        announcement: Announcement,
        comments: int,
        *,
        name: str,
        nonce: str,
        role: int | None,
    ) -> Posted:
        """Post the announcement; in a forum, as a post with the tags that its terms name."""
        with translated():
            place = await self._channel(channel)
            called = _only(role)
            call = f"<@&{role}>" if role is not None else None
            if isinstance(place, discord.TextChannel):
                sent = await sent_without(
                    lambda shown: place.send(
                        call,
                        embed=announcement_embed(shown, comments),
                        view=announcement_view(shown, None),
                        nonce=nonce,
                        allowed_mentions=called,
                    ),
                    announcement,
                )
                return Posted(sent.of.id, None)
            newest, started = place.last_message_id or 0, time.monotonic()
            made = await sent_without(
                lambda shown: place.create_thread(
                    name=name,
                    content=call,
                    embed=announcement_embed(shown, comments),
                    view=announcement_view(shown, None),
                    applied_tags=_tags(place, announcement.terms),
                    auto_archive_duration=WEEK,
                    allowed_mentions=called,
                ),
                announcement,
            )
            thread, message = made.of
            # Counted back from when Discord made it: by its clock, whatever ours says.
            began = discord.utils.snowflake_time(thread.id) - timedelta(
                seconds=time.monotonic() - started
            )
            after = max(newest, discord.utils.time_snowflake(began))
            doubles = [
                double.id
                async for double, starter in self._own_posts(place, after=after)
                if double.id != thread.id and _announces(starter, announcement)
            ]
            return Posted(message.id, thread.id, doubles=tuple(doubles))

    async def find_announcements(
        self, channel: int, announcement: Announcement, *, after: int | None, since: int
    ) -> list[Posted]:
        """Look through what we wrote in the channel since then."""
        with translated():
            place = await self._channel(channel)
            if isinstance(place, discord.ForumChannel):
                start = discord.utils.time_snowflake(begun(since)) if after is None else after
                return [
                    Posted(starter.id, thread.id, exact)
                    async for thread, starter in self._own_posts(place, after=start)
                    if (exact := _announces(starter, announcement)) is not None
                ]
            first = begun(since) if after is None else discord.Object(after)
            ours = own_messages(place, self._client.user, first=first, limit=SEARCH_LIMIT)
            return [
                Posted(message.id, None, exact)
                for message in {message.id: message async for message in ours}.values()
                if (exact := _announces(message, announcement)) is not None
            ]

    async def take_back(self, post: int) -> bool:
        """Delete a post in which nothing but its first message stands, and no reaction."""
        with translated():
            thread = await self._awake.thread(post)
            messages = [message async for message in thread.history(limit=2)]
            alone = len(messages) == 1 and messages[0].author == self._client.user
            if not alone or messages[0].reactions:
                return False
            await thread.delete()
            return True

    async def change_announcement(
        self, place: Place, announcement: Announcement, comments: int
    ) -> tuple[Phrase, ...]:
        """Show this instead, with a way to the thread if there is one beside it."""
        async with changing():
            channel = await self._channel(place.channel)
            in_forum = isinstance(channel, discord.ForumChannel)
            where = place.thread if in_forum and place.thread is not None else place.channel
            url = f"https://discord.com/channels/{place.guild}/{place.thread}"
            thread = url if place.thread is not None and not in_forum else None
            sent = await sent_without(
                lambda shown: self._awake.act(
                    where,
                    lambda: self._message(where, place.message).edit(
                        embed=announcement_embed(shown, comments),
                        view=announcement_view(shown, thread),
                        allowed_mentions=NOBODY,
                    ),
                ),
                announcement,
            )
            return sent.without

    async def publish(self, channel: int, message: int) -> None:
        """Publish; discord.py waits here while Discord's limit of ten in an hour is used up."""
        with translated():
            place = await self._channel(channel)
            if not (isinstance(place, discord.TextChannel) and place.is_news()):
                return
            try:
                await place.get_partial_message(message).publish()
            except discord.HTTPException as error:
                if error.code != ALREADY_PUBLISHED:
                    raise

    async def start_thread(self, channel: int, message: int, name: str) -> int:
        """Make the thread of a message; its id is the message's, so a second attempt finds it."""
        with translated():
            place = await self._channel(channel)
            if not isinstance(place, discord.TextChannel):
                raise DiscordRejected("A thread can be started in a text channel only.")
            try:
                thread = await place.get_partial_message(message).create_thread(
                    name=name, auto_archive_duration=WEEK
                )
            except discord.HTTPException as error:
                if error.code != THREAD_EXISTS:
                    raise
                return message
            return thread.id

    async def send(self, thread: int, content: str, *, nonce: str, reply_to: int | None) -> int:
        """Write a message into a thread."""
        reference = None
        if reply_to is not None:
            reference = discord.MessageReference(
                message_id=reply_to, channel_id=thread, fail_if_not_exists=False
            )
        with translated():
            message = await self._awake.act(
                thread,
                lambda: self._client.get_partial_messageable(thread).send(
                    content,
                    nonce=nonce,
                    reference=reference,  # type: ignore[arg-type]  # None is fine, the overloads differ
                    suppress_embeds=True,
                    allowed_mentions=NOBODY,
                ),
                even_locked=False,
            )
            return message.id

    async def edit(self, thread: int, message: int, content: str) -> None:
        """Change a message; an archived thread is woken first."""
        async with changing():
            await self._awake.act(
                thread,
                lambda: self._message(thread, message).edit(
                    content=content, allowed_mentions=NOBODY
                ),
            )

    async def delete(self, thread: int, message: int) -> None:
        """Delete a message; an archived thread is woken first."""
        with translated():
            try:
                await self._awake.act(thread, lambda: self._message(thread, message).delete())
            except discord.NotFound as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise

    async def own_messages(self, thread: int, *, after: int) -> list[tuple[int, str]]:
        """Our messages younger than that one."""
        with translated():
            return [
                (message.id, message.content)
                async for message in self._client.get_partial_messageable(thread).history(
                    after=discord.Object(after), oldest_first=True, limit=SEARCH_LIMIT
                )
                if message.author == self._client.user
            ]

    async def close(self, thread: int) -> None:
        """Lock and archive."""
        with translated():
            found = await self._awake.thread(thread)
            if found.archived and found.locked:
                return
            if await self._awake.change(thread, locked=True, archived=True):
                await found.edit(archived=True)

    async def locked(self, thread: int) -> bool:
        """Asked of Discord: the cache may not have heard yet."""
        with translated():
            return (await self._awake.fetch(thread)).locked

    async def reopen(self, thread: int) -> None:
        """Unlock and unarchive."""
        with translated():
            await self._awake.change(thread, locked=False, archived=False)

    async def rest(self, thread: int) -> bool:
        """Archive, if it is not."""
        with translated():
            found = await self._awake.thread(thread)
            if found.archived:
                return False
            try:
                await found.edit(archived=True)
            except discord.HTTPException as error:
                if error.code not in ASLEEP:
                    raise
                return False
            return True

    async def rename(self, thread: int, name: str, *, closed: bool) -> None:
        """Rename; discord.py waits here while Discord's limit of two in ten minutes is used up."""
        with translated():
            found = await self._awake.thread(thread)
            if await self._awake.change(thread, name=name) or closed:
                await found.edit(archived=True)

    async def _channel(self, channel: int) -> Announceable:
        found = self._client.get_channel(channel) or await self._client.fetch_channel(channel)
        if not isinstance(found, Announceable):
            raise DiscordRejected(
                "Articles can be posted in text, announcement and forum channels."
            )
        return found

    def _message(self, channel: int, message: int) -> discord.PartialMessage:
        return self._client.get_partial_messageable(channel).get_partial_message(message)

    async def _own_posts(
        self, forum: discord.ForumChannel, *, after: int
    ) -> AsyncIterator[tuple[discord.Thread, discord.Message]]:
        """Our forum posts younger than that, each with its first message."""
        active = [
            thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id
        ]
        archived = [thread async for thread in forum.archived_threads(limit=100)]
        found = {thread.id: thread for thread in active + archived}
        for _, thread in sorted(found.items()):
            if self._client.user is None or thread.owner_id != self._client.user.id:
                continue
            if thread.id > after:
                async for starter in thread.history(limit=1, oldest_first=True):
                    yield thread, starter


def _only(role: int | None) -> discord.AllowedMentions:
    roles = [discord.Object(role)] if role is not None else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def _announces(message: discord.Message, announcement: Announcement) -> bool | None:
    """Whether it has the announcement's link, and its title as well; None: neither, or no link."""
    if message.type is not discord.MessageType.default or len(message.embeds) != 1:
        return None
    (shown,), wanted = message.embeds, announcement_embed(announcement, 0)
    same_title = (shown.title or "").strip() == (wanted.title or "").strip()
    if shown.url != wanted.url or (wanted.url is None and not same_title):
        return None
    return same_title


def _tags(forum: discord.ForumChannel, terms: tuple[str, ...]) -> list[discord.ForumTag]:
    """The forum's tags with the terms' names, five at most; one of any name where one is a must."""
    names = {term.casefold() for term in terms}
    tags = [tag for tag in forum.available_tags if tag.name.casefold() in names][:5]
    if not tags and forum.flags.require_tag:
        return [tag for tag in forum.available_tags if not tag.moderated][:1]
    return tags
