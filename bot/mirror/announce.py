"""The announcement of a mirror: posted once, when its channel wants it, and kept up to date."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.errors import ChannelGone, MessageGone
from bot.languages.phrase import Phrase
from bot.mirror.desired import desire
from bot.mirror.plan import nonce
from bot.mirror.ports import Place
from bot.store.discord.mirrors import AnnouncementState
from bot.text.to_discord import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.languages.catalogues import Languages
    from bot.mirror.desired import Desired
    from bot.mirror.ports import Publisher
    from bot.mirror.room import Room
    from bot.store.discord.follows import FollowRecord
    from bot.store.discord.mirrors import MirrorRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

CHANNEL_DELETED = Phrase(
    "The channel was deleted in Discord. Follow the blog in another one to go on."
)


class Announcer:
    """Announces articles, each by one call at a time."""

    def __init__(
        self,
        store: Store,
        publisher: Publisher,
        room: Room,
        clock: Callable[[], int],
        languages: Languages,
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._room = room
        self._clock = clock
        self._languages = languages

    async def announce(self, mirror_id: int) -> int | None:
        """Make sure that the announcement and its thread are there, if the channel wants them.

        Answers until when that has to wait, in seconds since 1970, if its hours are quiet now.
        Raises DiscordError; a channel that is gone pauses what it follows instead.
        """
        mirror = await self._store.mirrors.get(mirror_id)
        if mirror is None or mirror.thread_id is not None:
            return None
        article = (await self._store.articles.get(mirror.article)).article
        follow = await self._store.follows.get(mirror.follow)
        say = self._languages.of(follow.language)
        wish = desire(article, [], shown=set(), brief=follow.brief, say=say)
        try:
            if mirror.announcement_state is AnnouncementState.NONE:
                wanted = follow.filters.admit(article, plain(article.html))
                await self._store.mirrors.leave_out(mirror.id, not wanted)
                if wish.closed or not wanted:
                    return None
                if follow.quiet and (until := follow.quiet.until(self._clock())):
                    return until
            if mirror.announcement_state in {AnnouncementState.NONE, AnnouncementState.SENDING}:
                mirror = await self._post(mirror, wish, follow)
            if mirror.announcement_state is AnnouncementState.SENT and mirror.thread_id is None:
                await self._start_thread(mirror, wish)
        except MessageGone:
            log.info("The announcement of %r was removed in Discord.", wish.announcement.title)
            await self._store.mirrors.never_announce(mirror.id)
        except ChannelGone:
            paused = await self._store.follows.pause_channel(mirror.channel, CHANNEL_DELETED)
            log.warning("Channel %s is gone; %s follow(s) paused.", mirror.channel, paused)
        return None

    async def _post(
        self, mirror: MirrorRecord, wish: Desired, follow: FollowRecord
    ) -> MirrorRecord:
        channel, url = mirror.channel, wish.announcement.url or ""
        posted = None
        if mirror.announcement_state is AnnouncementState.SENDING:
            since = mirror.announcement_since or 0
            after = await self._store.mirrors.last_announcement(channel, claimed_before=since)
            posted = await self._publisher.find_announcement(channel, url, after=after, since=since)
        if posted is None:
            await self._store.mirrors.announcing(mirror.id, now=self._clock())
            count = len((await self._store.comments.visible([mirror.article]))[mirror.article])
            posted = await self._room.for_(
                mirror.guild,
                lambda: self._publisher.announce(
                    channel,
                    wish.announcement,
                    count,
                    name=wish.thread_name,
                    nonce=nonce(channel, url, 0, 0),
                    role=follow.role,
                ),
            )
        await self._store.mirrors.announced(mirror.id, posted.message, posted.thread)
        if posted.thread is not None:
            await self._store.mirrors.threaded(mirror.id, posted.thread, wish.thread_name)
        log.info("Announced %r in channel %s.", wish.announcement.title, channel)
        renewed = await self._store.mirrors.get(mirror.id)
        return renewed or mirror

    async def _start_thread(self, mirror: MirrorRecord, wish: Desired) -> None:
        message = mirror.announcement_id
        assert message is not None  # noqa: S101 - an announcement that was sent has its id
        thread = await self._room.for_(
            mirror.guild,
            lambda: self._publisher.start_thread(mirror.channel, message, wish.thread_name),
        )
        await self._store.mirrors.threaded(mirror.id, thread, wish.thread_name)

    async def show(self, mirror: MirrorRecord, wish: Desired) -> None:
        """Let the announcement look as it should. Raises DiscordError."""
        message = mirror.announcement_id
        if message is not None and mirror.announcement_state is AnnouncementState.SENT:
            place = Place(mirror.guild, mirror.channel, message, mirror.thread_id)
            try:
                await self._publisher.change_announcement(place, wish.announcement, wish.comments)
            except MessageGone:
                await self._store.mirrors.announcement_removed(message)
        await self._store.mirrors.announcement_shows(
            mirror.id, wish.announcement.hash, wish.comments, now=self._clock()
        )
