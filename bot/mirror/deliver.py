"""Carries one mirror's work out: claim, act, record; and finds out what a crash left in doubt."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.errors import ChannelGone, DiscordRejected, MessageGone
from bot.mirror.desired import Desired, desire
from bot.mirror.doubt import match
from bot.mirror.lines import link
from bot.mirror.plan import Edit, Remove, Send, nonce, plan
from bot.mirror.room import THREAD_DELETED
from bot.store.discord.parts import PartState

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from bot.languages.catalogues import Languages
    from bot.mirror.announce import Announcer
    from bot.mirror.desired import DesiredPart
    from bot.mirror.plan import Step
    from bot.mirror.ports import Publisher
    from bot.mirror.room import Room
    from bot.model import Comment
    from bot.store.blog.articles import ArticleRecord
    from bot.store.discord.mirrors import MirrorRecord
    from bot.store.discord.parts import PartRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

PROGRESS_STEP = 50
"""Messages between two lines of progress in the log."""


@dataclass(slots=True)
class _Thread:
    """One thread while it is being written."""

    mirror: MirrorRecord
    id: int
    parts: dict[tuple[str, int], PartRecord]
    messages: dict[tuple[str, int], int] = field(default_factory=dict)
    natives: dict[str, int | None] = field(default_factory=dict)
    """Comments that members wrote in this very thread, with their messages."""

    def first_message(self, comment: str) -> int | None:
        if comment in self.natives:
            return self.natives[comment]
        numbers = [number for (owner, number) in self.messages if owner == comment]
        return self.messages[comment, min(numbers)] if numbers else None


class Writer:
    """Brings mirrors up to date, each by one call at a time."""

    def __init__(
        self,
        store: Store,
        publisher: Publisher,
        announcer: Announcer,
        room: Room,
        clock: Callable[[], int],
        *,
        languages: Languages,
        stop: asyncio.Event,
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._announcer = announcer
        self._room = room
        self._clock = clock
        self._languages = languages
        self._stop = stop

    async def write(self, mirror_id: int) -> Desired | None:
        """Bring the mirror's thread up to date; answers what it shows then.

        None if there is nothing to write into, or the bot is stopping. Raises DiscordError; a
        thread that is gone pauses the mirror instead.
        """
        while not self._stop.is_set():
            mirror = await self._store.mirrors.get(mirror_id)
            if mirror is None:
                return None
            if mirror.thread_id is None:
                # Withdrawn before it was announced: nothing to show until it comes back.
                await self._store.mirrors.shown(mirror.id, mirror.wanted)
                return None
            try:
                shown = await self._write_once(mirror, mirror.thread_id)
            except ChannelGone:
                await self._store.mirrors.pause(mirror.id, THREAD_DELETED)
                log.warning("Thread %s is gone; its mirror is paused.", mirror.thread_id)
                return None
            if shown is not None:
                return shown
        return None

    async def _write_once(self, mirror: MirrorRecord, thread_id: int) -> Desired | None:
        article = await self._store.articles.get(mirror.article)
        comments = await self._store.comments.of(mirror.article)
        thread = await self._recover(mirror, thread_id, comments)
        wish = desire(
            article.article,
            comments,
            shown={comment for comment, number in thread.messages if number == 1},
            natives=thread.natives.keys(),
            brief=(await self._store.follows.get(mirror.follow)).brief,
            ways=await self._ways(mirror, article, comments),
            say=self._languages.of(mirror.language),
        )
        steps = plan(wish.parts, thread.parts.values()) if wish.parts is not None else []
        await self._store.mirrors.expects(
            mirror.id, len(wish.parts or thread.messages), wish.thread_name
        )
        if mirror.closed and (steps or not wish.closed):
            await self._room.for_(mirror.guild, lambda: self._publisher.reopen(thread_id))
            await self._store.mirrors.closed(mirror.id, False)
        await self._announcer.show(mirror, wish)
        if not await self._carry_out(steps, thread, article):
            return None
        if wish.closed and (steps or not mirror.closed):
            await self._publisher.close(thread_id)
            await self._store.mirrors.closed(mirror.id, True)
        await self._announcer.show_count(mirror, wish)
        await self._store.mirrors.shown(mirror.id, mirror.wanted)
        return wish

    async def _ways(
        self, mirror: MirrorRecord, article: ArticleRecord, comments: list[Comment]
    ) -> dict[str, int]:
        """The threads of other articles to which these comments may link."""
        site = urlsplit(article.article.url).netloc
        if not (site and any(site in comment.html for comment in comments)):
            return {}
        ways = await self._store.threads.ways(mirror.guild)
        ways.pop(article.article.url.rstrip("/"), None)
        return ways

    async def _recover(
        self, mirror: MirrorRecord, thread_id: int, comments: list[Comment]
    ) -> _Thread:
        """Read what the thread holds; messages whose sending was cut off are looked for in it."""
        recorded = await self._store.parts.of(mirror.id)
        doubtful = [part for part in recorded if part.state is PartState.SENDING]
        if doubtful:
            links = {comment.remote_id: link(comment.url) for comment in comments}
            bound = {part.message_id for part in recorded if part.message_id is not None}
            standing = [
                (message, content)
                for message, content in await self._publisher.own_messages(
                    thread_id, after=max(bound, default=thread_id)
                )
                if message not in bound
            ]
            found = match(doubtful, links, standing)
            for part, message in found:
                await self._store.parts.sent(
                    mirror.id, part.comment, part.number, message, part.hash, now=self._clock()
                )
            log.info("Looked for %s message(s) in doubt; found %s.", len(doubtful), len(found))
            recorded = await self._store.parts.of(mirror.id)
        parts = {(part.comment, part.number): part for part in recorded}
        messages = {
            key: part.message_id
            for key, part in parts.items()
            if part.state is PartState.SENT and part.message_id is not None
        }
        # Read after the comments: whatever they hold of ours was claimed before.
        natives = await self._store.replies.natives(mirror.id)
        return _Thread(mirror, thread_id, parts, messages, natives)

    async def _carry_out(self, steps: list[Step], thread: _Thread, article: ArticleRecord) -> bool:
        """Do the steps in order; False if the blog changed meanwhile, or the bot is stopping."""
        sends = sum(isinstance(step, Send) for step in steps)
        sent = 0
        for step in steps:
            if self._stop.is_set():
                return False
            if await self._store.mirrors.wanted(thread.mirror.id) != thread.mirror.wanted:
                return False
            match step:
                case Send():
                    await self._send(step, thread)
                    sent += 1
                    if sent % PROGRESS_STEP == 0 and sent < sends:
                        log.info("%r: %s of %s messages.", article.article.title, sent, sends)
                case Edit():
                    await self._edit(step, thread)
                case Remove():
                    await self._remove(step, thread)
        if sends:
            log.info("%r: %s message(s) written.", article.article.title, sends)
        return True

    async def _send(self, step: Send, thread: _Thread) -> None:
        part, mirror = step.part, thread.mirror
        target = part.comment if step.continues else part.answers
        reply_to = thread.first_message(target) if target is not None else None
        try:
            for generation in (step.generation, step.generation + 1):
                message = await self._send_as(generation, part, thread, reply_to)
                # Of two that look the same, one may have taken the other's message after a crash:
                # that one is sent anew, as its next generation.
                if await self._store.parts.sent(
                    mirror.id, part.comment, part.number, message, part.hash, now=self._clock()
                ):
                    thread.messages[part.comment, part.number] = message
                    break
        except MessageGone:
            await self._store.parts.become(mirror.id, part.comment, part.number, PartState.REMOVED)
        except DiscordRejected as error:
            await self._refuse(thread, part.comment, part.number, part.hash, error)

    async def _send_as(
        self, generation: int, part: DesiredPart, thread: _Thread, reply_to: int | None
    ) -> int:
        key = nonce(thread.id, part.comment, part.number, generation)
        await self._store.parts.claim(
            thread.mirror.id, part.comment, part.number,
            generation=generation, nonce=key, content=part.hash, now=self._clock(),
        )  # fmt: skip
        return await self._room.for_(
            thread.mirror.guild,
            lambda: self._publisher.send(thread.id, part.content, nonce=key, reply_to=reply_to),
        )

    async def _edit(self, step: Edit, thread: _Thread) -> None:
        part, mirror = step.part, thread.mirror
        try:
            await self._room.for_(
                mirror.guild, lambda: self._publisher.edit(thread.id, step.message_id, part.content)
            )
        except MessageGone:
            await self._store.parts.become(mirror.id, part.comment, part.number, PartState.REMOVED)
            thread.messages.pop((part.comment, part.number), None)
        except DiscordRejected as error:
            await self._refuse(thread, part.comment, part.number, part.hash, error)
        else:
            await self._store.parts.edited(mirror.id, part.comment, part.number, part.hash)

    async def _remove(self, step: Remove, thread: _Thread) -> None:
        mirror, message = thread.mirror.id, step.message_id
        if message is not None:
            await self._store.parts.become(mirror, step.comment, step.number, PartState.REMOVING)
            await self._room.for_(
                thread.mirror.guild, lambda: self._publisher.delete(thread.id, message)
            )
        await self._store.parts.become(mirror, step.comment, step.number, PartState.GONE)
        thread.messages.pop((step.comment, step.number), None)

    async def _refuse(
        self, thread: _Thread, comment: str, number: int, content: str, error: DiscordRejected
    ) -> None:
        log.warning("Discord refused part %s of comment %s: %s", number, comment, error)
        await self._store.parts.refused(thread.mirror.id, comment, number, content)
