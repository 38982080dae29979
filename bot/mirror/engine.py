"""Owns the work: reads each blog in its own task, and keeps one writer at work on each thread."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import (
    BlogError,
    BlogMoved,
    BlogUnreachable,
    BlogUnusable,
    DiscordError,
    ThreadClosed,
)
from bot.faults import Faults, fault
from bot.mirror.announce import Announcer
from bot.mirror.deliver import Writer
from bot.mirror.draft import Drafts
from bot.mirror.edits import Edits
from bot.mirror.reading import Reading
from bot.mirror.room import Room
from bot.mirror.slow import SlowLanes
from bot.mirror.spread import Spread
from bot.mirror.urgency import Urgency, urgency
from bot.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.blogs.base import Blog
    from bot.languages.catalogues import Languages
    from bot.mirror.ports import Blogs, Progress, Publisher
    from bot.store.blog.blogs import BlogRecord
    from bot.store.discord.mirror import MirrorRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

LONGEST_PAUSE = 3600
"""Seconds; a blog or thread that keeps failing is tried at least this often."""

FIRST_PAUSE = 2
"""Seconds before a thread that failed is tried again; doubled while nothing can be written."""

BETWEEN = 1.0
"""Seconds between two requests for the archive: some hundred thousand comments take an hour."""

GRACE = 3.5
"""Seconds that messages under way have at the end; a cut-off one is found again at the start."""


class Engine:
    """Starts reading and writing at each beat, and stops cleanly."""

    def __init__(
        self,
        store: Store,
        blogs: Blogs,
        publisher: Publisher,
        clock: Callable[[], int],
        poll_seconds: int,
        *,
        languages: Languages,
        between: float = BETWEEN,
        progress: Progress | None = None,
    ) -> None:
        self._store = store
        self._blogs = blogs
        self._publisher = publisher
        self._clock = clock
        self._poll = poll_seconds
        self._between = between
        self._progress = progress
        self._stop = asyncio.Event()
        room = Room(store, publisher, clock)
        self._announcer = Announcer(store, publisher, room, clock, languages)
        drafts = Drafts(store, publisher, clock, languages)
        edits = Edits(store, publisher, room, clock, announcer=self._announcer, drafts=drafts)
        self._writer = Writer(
            store, publisher, room, clock,
            announcer=self._announcer, drafts=drafts, stop=self._stop,
        )  # fmt: skip
        self.cycles: Counter[str] = Counter()
        """How many readings of blogs were `done`, and how many `failed`."""
        self._readings: dict[tuple[int, str], Reading] = {}
        self._got_through: dict[int, Reading] = {}
        """By blog, what read it last, wherever it was led to: there is its archive, too."""
        self._faults = Faults(clock)
        self._tasks = Tasks(self._faults)
        self._spread = Spread(self._tasks, self._read_if_due, poll_seconds, self._stop)
        self._slow = SlowLanes(store, publisher, edits, room, clock, tasks=self._tasks)
        self._reading: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._archive_failures: dict[int, int] = {}
        self._archive_not_before: dict[int, int] = {}
        self._channels: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._failures: dict[int, int] = {}
        self._not_before: dict[int, int] = {}
        self._closed: dict[int, int] = {}
        """Mirrors whose thread takes no messages, and the count of changes at which it did not.

        What else changes, their writer takes to them all the same.
        """

    async def beat(self) -> None:
        """Start what is due; returns at once, the work goes on in tasks of its own."""
        if self._stop.is_set():
            return
        if self._faults.is_due("beat"):
            with self._faults.contained("beat", "looking for blogs to read"):
                await self._start_reading()
        await self.write()

    async def _start_reading(self) -> None:
        followed = await self._store.blogs.followed()
        now = self._clock()
        self._spread.start([blog for blog in followed if now >= blog.next_read])
        for blog in followed:
            if blog.listed and not blog.failures:
                self._tasks.start("archive", blog.id, partial(self._fill_archive, blog))

    async def soon(self) -> None:
        """Something was chosen or mended: try everything again now."""
        self._not_before.clear()
        self._failures.clear()
        self._faults.forget()
        await self.beat()

    async def settled(self) -> None:
        """Wait until nothing is under way. Without a time limit: the caller sets one."""
        await self._tasks.settled()

    def waits_on_purpose(self) -> set[int]:
        """Mirrors that wait for the end of quiet hours, or until someone opens their thread."""
        now = self._clock()
        put_off = {mirror for mirror, until in self._not_before.items() if now < until}
        return (put_off - self._failures.keys()) | self._closed.keys()

    async def stop(self) -> None:
        """Let messages under way finish for `GRACE` seconds, then end everything."""
        self._stop.set()
        await self._tasks.stop(grace=GRACE, gentle={"write"})

    async def _reading_of(self, blog: BlogRecord) -> Reading:
        """What reads the blog at its address; where it is read now makes another one."""
        reading = self._readings.get((blog.id, blog.address.api))
        return reading or self._begin_reading(blog, await self._blogs.open(blog))

    def _begin_reading(self, record: BlogRecord, blog: Blog) -> Reading:
        reading = Reading(self._store, record.id, blog, self._clock)
        self._readings[record.id, blog.address.api] = reading
        return reading

    def _forget_readings(self, blog: int) -> None:
        """What they kept in memory may be half-way through something."""
        self._readings = {key: each for key, each in self._readings.items() if key[0] != blog}
        self._got_through.pop(blog, None)

    async def _cycle(self, blog: BlogRecord) -> None:
        """Read the blog, wherever it is now. Raises BlogError."""
        try:
            await self._read_there(blog, await self._reading_of(blog))
            if blog.moving:
                await self._store.blogs.sent_on(blog.id, None)
        except BlogMoved as moved:
            there = await self._blogs.led_on(blog, moved)
            await self._read_there(blog, self._reading_at(blog, there))
        except BlogUnusable:
            there_beside = await self._blogs.beside(blog)
            if there_beside is None:
                raise
            await self._read_there(blog, self._reading_at(blog, there_beside))
        if self._faults.is_due(("improve", blog.id)):
            with self._faults.contained(("improve", blog.id), "looking for a better way to read"):
                await self._blogs.improve(blog)

    async def _read_there(self, blog: BlogRecord, reading: Reading) -> None:
        if await reading.begin():
            await self.write()
        await reading.cycle()
        self._got_through[blog.id] = reading

    def _reading_at(self, record: BlogRecord, blog: Blog) -> Reading:
        reading = self._readings.get((record.id, blog.address.api))
        return reading or self._begin_reading(record, blog)

    async def _read_if_due(self, blog_id: int) -> None:
        blog = await self._store.blogs.get(blog_id)
        if self._clock() >= blog.next_read:
            await self._read(blog)

    async def _read(self, blog: BlogRecord) -> None:
        try:
            # One request at a time: the archive's may be under way.
            async with self._reading[blog.id]:
                await self._cycle(blog)
        except BlogError as error:
            self.cycles["failed"] += 1
            self._forget_readings(blog.id)
            await self._reading_failed(blog, error)
        except Exception as error:
            self.cycles["failed"] += 1
            self._forget_readings(blog.id)
            now = self._clock()
            pause = min(self._poll * 2**blog.failures, LONGEST_PAUSE)
            await self._store.blogs.failed(blog.id, fault(error), now=now, next_read=now + pause)
            raise
        else:
            self.cycles["done"] += 1
            await self._store.replies.settle(blog.id)
            now = self._clock()
            await self._store.blogs.succeeded(blog.id, now=now, next_read=now)
            if blog.failures:
                log.info("%s can be read again.", blog.address.shown)
        await self.write()

    async def _reading_failed(self, blog: BlogRecord, error: BlogError) -> None:
        now, pause = self._clock(), self._pause_after(error, blog.failures)
        await self._store.blogs.failed(blog.id, error.phrase, now=now, next_read=now + pause)
        if blog.failure != error.phrase:
            log.warning("Reading %s failed: %s Trying again.", blog.address.shown, error)

    def _pause_after(self, error: BlogError, failures: int) -> int:
        """Seconds before the blog is asked again, after so many failures in a row before."""
        pause: int = min(self._poll * 2**failures, LONGEST_PAUSE)
        if isinstance(error, BlogUnreachable) and error.retry_after is not None:
            pause = max(pause, int(error.retry_after) + 1)
        return min(pause, 24 * LONGEST_PAUSE)

    async def _fill_archive(self, blog: BlogRecord) -> None:
        """Record what is missing, request by request, until all is there or the blog fails."""
        if self._clock() < self._archive_not_before.get(blog.id, 0):
            return
        missing = True
        try:
            while missing and not self._stop.is_set():
                async with self._reading[blog.id]:
                    reading = self._got_through.get(blog.id) or await self._reading_of(blog)
                    missing = await reading.archive.fill()
                self._archive_failures.pop(blog.id, None)
                if missing:
                    await self._show_progress(blog)
                    await asyncio.sleep(self._between)
        except BlogMoved:
            return  # The next reading finds where.
        except BlogError as error:
            failures = self._archive_failures.get(blog.id, 0)
            self._archive_failures[blog.id] = failures + 1
            self._archive_not_before[blog.id] = self._clock() + self._pause_after(error, failures)
            log.warning("Filling the archive of %s waits: %s", blog.address.shown, error)
        finally:
            if self._progress is not None:
                self._progress.hide(blog.address.url)

    async def _show_progress(self, blog: BlogRecord) -> None:
        if self._progress is not None:
            recorded = await self._store.archives.recorded(blog.id)
            self._progress.show(blog.address.url, recorded)

    async def write(self) -> None:
        """Start what there is to write; returns at once, and raises nothing."""
        if self._stop.is_set() or not self._faults.is_due("look"):
            return
        with self._faults.contained("look", "looking for what there is to write"):
            now = self._clock()
            for mirror in await self._store.mirrors.unfinished():
                waits = now < self._not_before.get(mirror.id, 0)
                if not waits or mirror.wanted != self._closed.get(mirror.id, mirror.wanted):
                    self._tasks.start("write", mirror.id, partial(self._write, mirror))
            await self._slow.start()

    async def opened(self, thread: int) -> None:
        """Someone opened a thread in Discord: what waits for that is written."""
        for mirror in await self._store.mirrors.unfinished():
            if mirror.thread_id == thread and mirror.id in self._closed:
                self._not_before.pop(mirror.id, None)
        await self.write()

    async def _write(self, mirror: MirrorRecord) -> None:
        begun = self._clock()
        try:
            if mirror.thread_id is None and not await self._is_announced(mirror):
                return
            await self._writer.write(mirror.id)
        except DiscordError as error:
            await self._writing_failed(mirror, error, begun)
        except Exception as error:
            await self._store.mirrors.failed(mirror.id, fault(error))
            raise
        else:
            self._failures.pop(mirror.id, None)
            self._closed.pop(mirror.id, None)
            await self.write()

    async def _is_announced(self, mirror: MirrorRecord) -> bool:
        """Announce; answers False where that has to wait. Raises DiscordError."""
        # In the order in which they were started: the oldest article's announcement first.
        async with self._channels[mirror.channel]:
            with urgency(Urgency.ANNOUNCEMENT):
                quiet_until = await self._announcer.announce(mirror.id)
        if quiet_until is not None:
            self._not_before[mirror.id] = quiet_until
        return quiet_until is None

    async def _writing_failed(self, mirror: MirrorRecord, error: DiscordError, begun: int) -> None:
        renewed = await self._store.mirrors.get(mirror.id)
        wrote = renewed is not None and renewed.active_at >= begun
        failures = 0 if wrote else self._failures.get(mirror.id, 0)
        self._failures[mirror.id] = failures + 1
        if renewed is not None and isinstance(error, ThreadClosed):
            self._closed[mirror.id] = renewed.wanted
        else:
            self._closed.pop(mirror.id, None)
        self._not_before[mirror.id] = self._clock() + min(FIRST_PAUSE * 2**failures, LONGEST_PAUSE)
        await self._store.mirrors.failed(mirror.id, error.phrase)
        log.warning("Writing to channel %s stopped: %s Trying again.", mirror.channel, error)
