"""Begins and ends follows: which channel follows which blog."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.blogs.base import Found
from bot.blogs.discover import discover, find_blog
from bot.blogs.kinds import kind_of, open_blog
from bot.care.survey import survey
from bot.errors import AfterwordError, BlogError, BlogUnusable
from bot.store.discord.follows import Way

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blogs.base import Blog
    from bot.blogs.http.budget import Requests
    from bot.blogs.http.fetcher import Fetcher
    from bot.care.survey import Survey
    from bot.care.ways import Ways
    from bot.env.settings import BlogSettings
    from bot.languages.phrase import Phrase
    from bot.model import BlogAddress
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.follows import FollowRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a channel is: its guild, and the code of the language that is read there."""

    guild: int
    language: str


class Following:
    """Finds blogs, and lets channels follow them."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        ways: Ways,
        settings: BlogSettings | None,
        backfill: int,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._ways = ways
        self._settings = settings
        self._backfill = backfill
        self._settings_done = settings is None
        self.failure: Phrase | None = None
        """Why the follow of the settings has not begun, in words for the owner."""

    def requests_to(self, blog: BlogRecord) -> Requests:
        """How often the blog was asked within the last hour, and how often it may be."""
        return self._fetcher.requests_to(blog.address.api)

    async def look(self, url: str, *, channel: int) -> Survey:
        """Find a blog, and see what it has, and whether the channel knows it. Raises BlogError."""
        found = await discover(self._fetcher, url)
        await self._require_other(found, channel)
        seen = await self._survey(found, channel)
        if found.part_of is None:
            return seen
        try:
            whole = await self._survey(Found(found.part_of), channel)
        except BlogError as error:
            log.info("The whole of %s can't be looked at: %s", found.address.shown, error)
            return seen
        return replace(seen, whole=whole)

    async def _survey(self, found: Found, channel: int) -> Survey:
        address = found.address
        former = await self._former(found, channel)
        known = await self._store.follows.language_in(channel, address.api) is not None
        return await survey(
            found,
            open_blog(self._fetcher, address, None),
            former=former[1].address if former is not None else None,
            goes_on=known or await self._part(address, channel) is not None,
        )

    async def _part(
        self, address: BlogAddress, channel: int
    ) -> tuple[FollowRecord, BlogRecord] | None:
        """What the channel follows of that blog in a lesser way."""
        for follow in await self._store.follows.of_channel(channel):
            record = await self._store.blogs.get(follow.blog)
            if self._ways.is_better(record, address):
                return follow, record
        return None

    async def find(self, url: str) -> tuple[Found, Blog]:
        """Find a blog, and open it as visitors read it. Raises BlogError."""
        return await find_blog(self._fetcher, url)

    async def follow(self, url: str, *, guild: int, channel: int, language: str = "en") -> None:
        """Find the blog and let the channel follow it. Raises BlogError."""
        found = await discover(self._fetcher, url)
        await self.begin(found, guild=guild, channel=channel, language=language)

    async def begin(
        self,
        found: Found,
        *,
        guild: int,
        channel: int,
        language: str = "en",
        articles: int | None = None,
    ) -> None:
        """Let the channel follow this blog, or go on where that was ended.

        What it followed of it in a lesser way goes on with the whole. `language` is the code of
        what the channel reads, and `articles` with how many of those that are there it begins, the
        first time; None: as the settings say. Raises BlogUnusable if the channel follows it
        already, and in a better way.
        """
        await self._require_other(found, channel)
        part = await self._part(found.address, channel)
        if part is not None:
            await self._ways.go_on(*part, found, None)
            return
        blog = await self._store.blogs.find(found.address, guild=guild)
        if blog is None:
            blog = await self._store.blogs.add(found.address)
        await self._start(blog, found, Home(guild, language), channel, articles=articles)

    async def move(self, found: Found, *, channel: int) -> None:
        """The blog that the channel followed is here now: its owner says so. Raises BlogError."""
        former = await self._former(found, channel)
        if former is None:
            raise BlogUnusable("This channel follows no blog with these articles.")
        await self._ways.go_on(*former, found, None)

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
        begun = await self._store.follows.of_settings(settings.channel)
        there = await self._store.follows.of_channel(settings.channel)
        follows = list({each.id: each for each in [*begun, *there]}.values())
        named = next((each for each in follows if each.settings_url == settings.url), None)
        if named is not None and not await self._wants_account(named, settings):
            return
        home = home_of(settings.channel)
        found, _ = await find_blog(self._fetcher, settings.url, settings.credentials)
        guild = home.guild if settings.credentials is not None else None
        for follow in follows if named is None else [named]:
            if await self._goes_on(follow, named, found, guild):
                return
        if named is None:
            blog = await self._store.blogs.add(found.address, guild=guild)
            await self._start(blog, found, home, settings.channel, settings_url=settings.url)

    async def _wants_account(self, follow: FollowRecord, settings: BlogSettings) -> bool:
        """Whether an account was given since, and the blog is still read without."""
        blog = await self._store.blogs.get(follow.blog)
        return settings.credentials is not None and blog.guild != follow.guild

    async def _goes_on(
        self, follow: FollowRecord, named: FollowRecord | None, found: Found, guild: int | None
    ) -> bool:
        """Let a follow of the settings go on with what they name now, if that is its blog."""
        settings = self._settings
        assert settings is not None  # noqa: S101 - they name it
        blog = await self._store.blogs.get(follow.blog)
        other_kind = blog.address.kind != found.address.kind
        same_place = not other_kind and blog.address.api == found.address.api
        if not (
            same_place
            or (other_kind and named is not None)
            or await self._is_known(blog, found, settings)
        ):
            return False
        if not (same_place and blog.guild == guild):
            await self._ways.go_on(follow, blog, found, guild, settings.credentials)
        await self._store.follows.named_in_settings(follow.id, settings.url)
        log.info("Channel %s goes on with %s, as .env says.", follow.channel, found.address.shown)
        return True

    async def _is_known(self, blog: BlogRecord, found: Found, settings: BlogSettings) -> bool:
        """Whether what was found has the articles that are recorded; of none, nothing is known."""
        known = await self._store.articles.recognised_by(blog.id, 1)
        return bool(known) and await self._ways.is_blog(blog, found.address, settings.credentials)

    async def _start(
        self,
        blog: int,
        found: Found,
        home: Home,
        channel: int,
        *,
        articles: int | None = None,
        settings_url: str | None = None,
    ) -> None:
        await self._store.follows.start(
            blog,
            guild=home.guild,
            channel=channel,
            backfill=self._backfill if articles is None else articles,
            language=home.language,
            way=Way(found.named_by, found.better, found.lacks),
            settings_url=settings_url,
        )
        log.info(
            "Channel %s follows %s (%s). %s",
            channel, found.address.shown, found.address.kind, found.lacks or "",
        )  # fmt: skip

    async def _require_other(self, found: Found, channel: int) -> None:
        """Raise BlogUnusable if this is only a lesser way to what the channel follows."""
        for follow in await self._store.follows.of_channel(channel):
            record = await self._store.blogs.get(follow.blog)
            if found.address.api in kind_of(record.address).other_ways(record.address.api):
                raise BlogUnusable(
                    "This channel follows {blog} already, and reads more of it than this shows. "
                    "`/blog status` says how that is going.",
                    blog=record.address.title,
                )

    async def _former(self, found: Found, channel: int) -> tuple[FollowRecord, BlogRecord] | None:
        """The channel's follow of a blog with the same articles at another address."""
        for follow in await self._store.follows.of_channel(channel):
            record = await self._store.blogs.get(follow.blog)
            if (
                record.address.api != found.address.api
                and await self._store.articles.recognised_by(record.id, 1)
                and await self._ways.is_blog(record, found.address, None)
            ):
                return follow, record
        return None
