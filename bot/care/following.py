"""Begins and ends follows: which channel follows which blog."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.blogs.discover import discover, find_blog
from bot.blogs.kinds import open_blog
from bot.care.survey import survey
from bot.errors import AfterwordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blogs.base import Blog
    from bot.blogs.http.budget import Requests
    from bot.blogs.http.fetcher import Fetcher
    from bot.care.survey import Survey
    from bot.languages.phrase import Phrase
    from bot.model import BlogAddress
    from bot.settings import BlogSettings
    from bot.store.blog.blogs import BlogRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a channel is: its guild, and the code of the language that is read there."""

    guild: int
    language: str


class Following:
    """Finds blogs and opens them, each with the application password that is meant for it."""

    def __init__(
        self, store: Store, fetcher: Fetcher, settings: BlogSettings | None, backfill: int
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._settings = settings
        self._backfill = backfill
        self._settings_done = settings is None
        self.failure: Phrase | None = None
        """Why the follow of the settings has not begun, in words for the owner."""

    def open_blog(self, blog: BlogRecord) -> Blog:
        """Open a known blog."""
        own = self._settings is not None and blog.settings_url == self._settings.url
        credentials = self._settings.credentials if self._settings and own else None
        return open_blog(self._fetcher, blog.address, credentials)

    def requests_to(self, blog: BlogRecord) -> Requests:
        """How often the blog was asked within the last hour, and how often it may be."""
        return self._fetcher.requests_to(blog.address.api)

    async def look(self, url: str) -> Survey:
        """Find a blog, and see what it has. Raises BlogError."""
        address = await discover(self._fetcher, url)
        return await survey(open_blog(self._fetcher, address, None))

    async def find(self, url: str) -> Blog:
        """Find a blog, and open it as visitors read it. Raises BlogError."""
        return await find_blog(self._fetcher, url)

    async def follow(self, url: str, *, guild: int, channel: int, language: str = "en") -> None:
        """Find the blog and let the channel follow it. Raises BlogError."""
        address = await discover(self._fetcher, url)
        await self.begin(address, guild=guild, channel=channel, language=language)

    async def begin(
        self, address: BlogAddress, *, guild: int, channel: int, language: str = "en"
    ) -> None:
        """Let the channel follow this blog, or go on where that was ended.

        `language` is the code of what the channel reads, the first time.
        """
        blog = await self._store.blogs.add(address)
        await self._store.follows.start(
            blog, guild=guild, channel=channel, backfill=self._backfill, language=language
        )
        log.info("Channel %s follows %s (%s).", channel, address.shown, address.kind)

    async def unfollow(self, channel: int) -> int:
        """End what the channel follows; answers how many follows that were."""
        follows = await self._store.follows.of_channel(channel)
        for follow in follows:
            await self._store.follows.end(follow.id)
        return len(follows)

    async def keep_settings(self, home_of: Callable[[int], Home]) -> None:
        """Begin the follow that the settings name, once; a failure is kept and tried again.

        `home_of` answers where a channel is, or raises an AfterwordError that says why the bot
        can't write there.
        """
        if self._settings_done or self._settings is None:
            return
        try:
            await self._follow_settings(self._settings, home_of)
        except AfterwordError as error:
            if self.failure != error.phrase:
                log.warning("The follow in the settings has to wait: %s", error)
            self.failure = error.phrase
        else:
            self._settings_done, self.failure = True, None

    async def _follow_settings(
        self, settings: BlogSettings, home_of: Callable[[int], Home]
    ) -> None:
        known = await self._store.blogs.of_settings(settings.url)
        if known is not None and await self._store.follows.has(known, settings.channel):
            return
        home = home_of(settings.channel)
        found = (await find_blog(self._fetcher, settings.url, settings.credentials)).address
        blog = await self._store.blogs.add(found, settings_url=settings.url)
        await self._store.follows.start(
            blog,
            guild=home.guild,
            channel=settings.channel,
            backfill=self._backfill,
            language=home.language,
        )
        log.info("Channel %s follows %s (%s).", settings.channel, found.shown, found.kind)
