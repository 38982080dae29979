"""Owns the work between members and blogs: starts what is due, and stops cleanly."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import (
    AfterwordError,
    BlogUnreachable,
    ChannelGone,
    DiscordError,
    DiscordRejected,
    MessageGone,
    PermissionMissing,
)
from bot.faults import OUR_FAULT, Faults
from bot.languages.phrase import Phrase
from bot.replies.asking import Asking
from bot.replies.intake import Intake
from bot.replies.line import Line
from bot.replies.marks import marks
from bot.replies.moderation import Moderation
from bot.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.languages.catalogues import Languages
    from bot.languages.language import Language
    from bot.replies.ports import Accounts, Said, Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

FIRST_PAUSE = 5
LONGEST_PAUSE = 3600
"""Seconds before a line or thread that failed is tried again; doubled each time."""

DOUBT = "?"
"""Stands before reactions that may or may not be there."""

THREADS_AT_ONCE = 4
"""Threads caught up with side by side."""

GRACE = 3.5
"""Seconds that a comment under way has at the end; a cut-off one is found again at the start."""

READS_ONLY = Phrase(
    "This thread shows the discussion on the blog. What is written here stays in Discord: the blog "
    "is not connected. Whoever manages this server can change that with `/blog connect`."
)


class Replies:
    """Starts everything that replies need, whenever it is woken, and at each pulse."""

    def __init__(
        self,
        store: Store,
        talk: Talk,
        accounts: Accounts,
        clock: Callable[[], int],
        changed: Callable[[], Awaitable[None]],
        *,
        languages: Languages,
        email: str,
    ) -> None:
        self._store = store
        self._talk = talk
        self._accounts = accounts
        self._clock = clock
        self._changed = changed
        self._languages = languages
        self._email = email
        self._stop = asyncio.Event()
        self._ready = False
        self._faults = Faults(clock)
        self._tasks = Tasks(self._faults)
        self._room = asyncio.Semaphore(THREADS_AT_ONCE)
        self._failures: dict[object, int] = {}
        self._not_before: dict[object, int] = {}
        self._trouble: dict[tuple[int, int], Phrase] = {}
        self.asking = Asking(store, talk, self.wake, languages)
        self.moderation = Moderation(
            store, talk, accounts, clock, languages,
            changed=changed, wake=self.wake, faults=self._faults,
        )  # fmt: skip
        self.intake = Intake(store, talk, accounts.has, self.wake, self._tell, faults=self._faults)

    def trouble(self, guild: int, blog: int) -> Phrase | None:
        """Why nothing reaches the blog from this guild at the moment."""
        return self._trouble.get((guild, blog))

    def ready(self) -> None:
        """The connection to Discord is there, or there again: look for what was missed."""
        self._ready = True
        self.intake.missed_some()
        self.wake()

    def wake(self) -> None:
        """Look for what is due, now."""
        if self._ready and not self._stop.is_set():
            self._tasks.start("look", "", self._look, again=True)

    async def beat(self) -> None:
        """Look at what the blogs' moderators have before them; as often as blogs are read."""
        if not self._ready or self._stop.is_set() or not self._faults.is_due("beat"):
            return
        with self._faults.contained("beat", "looking for held comments"):
            for guild, blog in await self._store.exchanges.moderated():
                if self._clock() >= self._not_before.get(("moderate", guild, blog), 0):
                    work = partial(self._moderate, guild, blog)
                    self._tasks.start("moderate", (guild, blog), work, again=True)

    def retry(self, guild: int, blog: int) -> None:
        """Something was mended: try the blog again at once."""
        self._not_before.pop((guild, blog), None)
        self._failures.pop((guild, blog), None)
        self._not_before.pop(("moderate", guild, blog), None)
        for kind in ("line", "moderate"):
            self._faults.over((kind, (guild, blog)))
        self._trouble.pop((guild, blog), None)
        self.wake()

    async def settled(self) -> None:
        """Wait until nothing is under way. Without a time limit: the caller sets one."""
        await self._tasks.settled()

    async def stop(self) -> None:
        """Let comments under way finish for `GRACE` seconds, then end everything."""
        self._stop.set()
        await self._tasks.stop(grace=GRACE, gentle={"line"})

    async def _look(self) -> None:
        now = self._clock()
        for thread in await self._store.threads.all():
            key = thread.thread_id
            if not self.intake.is_caught_up(key) and now >= self._not_before.get(key, 0):
                self._tasks.start("catch up", key, partial(self._catch_up, key))
        for guild, blog in await self._store.replies.exchanges_due(now=now):
            if now >= self._not_before.get((guild, blog), 0):
                work = partial(self._run_line, guild, blog)
                self._tasks.start("line", (guild, blog), work, again=True)
        self._tasks.start("ask", "", self._ask, again=True)
        self._tasks.start("mark", "", self._mark_all, again=True)

    async def _catch_up(self, thread: int) -> None:
        try:
            async with self._room:
                await self.intake.catch_up(thread)
        except ChannelGone:
            self._wait(thread)
        except DiscordError as error:
            self._wait(thread)
            log.warning("Thread %s can't be read: %s Trying again.", thread, error)
        else:
            self._failures.pop(thread, None)

    async def _run_line(self, guild: int, blog: int) -> None:
        if self._clock() < self._not_before.get((guild, blog), 0):
            return
        try:
            desk = await self._accounts.open(guild, blog)
            exchange = await self._store.exchanges.get(guild, blog)
            line = Line(
                self._store, self._talk, desk, exchange, self._languages, faults=self._faults,
                email=self._email, clock=self._clock, stop=self._stop, changed=self._changed,
            )  # fmt: skip
            await line.run()
        except AfterwordError as error:
            self._line_failed(guild, blog, error)
        except Exception:
            self._trouble[guild, blog] = OUR_FAULT
            raise
        else:
            self._failures.pop((guild, blog), None)
            if self._trouble.pop((guild, blog), None):
                log.info("Replies reach the blog again (server %s).", guild)
        self.wake()
        # What was written just now may be held.
        await self.beat()

    async def _moderate(self, guild: int, blog: int) -> None:
        try:
            await self.moderation.look(guild, blog)
        except AfterwordError as error:
            self._wait(("moderate", guild, blog))
            log.warning("Held comments can't be shown (server %s): %s", guild, error)
        else:
            self._failures.pop(("moderate", guild, blog), None)

    def _line_failed(self, guild: int, blog: int, error: AfterwordError) -> None:
        asked = error.retry_after if isinstance(error, BlogUnreachable) else None
        self._wait((guild, blog), at_least=int(asked or 0))
        if self._trouble.get((guild, blog)) != error.phrase:
            log.warning("Replies of server %s have to wait: %s Trying again.", guild, error)
        self._trouble[guild, blog] = error.phrase

    def _wait(self, key: object, *, at_least: int = 0) -> None:
        failures = self._failures.get(key, 0)
        self._failures[key] = failures + 1
        pause = max(min(FIRST_PAUSE * 2**failures, LONGEST_PAUSE), at_least)
        self._not_before[key] = self._clock() + pause

    async def _ask(self) -> None:
        for member in await self._store.members.half_asked():
            key = ("ask", member.guild, member.user)
            if self._clock() < self._not_before.get(key, 0) or not self._faults.is_due(key):
                continue
            try:
                with self._faults.contained(key, "asking a member"):
                    await self.asking.ask(member)
            except DiscordError as error:
                self._wait(key)
                log.warning("A member could not be asked: %s Trying again.", error)
            else:
                self._failures.pop(key, None)

    async def _mark_all(self) -> None:
        for reply in await self._store.replies.unmarked():
            key = ("mark", reply.message_id)
            if not self._faults.is_due(key):
                continue
            try:
                with self._faults.contained(key, f"marking a reply in thread {reply.thread_id}"):
                    await self._mark(reply)
            except DiscordError as error:
                log.warning("A reaction has to wait: %s", error)
                break
        self._tasks.start("forget", "", self._forget, again=True)

    async def _forget(self) -> None:
        if await self._store.forgetting.finish():
            await self._changed()

    async def _mark(self, reply: ReplyRecord) -> None:
        wanted, there = marks(reply), tuple(reply.marks.split())
        if wanted != there:
            # If this is cut off, each of them may or may not be there.
            doubtful = dict.fromkeys((DOUBT, *there, *wanted))
            await self._store.replies.marking(reply.message_id, " ".join(doubtful))
            try:
                await self._talk.mark(
                    reply.thread_id,
                    reply.message_id,
                    add=[mark for mark in wanted if DOUBT in there or mark not in there],
                    remove=[mark for mark in there if mark not in {DOUBT, *wanted}],
                )
            except (MessageGone, ChannelGone, PermissionMissing, DiscordRejected):
                # There is nobody to tell, or no way to: "Why?" tells all the same.
                log.debug("A reaction could not be shown in thread %s.", reply.thread_id)
        await self._store.replies.mark(reply, " ".join(wanted))

    def _tell(self, thread: ThreadRecord, said: Said) -> None:
        work = partial(self._say_reads_only, said, self._languages.of(thread.language))
        self._tasks.start("tell", said.thread, work)

    async def _say_reads_only(self, said: Said, say: Language) -> None:
        try:
            await self._talk.tell(said.thread, said.id, say(READS_ONLY), nonce=f"tell-{said.id}")
        except DiscordError as error:
            log.warning("A thread could not be told that it only reads: %s", error)
