"""The repair's port onto Discord, on discord.py: it reads whole channels, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord.calls import translated
from bot.discord.cards import announcement_embed
from bot.errors import DiscordRejected
from bot.languages.phrase import Phrase
from bot.mirror.desired import digest
from bot.repair.ports import Announced, Standing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.discord.talk import DiscordTalk
    from bot.mirror.desired import Announcement
    from bot.repair.ports import Tell

PAGE = 100
"""Messages in one of Discord's answers."""

IN_DISCORD = "https://discord.com/channels/"
"""What the address of a thread begins with, in the button that leads there."""

WORDS = {discord.MessageType.default, discord.MessageType.reply}


class DiscordScanner:
    """Implements `bot.repair.ports.Scanner`."""

    def __init__(self, client: discord.Client, talk: DiscordTalk) -> None:
        self._client = client
        self._talk = talk

    async def announcements(self, channel: int, tell: Tell) -> list[Announced]:
        """Look through a channel's messages, or through a forum's posts."""
        with translated():
            place = self._client.get_channel(channel) or await self._client.fetch_channel(channel)
            if isinstance(place, discord.ForumChannel):
                return await self._posts(place, tell)
            if isinstance(place, discord.TextChannel):
                return await self._messages(place, tell)
        raise DiscordRejected("Articles can be posted in text, announcement and forum channels.")

    async def everything(self, thread: int) -> list[Standing]:
        """Every message in a thread."""
        with translated():
            return [
                self._standing(message)
                async for message in self._client.get_partial_messageable(thread).history(
                    limit=None, oldest_first=True
                )
            ]

    def would_show(self, announcement: Announcement, comments: int) -> str:
        """A fingerprint of an announcement as it should be."""
        return _face(announcement_embed(announcement, comments))

    async def _posts(self, forum: discord.ForumChannel, tell: Tell) -> list[Announced]:
        found = []
        threads = [each async for each in _threads(forum) if each.owner_id == self._me]
        for number, thread in enumerate(sorted(threads, key=lambda each: each.id), start=1):
            await tell(Phrase("Looking at post {number} of {of}.", number=number, of=len(threads)))
            async for starter in thread.history(limit=1, oldest_first=True):
                if starter.author.id == self._me and _is_announcement(starter):
                    (embed,) = starter.embeds
                    url, title = embed.url or "", embed.title or ""
                    face = _face(embed)
                    found.append(Announced(starter.id, url, face, thread.id, title=title))
        return found

    async def _messages(self, channel: discord.TextChannel, tell: Tell) -> list[Announced]:
        messages = []
        read = 0
        async for message in channel.history(limit=None, oldest_first=True):
            read += 1
            if read % PAGE == 0:
                await tell(Phrase("{n} messages of the channel read.", n=read))
            if message.author.id == self._me and _is_announcement(message):
                messages.append(message)
        threads = {thread.id async for thread in _threads(channel)}
        return [await self._announced(message, message.id in threads) for message in messages]

    async def _announced(self, message: discord.Message, has_thread: bool) -> Announced:
        (embed,) = message.embeds
        way = any(url.startswith(IN_DISCORD) for url in _buttons(message))
        gone = not has_thread and (way or message.flags.has_thread) and await self._gone(message.id)
        return Announced(
            message.id,
            embed.url or "",
            _face(embed) if has_thread and way else "",
            message.id if has_thread else None,
            gone,
            embed.title or "",
        )

    async def _gone(self, thread: int) -> bool:
        try:
            await self._client.fetch_channel(thread)
        except discord.NotFound:
            return True
        return False

    def _standing(self, message: discord.Message) -> Standing:
        return Standing(
            self._talk.read(message),
            ours=message.author.id == self._me and message.type in WORDS,
            marks=tuple(str(each.emoji) for each in message.reactions if each.me),
        )

    @property
    def _me(self) -> int:
        assert self._client.user is not None  # noqa: S101 - known since login
        return self._client.user.id


async def _threads(
    channel: discord.TextChannel | discord.ForumChannel,
) -> AsyncIterator[discord.Thread]:
    """The channel's public threads, archived ones included."""
    seen = set()
    for thread in await channel.guild.active_threads():
        if thread.parent_id == channel.id:
            seen.add(thread.id)
            yield thread
    async for thread in channel.archived_threads(limit=None):
        if thread.id not in seen:
            yield thread


def _is_announcement(message: discord.Message) -> bool:
    """Whether an article is announced, or was.

    A card for moderators has other buttons; one that answers somebody is a reply.
    """
    ids = [getattr(child, "custom_id", None) for child in _children(message)]
    alone = message.type is discord.MessageType.default and len(message.embeds) == 1
    return alone and not any(ids)


def _buttons(message: discord.Message) -> list[str]:
    return [getattr(child, "url", None) or "" for child in _children(message)]


def _children(message: discord.Message) -> list[object]:
    return [child for row in message.components for child in getattr(row, "children", [])]


def _face(embed: discord.Embed) -> str:
    """A fingerprint of what people see; Discord trims texts."""
    texts = (embed.title, embed.url, embed.description, embed.author.name, embed.footer.text)
    shown = [(text or "").strip() for text in texts]
    return digest(repr((*shown, embed.image.url, embed.timestamp)))
