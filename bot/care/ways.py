"""How each blog is read: as whom, where it has moved to, and whether there is a better way by now.

A blog moves by its own word: its address sends us on for good, at several readings, to a place with
the same articles. What stands in Discord goes on; nothing is posted for it.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.blogs.canonical import is_upgrade, origin, shown_origin
from bot.blogs.discover import discover
from bot.blogs.kinds import KINDS, kind_of, open_blog, open_desk, shows_part_of
from bot.care.found_again import brought, is_there, raised
from bot.errors import BlogError, BlogMoved, BlogUnusable

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blogs.base import Blog, Found
    from bot.blogs.http.fetcher import Fetcher
    from bot.care.connections import Connections
    from bot.model import BlogAddress, Credentials
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.follows import FollowRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

READINGS = 3
"""In a row, at which an address must send us on for good before the blog has moved."""

STEPS = 5
"""From one address to the next on the way to where a blog is now."""

LOOK_AGAIN = 3600
"""Seconds between two looks for a better way."""


class Ways:
    """Opens blogs, and lets follows go on where their blog is now."""

    def __init__(
        self, store: Store, fetcher: Fetcher, connections: Connections, clock: Callable[[], int]
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._connections = connections
        self._clock = clock
        self._looked: dict[int, int] = {}

    async def open(self, record: BlogRecord) -> Blog:
        """Open a known blog, with the account that it is read with, if there is one."""
        return open_blog(self._fetcher, record.address, await self._connections.reads(record))

    async def led_on(self, record: BlogRecord, moved: BlogMoved) -> Blog:
        """Open the blog where its address sends us on to, if it is that blog there, too.

        However many steps that takes, as from http to https and on to `www.`. After several
        readings that is its address. Raises BlogError: then nothing there is read.
        """
        for_good = True
        for _ in range(STEPS):
            for_good = for_good and moved.for_good
            there, blog = await self._led_to(record, moved)
            try:
                same = await is_there(self._store, record, blog)
            except BlogMoved as further:
                moved = further
                continue
            if not same:
                raise BlogUnusable(
                    "{host} sends us on to {there}, and other articles are there; nothing of that "
                    "is read. If the blog is at another place now, follow it there.",
                    host=shown_origin(record.address.api),
                    there=shown_origin(there.api),
                )
            seen = await self._store.blogs.sent_on(record.id, there.api if for_good else None)
            if seen >= READINGS:
                await self._move(record, there, blog)
            return blog
        raise moved

    async def _led_to(self, record: BlogRecord, moved: BlogMoved) -> tuple[BlogAddress, Blog]:
        """What to ask at the next place; the account goes no further than to https."""
        api = kind_of(record.address).address_at(record.address.api, moved.to)
        if api is None:
            raise moved
        there = replace(record.address, api=api)
        secured = is_upgrade(record.address.api, api)
        account = await self._connections.reads(record) if secured else None
        return there, open_blog(self._fetcher, there, account)

    async def beside(self, record: BlogRecord) -> Blog | None:
        """Open the blog at another place of its own, where it has left the usual one.

        None if it is at none; where it is, is its address from now on.
        """
        for api in kind_of(record.address).roots_beside(record.address.api):
            there = replace(record.address, api=api)
            blog = open_blog(self._fetcher, there, await self._connections.reads(record))
            try:
                if await is_there(self._store, record, blog):
                    await self._move(record, there, blog)
                    return blog
            except BlogError:
                continue
        return None

    async def improve(self, record: BlogRecord) -> None:
        """See, once an hour, whether what follows had to do without can be had now."""
        if self._clock() - self._looked.get(record.id, 0) < LOOK_AGAIN:
            return
        self._looked[record.id] = self._clock()
        for follow in await self._store.follows.of_blog(record.id):
            if follow.way.better is not None:
                try:
                    found = await discover(self._fetcher, follow.way.better)
                    if self.is_better(record, found.address):
                        await self.go_on(follow, record, found, None)
                except BlogError as error:
                    log.info("%s is read as before. %s", record.address.title, error)

    async def open_up(self, guild: int, record: BlogRecord, credentials: Credentials) -> int:
        """Let what a guild follows go on in the way that an account opens; answers that blog's id.

        What visitors can read is read as a visitor all the same. Raises BlogError; then nothing
        has changed.
        """
        to = record.id
        for follow in await self._store.follows.of_blog(record.id):
            better = follow.way.better
            if follow.guild != guild or better is None or not shows_part_of(record.address, better):
                continue
            found = await discover(self._fetcher, better, credentials)
            if not self.is_better(record, found.address):
                raise BlogUnusable("There is another blog at {there}.", there=better)
            await open_desk(self._fetcher, found.address, credentials).check()
            reader = None if await self._is_open(better) else guild
            await self.go_on(follow, record, found, reader, credentials)
            to = (await self._store.follows.get(follow.id)).blog
        return to

    async def _is_open(self, url: str) -> bool:
        """Whether visitors can read it in the better way, too."""
        try:
            return (await discover(self._fetcher, url)).better is None
        except BlogError:
            return False

    def is_better(self, record: BlogRecord, address: BlogAddress) -> bool:
        """Whether what was found is the whole of which the record shows a part."""
        names = [kind.name for kind in KINDS]
        better = names.index(address.kind) < names.index(record.address.kind)
        return better and shows_part_of(record.address, address.api)

    async def is_blog(
        self, record: BlogRecord, address: BlogAddress, credentials: Credentials | None
    ) -> bool:
        """Whether at another address the same articles are read. Raises BlogError."""
        if record.address.kind != address.kind:
            return False
        return await is_there(self._store, record, open_blog(self._fetcher, address, credentials))

    async def go_on(
        self,
        follow: FollowRecord,
        record: BlogRecord,
        found: Found,
        guild: int | None,
        credentials: Credentials | None = None,
    ) -> None:
        """Let one follow go on with what was found, read as a visitor or with this guild's account.

        Raises BlogError; then it goes on as before.
        """
        address = found.address
        if record.address.kind == address.kind:
            alone = {each.guild for each in await self._store.follows.of_blog(record.id)}
            if record.address.api == address.api and guild is not None and alone <= {guild}:
                await self._store.moves.claim(record.id, guild)
                return
        blog = open_blog(self._fetcher, address, credentials)
        if record.address.kind == address.kind:
            to = await self._store.blogs.add(address, guild=guild)
            matches = await brought(self._store, record, [follow], to, blog)
        else:
            matches = await raised(self._store, record, blog)
            to = await self._store.blogs.add(address, guild=guild)
        await self._store.moves.transfer(follow.id, to, matches, named_by=found.named_by)
        log.info(
            "Channel %s goes on with %s (%s): %s article(s) recognised.",
            follow.channel, address.title, address.kind, len(matches.articles),
        )  # fmt: skip

    async def _move(self, record: BlogRecord, there: BlogAddress, blog: Blog) -> None:
        """Let the whole record move; where that place is known already, its follows go there."""
        to = await self._store.blogs.find(there, guild=record.guild)
        if to is None:
            same_host = origin(record.address.api)[1] == origin(there.api)[1]
            await self._store.moves.moved(record.id, there, anew=not same_host)
        else:
            follows = await self._store.follows.of_blog(record.id)
            matches = await brought(self._store, record, follows, to, blog)
            for follow in follows:
                await self._store.moves.transfer(
                    follow.id, to, matches, named_by=follow.way.named_by
                )
        log.info("%s has moved to %s.", record.address.title, shown_origin(there.api))
