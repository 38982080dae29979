"""Owns the work between members and blogs: starts what is due, and stops cleanly."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import (
    AfterwordError,
    BlogUnreachable,
    DiscordError,
    PermissionMissing,
)
from bot.faults import Faults, fault
from bot.replies.asking import Asking
from bot.replies.catching_up import CatchingUp
from bot.replies.courier import Courier
from bot.replies.intake import Intake
from bot.replies.line import Line
from bot.replies.marking import Marking
from bot.replies.moderation import Moderation
from bot.replies.pauses import Pauses
from bot.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.languages.catalogues import Languages
    from bot.languages.phrase import Phrase
    from bot.replies.ports import Accounts, Said, Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.members import MemberRecord
    from bot.store.people.questions import TakenBack
    from bot.store.store import Store

log = logging.getLogger(__name__)

GRACE = 3.5
"""Seconds that a comment under way has at the end; a cut-off one is found again at the start."""


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
        self._pauses = Pauses(clock)
        self._unread = Pauses(clock)
        self._trouble: dict[tuple[int, int], Phrase] = {}
        self._unseen: dict[tuple[int, int], Phrase] = {}
        """Why held comments can't be shown: said once, however often it is tried."""
        self.asking = Asking(store, talk, clock, self.wake, languages)
        self.moderation = Moderation(
            store, talk, accounts, clock, languages,
            changed=changed, wake=self.wake, faults=self._faults,
        )  # fmt: skip
        self.intake = Intake(store, talk, accounts.has, self.wake, self._tell, faults=self._faults)
        self._catching_up = CatchingUp(store, talk, self.intake, self._unread)
        self.marking = Marking(store, talk, clock, self._faults)

    @property
    def reads_all(self) -> bool:
        """Whether Discord tells the bot everybody's words, not only those meant for it."""
        return self._talk.reads_all()

    def trouble(self, guild: int, blog: int) -> Phrase | None:
        """Why nothing reaches the blog from this guild at the moment."""
        return self._trouble.get((guild, blog))

    def connected(self) -> None:
        """A new session has begun: all may have been missed, and nobody knows the servers yet."""
        self._ready = False
        self.intake.missed_some()

    def ready(self) -> None:
        """The servers are known, or known again: look for what was missed."""
        self._ready = True
        self.missed_some()

    def missed_some(self, *places: int) -> None:
        """Something may have been missed in these guilds or channels; in all, if none is named.

        What can't be read yet is tried at once, whenever this is said again.
        """
        self.intake.missed_some(*places)
        self._unread.all_over()
        self.marking.pauses.all_over()
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
            await self.intake.remember()
            for guild, blog in await self._store.exchanges.moderated():
                if not self._pauses.wait(("moderate", guild, blog)):
                    work = partial(self._moderate, guild, blog)
                    self._tasks.start("moderate", (guild, blog), work, again=True)

    def retry(self, guild: int, blog: int) -> None:
        """Something was mended: try the blog again at once."""
        self._pauses.over((guild, blog), ("moderate", guild, blog))
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
        for guild in {thread.guild for thread in await self._behind()}:
            self._tasks.start("catch up", guild, partial(self._catch_up, guild), again=True)
        for guild, blog in await self._store.replies.exchanges_due(now=now):
            if not self._pauses.wait((guild, blog)):
                work = partial(self._run_line, guild, blog)
                self._tasks.start("line", (guild, blog), work, again=True)
        self._tasks.start("ask", "", self._ask, again=True)
        self._tasks.start("mark", "", self._mark_all, again=True)

    async def _behind(self) -> list[ThreadRecord]:
        """Threads that are to be caught up with now."""
        return [
            thread
            for thread in await self._store.threads.all()
            if not self.intake.is_caught_up(thread) and not self._unread.wait(thread.thread_id)
        ]

    async def _catch_up(self, guild: int) -> None:
        behind = [thread for thread in await self._behind() if thread.guild == guild]
        if self._ready and behind:
            await self._catching_up.look(guild, behind)

    async def _run_line(self, guild: int, blog: int) -> None:
        if self._pauses.wait((guild, blog)):
            return
        try:
            desk = await self._accounts.open(guild, blog)
            exchange = await self._store.exchanges.get(guild, blog)
            courier = Courier(
                self._store, self._talk, desk, exchange, self._languages,
                email=self._email, clock=self._clock, changed=self._changed,
            )  # fmt: skip
            line = Line(
                self._store, courier, desk, exchange,
                faults=self._faults, clock=self._clock, stop=self._stop,
            )  # fmt: skip
            await line.run()
        except AfterwordError as error:
            self._line_failed(guild, blog, error)
        except Exception as error:
            self._trouble[guild, blog] = fault(error)
            raise
        else:
            self._pauses.over((guild, blog))
            if self._trouble.pop((guild, blog), None):
                log.info("Replies reach the blog again (server %s).", guild)
        self.wake()
        # What was written just now may be held.
        await self.beat()

    async def _moderate(self, guild: int, blog: int) -> None:
        try:
            await self.moderation.look(guild, blog)
        except AfterwordError as error:
            self._pauses.failed(("moderate", guild, blog))
            if self._unseen.get((guild, blog)) != error.phrase:
                log.warning("Held comments can't be shown (server %s): %s", guild, error)
            self._unseen[guild, blog] = error.phrase
        else:
            self._pauses.over(("moderate", guild, blog))
            self._unseen.pop((guild, blog), None)

    def _line_failed(self, guild: int, blog: int, error: AfterwordError) -> None:
        asked = error.retry_after if isinstance(error, BlogUnreachable) else None
        self._pauses.failed((guild, blog), at_least=int(asked or 0))
        if self._trouble.get((guild, blog)) != error.phrase:
            log.warning("Replies of server %s have to wait: %s Trying again.", guild, error)
        self._trouble[guild, blog] = error.phrase

    async def _ask(self) -> None:
        await self._store.questions.take_back_pointless()
        for question in await self._store.questions.taken_back():
            await self._take_back(question)
        for guild, user in await self._store.members.unasked():
            await self._store.members.ask_next(guild, user)
        for member in await self._store.members.half_asked():
            key = ("ask", member.guild, member.user)
            if not self._pauses.wait(key) and self._faults.is_due(key):
                await self._ask_member(member, key)

    async def _ask_member(self, member: MemberRecord, key: tuple[str, int, int]) -> None:
        if self._pauses.wait((*key, member.asked_in)):
            await self._ask_elsewhere(member, key)
            return
        try:
            with self._faults.contained(key, "asking a member"):
                question = await self.asking.ask(member)
                if question is not None:
                    await self.intake.stands(question)
        except PermissionMissing as error:
            self._pauses.failed((*key, member.asked_in))
            log.warning("A member can't be asked in thread %s: %s", member.asked_in, error)
            await self._ask_elsewhere(member, key)
        except DiscordError as error:
            self._pauses.failed(key)
            log.warning("A member could not be asked: %s Trying again.", error)
        else:
            self._pauses.over(key, (*key, member.asked_in))

    async def _ask_elsewhere(self, member: MemberRecord, key: tuple[str, int, int]) -> None:
        """Where one thread takes no question, what a member wrote in another is asked about."""
        for message, thread in await self._store.members.waiting(member.guild, member.user):
            if thread != member.asked_in and not self._pauses.wait((*key, thread)):
                await self._store.members.ask_instead(member, message, thread)
                self.wake()
                return

    async def _take_back(self, question: TakenBack) -> None:
        key = ("take back", question.id)
        if self._pauses.wait(key) or not self._faults.is_due(key):
            return
        gone = False
        try:
            with self._faults.contained(key, "taking a question back"):
                gone = await self.asking.take_back(question)
        except DiscordError as error:
            log.warning("A question could not be taken back: %s Trying again.", error)
        if gone:
            self._pauses.over(key)
        else:
            self._pauses.failed(key)

    async def _mark_all(self) -> None:
        await self.marking.look()
        self._tasks.start("forget", "", self._forget, again=True)

    async def _forget(self) -> None:
        if await self._store.forgetting.finish():
            await self._changed()

    def _tell(self, thread: ThreadRecord, said: Said, words: Phrase) -> None:
        told = self._languages.of(thread.language)(words)
        self._tasks.start("tell", said.thread, partial(self._say_in_thread, said, told))

    async def _say_in_thread(self, said: Said, words: str) -> None:
        try:
            await self._talk.tell(said.thread, said.id, words, nonce=f"tell-{said.id}")
        except DiscordError as error:
            log.warning("A thread could not be told what is not carried: %s", error)
