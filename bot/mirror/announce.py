"""The announcement of a mirror: posted once, when its channel wants it, and kept up to date."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.errors import ChannelGone, DiscordError, MessageGone
from bot.languages.phrase import Phrase
from bot.mirror.aside import announcement, desired, read
from bot.mirror.ports import Place
from bot.store.discord.mirror import AnnouncementState
from bot.text.to_discord import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.languages.catalogues import Languages
    from bot.mirror.desired import Desired
    from bot.mirror.ports import Posted, Publisher
    from bot.mirror.room import Room
    from bot.store.discord.follows import FollowRecord
    from bot.store.discord.mirror import MirrorRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

CHANNEL_DELETED = Phrase(
    "The channel was deleted in Discord. Follow the blog in another one to go on."
)
THREAD_TAKEN = Phrase(
    "The thread below its announcement is another article's, so nothing is written there."
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
        blog = await self._store.follows.blog_named_by(follow)
        wish = await desired(article, [], shown=set(), brief=follow.brief, blog=blog, say=say)
        try:
            if mirror.announcement_state is AnnouncementState.NONE:
                wanted = follow.filters.admit(article, await read(article.html, plain))
                await self._store.mirrors.leave_out(mirror.id, not wanted)
                if wish.closed or not wanted:
                    return None
                if follow.quiet and (until := follow.quiet.until(self._clock())):
                    return until
            await announcement(wish)
            if mirror.announcement_state in {AnnouncementState.NONE, AnnouncementState.SENDING}:
                mirror = await self._post(mirror, wish, follow)
            if mirror.announcement_state is AnnouncementState.SENT and mirror.thread_id is None:
                await self._start_thread(mirror, wish)
        except MessageGone:
            log.info("The announcement of %r was removed in Discord.", wish.announcement.title)
            await self._store.announcements.never(mirror.id)
        except ChannelGone:
            paused = await self._store.follows.pause_channel(mirror.channel, CHANNEL_DELETED)
            log.warning("Channel %s is gone; %s follow(s) paused.", mirror.channel, paused)
        return None

    async def _post(
        self, mirror: MirrorRecord, wish: Desired, follow: FollowRecord
    ) -> MirrorRecord:
        if not await self._is_found(mirror, wish):
            posted = await self._send(mirror, wish, follow)
            if not await self._bind(mirror, posted, wish):
                # Of two that look the same, the other one took this one's message after a crash.
                posted = await self._send(mirror, wish, follow, anew=True)
                if not await self._bind(mirror, posted, wish):
                    raise RuntimeError("a new announcement is another article's already")
            await self._take_back(posted.doubles)
        log.info("Announced %r in channel %s.", wish.announcement.title, mirror.channel)
        renewed = await self._store.mirrors.get(mirror.id)
        return renewed or mirror

    async def _send(
        self, mirror: MirrorRecord, wish: Desired, follow: FollowRecord, *, anew: bool = False
    ) -> Posted:
        nonce = await self._store.announcements.announcing(mirror.id, now=self._clock(), anew=anew)
        count = len((await self._store.comments.visible([mirror.article]))[mirror.article])
        return await self._room.for_(
            mirror.guild,
            lambda: self._publisher.announce(
                mirror.channel,
                wish.announcement,
                count,
                name=wish.thread_name,
                nonce=nonce,
                role=None if mirror.asked else follow.role,
            ),
        )

    async def _is_found(self, mirror: MirrorRecord, wish: Desired) -> bool:
        """Look for an announcement whose sending was cut off, among those that nobody has.

        With the link alone, its title having changed meanwhile, one will do unless another article
        that is in doubt has the same link. A forum post may have come twice before the cut.
        """
        if mirror.announcement_state is not AnnouncementState.SENDING:
            return False
        since = mirror.announcement_since or 0
        after = await self._store.announcements.last(mirror.channel, claimed_before=since)
        found = await self._publisher.find_announcements(
            mirror.channel, wish.announcement, after=after, since=since
        )
        exact = [posted for posted in found if posted.exact]
        alone = not await self._store.announcements.shares_link(mirror.id)
        if alone:
            exact += [posted for posted in found if not posted.exact]
        for posted in exact:
            if await self._bind(mirror, posted, wish):
                others = [each.thread for each in exact if each.thread and each is not posted]
                await self._take_back(others if alone else ())
                return True
        return False

    async def _bind(self, mirror: MirrorRecord, posted: Posted, wish: Desired) -> bool:
        if not await self._store.announcements.announced(mirror.id, posted.message, posted.thread):
            return False
        if posted.thread is not None:
            await self._store.mirrors.threaded(mirror.id, posted.thread, wish.thread_name)
        return True

    async def _take_back(self, doubles: Sequence[int]) -> None:
        for post in doubles:
            if await self._store.announcements.is_known(post):
                continue
            try:
                taken = await self._publisher.take_back(post)
            except DiscordError as error:
                log.warning("A forum post that came twice stays: %s", error)
            else:
                log.info("A forum post came twice; %s.", "took it back" if taken else "it stays")

    async def _start_thread(self, mirror: MirrorRecord, wish: Desired) -> None:
        message = mirror.announcement_id
        assert message is not None  # noqa: S101 - an announcement that was sent has its id
        thread = await self._room.for_(
            mirror.guild,
            lambda: self._publisher.start_thread(mirror.channel, message, wish.thread_name),
        )
        if not await self._store.mirrors.threaded(mirror.id, thread, wish.thread_name):
            await self._store.mirrors.pause(mirror.id, THREAD_TAKEN)

    async def show(self, mirror: MirrorRecord, wish: Desired) -> None:
        """Let the announcement look as it should. Raises DiscordError."""
        await announcement(wish)
        message = mirror.announcement_id
        if message is not None and mirror.announcement_state is AnnouncementState.SENT:
            place = Place(mirror.guild, mirror.channel, message, mirror.thread_id)
            try:
                without = await self._publisher.change_announcement(
                    place, wish.announcement, wish.comments
                )
                await self._store.announcements.reduced(mirror.id, lacking(without))
            except MessageGone:
                await self._store.announcements.removed(message)
        await self._store.announcements.shows(
            mirror.id,
            wish.announcement.hash,
            wish.comments,
            now=self._clock(),
            words=wish.words,
        )


def lacking(without: Sequence[Phrase]) -> Phrase | None:
    """Say what an announcement lacks; None if nothing."""
    if not without:
        return None
    return Phrase("It is announced without {parts}: Discord refused that.", parts=tuple(without))
