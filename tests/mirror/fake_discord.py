"""A Discord in memory, as the engine sees it through its protocol.

Where it was measured or read, it answers as `tests/wire` and the real port together do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import (
    ChannelGone,
    EditLimited,
    MessageGone,
    ThreadClosed,
    ThreadsFull,
    WordsRefused,
)
from bot.mirror.ports import Posted

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.languages.phrase import Phrase
    from bot.mirror.desired import Announcement
    from bot.mirror.ports import Place


class Killed(Exception):
    """The process ends here."""


@dataclass(slots=True)
class Message:
    """A message in a thread."""

    content: str
    reply_to: int | None


@dataclass(slots=True)
class Thread:
    """A thread in a channel."""

    channel: int
    name: str
    messages: dict[int, Message] = field(default_factory=dict)
    locked: bool = False
    archived: bool = False


async def _nothing() -> None:
    pass


class FakePublisher:
    """Discord as the engine's port shows it: nonces, archived threads, the cap on active ones."""

    def __init__(self) -> None:
        self.announcements: dict[int, tuple[int, Announcement, int]] = {}
        self.threads: dict[int, Thread] = {}
        self.forums: set[int] = set()
        self.gone_channels: set[int] = set()
        self.published: list[int] = []
        """Announcements that went to the servers that follow their channel."""
        self.called: dict[str | None, int | None] = {}
        """Which role an article's announcement mentioned, by the article's address."""
        self.posts_twice = False
        """Each forum post comes twice, as when the connection loses an answer and tries again."""
        self.room: int | None = None
        """How many threads may be active; None: as many as there are."""
        self.acts: list[str] = []
        self.fault: tuple[int, bool, Exception] | None = None
        """(k, stored, error): the k-th act (from 0) fails with `error`, after it was stored or
        instead of it."""
        self.before_act: Callable[[str], None] = lambda _: None
        self.unchangeable: set[int] = set()
        """Messages that are old, and were changed too often (30046)."""
        self.rejected: Callable[[str], Exception | None] = lambda _: None
        """Why Discord takes a message with this content not now, whatever its words."""
        self.lacks: tuple[Phrase, ...] = ()
        """What Discord refuses of each announcement, which comes without it."""
        self.refuse: Callable[[str], bool] = lambda _: False
        self.after_delete: Callable[[], Awaitable[None]] = _nothing
        self._nonces: dict[tuple[int, str], int] = {}
        self._last_id = 1000

    def forget_nonces(self) -> None:
        """Some minutes pass."""
        self._nonces.clear()

    def people_delete(self, thread: int, message: int) -> None:
        del self.threads[thread].messages[message]

    def moderators_close(self, thread: int) -> None:
        self.threads[thread].locked = self.threads[thread].archived = True

    def moderators_open(self, thread: int) -> None:
        self.threads[thread].locked = self.threads[thread].archived = False

    def people_write(self, thread: int, content: str) -> int:
        message = self._next_id()
        self.threads[thread].messages[message] = Message(content, None)
        return message

    def thread_of(self, article: str) -> Thread:
        """The one thread beside the announcement of this article."""
        (found,) = [
            self.threads[message]
            for message, (_, announcement, _) in self.announcements.items()
            if announcement.url == f"https://blog.example/{article}/"
        ]
        return found

    # The port.

    async def announce(
        self,
        channel: int,
        announcement: Announcement,
        comments: int,
        *,
        name: str,
        nonce: str,
        role: int | None,
    ) -> Posted:
        self.called[announcement.url] = role
        stored = self._act(f"announce {announcement.url}")
        self._check_channel(channel)
        if channel in self.forums:
            self._check_room()
        known = None if channel in self.forums else self._nonces.get((channel, nonce))
        if known is not None and known not in self.announcements:
            raise MessageGone("The message is not there any more.")
        message = known if known is not None else self._next_id()
        self._nonces[channel, nonce] = message
        if known is None:
            self.announcements[message] = (channel, announcement, comments)
        thread = None
        doubles: tuple[int, ...] = ()
        if channel in self.forums:
            thread, doubles = message, self._twice(channel, announcement, name)
            self.threads[thread] = Thread(channel, name)
        self._done(stored)
        return Posted(message, thread, doubles=doubles)

    def _twice(self, channel: int, announcement: Announcement, name: str) -> tuple[int, ...]:
        if not self.posts_twice:
            return ()
        double = self._next_id()
        self.announcements[double] = (channel, announcement, 0)
        self.threads[double] = Thread(channel, name)
        return (double,)

    async def find_announcements(
        self, channel: int, announcement: Announcement, *, after: int | None, since: int
    ) -> list[Posted]:
        self._act("find")
        return [
            Posted(
                message,
                message if channel in self.forums else None,
                exact=found.title == announcement.title,
            )
            for message, (place, found, _) in self.announcements.items()
            if place == channel
            and message > (after or 0)
            and found.url == announcement.url
            and (found.url is not None or found.title == announcement.title)
        ]

    async def take_back(self, post: int) -> bool:
        stored = self._act(f"take back {post}")
        if self._thread(post).messages:
            return False
        del self.threads[post], self.announcements[post]
        self._done(stored)
        return True

    async def change_announcement(
        self, place: Place, announcement: Announcement, comments: int
    ) -> tuple[Phrase, ...]:
        stored = self._act("change announcement")
        self._check_channel(place.channel)
        if place.message not in self.announcements:
            raise MessageGone("The message is not there any more.")
        self._check_old(place.message)
        self.announcements[place.message] = (place.channel, announcement, comments)
        self._done(stored)
        return self.lacks

    async def publish(self, channel: int, message: int) -> None:
        stored = self._act("publish")
        self._check_channel(channel)
        if message not in self.announcements:
            raise MessageGone("The message is not there any more.")
        if message not in self.published:
            self.published.append(message)
        self._done(stored)

    async def start_thread(self, channel: int, message: int, name: str) -> int:
        stored = self._act("start thread")
        self._check_channel(channel)
        if message not in self.announcements:
            raise MessageGone("The message is not there any more.")
        if message not in self.threads:
            self._check_room()
            self.threads[message] = Thread(channel, name)
        self._done(stored)
        return message

    async def send(self, thread: int, content: str, *, nonce: str, reply_to: int | None) -> int:
        stored = self._act(f"send {content.partition('#comment-')[2].partition('>')[0]}")
        place = self._thread(thread)
        if place.locked and place.archived:
            raise ThreadClosed("The thread is closed and locked.")
        if (reason := self.rejected(content)) is not None:
            raise reason
        if self.refuse(content) or not 0 < len(content) <= 2000:
            raise WordsRefused("Discord said: no.")
        known = self._nonces.get((thread, nonce))
        if known is not None and known not in place.messages:
            raise MessageGone("The message is not there any more.")
        self._wake(place)
        message = known if known is not None else self._next_id()
        self._nonces[thread, nonce] = message
        if known is None:
            place.messages[message] = Message(content, reply_to)
        self._done(stored)
        return message

    async def edit(self, thread: int, message: int, content: str) -> None:
        stored = self._act(f"edit {message}")
        place = self._thread(thread)
        if message not in place.messages:
            raise MessageGone("The message is not there any more.")
        if self.refuse(content) or not 0 < len(content) <= 2000:
            raise WordsRefused("Discord said: no.")
        self._check_old(message)
        if not place.locked:
            self._wake(place)
        place.messages[message].content = content
        self._done(stored)

    async def delete(self, thread: int, message: int) -> None:
        stored = self._act(f"delete {message}")
        place = self._thread(thread)
        if not place.locked:
            self._wake(place)
        place.messages.pop(message, None)
        await self.after_delete()
        self._done(stored)

    async def locked(self, thread: int) -> bool:
        return self._thread(thread).locked

    async def own_messages(self, thread: int, *, after: int) -> list[tuple[int, str]]:
        self._act("own messages")
        return [
            (message, found.content)
            for message, found in self._thread(thread).messages.items()
            if message > after
        ]

    async def close(self, thread: int) -> None:
        stored = self._act("close")
        place = self._thread(thread)
        place.locked = place.archived = True
        self._done(stored)

    async def reopen(self, thread: int) -> None:
        stored = self._act("reopen")
        place = self._thread(thread)
        place.locked = False
        self._wake(place)
        self._done(stored)

    async def rest(self, thread: int) -> bool:
        stored = self._act(f"rest {thread}")
        place = self._thread(thread)
        was_active = not place.archived
        place.archived = True
        self._done(stored)
        return was_active

    async def rename(self, thread: int, name: str, *, closed: bool) -> None:
        stored = self._act("rename")
        place = self._thread(thread)
        if place.archived:
            self._check_room()
        place.name = name
        place.archived = place.archived or closed
        self._done(stored)

    def _act(self, what: str) -> Exception | None:
        """Note the act; answers the error that is due once it is stored."""
        self.before_act(what)
        number = len(self.acts)
        self.acts.append(what)
        if self.fault is None or self.fault[0] != number:
            return None
        _, stored, error = self.fault
        if not stored:
            raise error
        return error

    def _done(self, error: Exception | None) -> None:
        if error is not None:
            raise error

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _thread(self, thread: int) -> Thread:
        if thread not in self.threads or self.threads[thread].channel in self.gone_channels:
            raise ChannelGone("The thread is not there any more.")
        return self.threads[thread]

    def _check_old(self, message: int) -> None:
        if message in self.unchangeable:
            raise EditLimited("Discord lets an older message be changed only later.")

    def _check_channel(self, channel: int) -> None:
        if channel in self.gone_channels:
            raise ChannelGone("The channel is not there any more.")

    def _check_room(self) -> None:
        active = sum(not thread.archived for thread in self.threads.values())
        if self.room is not None and active >= self.room:
            raise ThreadsFull("The server has as many active threads as Discord allows.")

    def _wake(self, thread: Thread) -> None:
        if thread.archived:
            self._check_room()
            thread.archived = False
