"""A blog and a Discord in memory, as the engine sees them through its two protocols."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from bot.blogs.base import Order
from bot.errors import (
    ArticleUnreadable,
    BlogUnreachable,
    ChannelGone,
    DiscordRejected,
    MessageGone,
    ThreadsFull,
)
from bot.mirror.ports import Posted
from bot.model import (
    Article,
    ArticleState,
    BlogAddress,
    BlogKind,
    Comment,
    CommentState,
    Page,
    Summary,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.mirror.desired import Announcement
    from bot.mirror.ports import Place

T = TypeVar("T")
EPOCH = datetime(2027, 3, 1, 12, tzinfo=UTC)


def comment(
    remote_id: int | str,
    parent: int | str | None = None,
    *,
    article: int | str = 1,
    html: str | None = None,
    gone: bool = False,
    minute: int | None = None,
    author: str = "Orla",
) -> Comment:
    """One comment; without a `minute`, written at the time that its number says."""
    age = minute if minute is not None else int(remote_id)
    return Comment(
        remote_id=str(remote_id),
        article_id=str(article),
        parent_id=None if parent is None else str(parent),
        author=author,
        by_article_author=False,
        created=EPOCH + timedelta(minutes=age),
        url=f"https://blog.example/{article}/#comment-{remote_id}",
        html=f"<p>words of {remote_id}</p>" if html is None else html,
        state=CommentState.GONE if gone else CommentState.VISIBLE,
    )


@dataclass(slots=True)
class Draft:
    """An article as the blog's editor has it; `status` is the blog's own word."""

    remote_id: str
    title: str
    html: str
    published: datetime
    modified: int
    status: str = "publish"

    @property
    def version(self) -> str:
        return str(self.modified)

    @property
    def state(self) -> ArticleState:
        if self.status == "publish":
            return ArticleState.PUBLISHED
        return ArticleState.GONE if self.status in {"trash", "deleted"} else ArticleState.WITHDRAWN


class FakeBlog:
    """Answers as WordPress does, and counts what it is asked.

    Articles that are drafts, private or trashed are on no list; one with a password is on the
    lists. Comments of articles that can't be read are on no list either.
    """

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self.said: dict[str, Comment] = {}
        self.requests: list[str] = []
        self.fail_at: int | None = None
        """The request with this number (from 0) and none after it fails."""
        self.before_request: Callable[[str], None] = lambda _: None
        self._saves = 0

    @property
    def address(self) -> BlogAddress:
        return BlogAddress(
            BlogKind.WORDPRESS, "https://blog.example/", "https://blog.example/wp-json/", "Sample"
        )

    # What the blog's people do.

    def publish(self, *, title: str = "", days: float = 0, status: str = "publish") -> str:
        remote_id = str(len(self.drafts) + 1)
        self.drafts[remote_id] = Draft(
            remote_id,
            title or f"Article {remote_id}",
            f"<p>Text of {remote_id}.</p>",
            EPOCH + timedelta(days=days),
            self._saved(),
            status,
        )
        return remote_id

    def save(self, article: str, **changes: object) -> None:
        self.drafts[article] = replace(
            self.drafts[article],
            modified=self._saved(),
            **changes,  # type: ignore[arg-type]  # a test says which
        )

    def say(self, article: str, html: str = "", *, parent: str | None = None) -> str:
        remote_id = str(len(self.said) + 1)
        self.said[remote_id] = comment(
            remote_id, parent, article=article, html=html or f"<p>words of {remote_id}</p>"
        )
        return remote_id

    def hold(self, article: str, html: str = "", *, parent: str | None = None) -> str:
        remote_id = self.say(article, html, parent=parent)
        self.remove(remote_id)
        return remote_id

    def edit(self, remote_id: str, html: str) -> None:
        self.said[remote_id] = replace(self.said[remote_id], html=html)

    def remove(self, remote_id: str) -> None:
        self.said[remote_id] = replace(self.said[remote_id], state=CommentState.GONE)

    def approve(self, remote_id: str) -> None:
        self.said[remote_id] = replace(self.said[remote_id], state=CommentState.VISIBLE)

    def visible(self, *articles: str) -> list[Comment]:
        return [
            found
            for found in self.said.values()
            if found.state is CommentState.VISIBLE
            and (not articles or found.article_id in articles)
            and self.drafts[found.article_id].status == "publish"
        ]

    def _saved(self) -> int:
        self._saves += 1
        return self._saves

    # What the engine asks.

    async def summaries(self, order: Order, *, page: int = 1, size: int = 10) -> Page[Summary]:
        self._asked(f"summaries {order} {page} {size}")
        keys: dict[Order, Callable[[Draft], tuple[object, int]]] = {
            Order.MODIFIED: lambda draft: (draft.modified, int(draft.remote_id)),
            Order.PUBLISHED: lambda draft: (draft.published, int(draft.remote_id)),
            Order.CREATED: lambda draft: (0, int(draft.remote_id)),
        }
        listed = sorted(
            (draft for draft in self.drafts.values() if draft.status in {"publish", "password"}),
            key=keys[order],
            reverse=True,
        )
        shown = _page(listed, page, size)
        return Page(
            tuple(
                Summary(
                    draft.remote_id,
                    f"https://blog.example/{draft.remote_id}/",
                    draft.title,
                    draft.published,
                    draft.version,
                    draft.state,
                )
                for draft in shown
            ),
            len(listed),
            max(1, -(-len(listed) // size)),
        )

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        self._asked(f"articles {len(ids)}")
        return [
            Article(
                remote_id=draft.remote_id,
                url=f"https://blog.example/{draft.remote_id}/",
                title=draft.title,
                author="Orla",
                published=draft.published,
                version=draft.version,
                excerpt="",
                html=draft.html,
                image=None,
                terms=(),
                state=draft.state,
            )
            for draft in self.drafts.values()
            if draft.remote_id in ids and draft.status in {"publish", "password"}
        ]

    async def newest_comments(self, *, page: int = 1) -> Page[Comment]:
        self._asked(f"newest {page}")
        return _comments(sorted(self.visible(), key=_number, reverse=True), page)

    async def comments(self, article_ids: Sequence[str], *, page: int = 1) -> Page[Comment]:
        self._asked(f"comments {len(article_ids)} {page}")
        self._check(article_ids)
        return _comments(sorted(self.visible(*article_ids), key=_number), page)

    async def count_comments(self, article_ids: Sequence[str]) -> int:
        self._asked(f"count {len(article_ids)}")
        self._check(article_ids)
        return len(self.visible(*article_ids))

    async def article_state(self, remote_id: str) -> ArticleState:
        self._asked(f"article {remote_id}")
        return self.drafts[remote_id].state

    async def comment_state(self, remote_id: str) -> CommentState:
        self._asked(f"comment {remote_id}")
        found = self.said[remote_id]
        return CommentState.VISIBLE if found in self.visible() else CommentState.GONE

    def _asked(self, what: str) -> None:
        self.before_request(what)
        number = len(self.requests)
        self.requests.append(what)
        if number == self.fail_at:
            raise BlogUnreachable("The blog does not answer.")

    def _check(self, article_ids: Sequence[str]) -> None:
        unreadable = {
            remote_id for remote_id in article_ids if self.drafts[remote_id].status != "publish"
        }
        deleted = {
            remote_id for remote_id in unreadable if self.drafts[remote_id].status == "deleted"
        }
        # One that was deleted for good is noticed only when it is asked for alone.
        if unreadable - deleted or (deleted and len(article_ids) == 1):
            raise ArticleUnreadable("One of the articles can't be read.")


def _number(found: Comment) -> int:
    return int(found.remote_id)


def _page(items: list[T], page: int, size: int) -> list[T]:
    return items[(page - 1) * size : page * size]


def _comments(found: list[Comment], page: int) -> Page[Comment]:
    return Page(tuple(_page(found, page, 100)), len(found), max(1, -(-len(found) // 100)))


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
        self.called: dict[str | None, int | None] = {}
        """Which role an article's announcement mentioned, by the article's address."""
        self.room: int | None = None
        """How many threads may be active; None: as many as there are."""
        self.acts: list[str] = []
        self.fault: tuple[int, bool, Exception] | None = None
        """(k, stored, error): the k-th act (from 0) fails with `error`, after it was stored or
        instead of it."""
        self.before_act: Callable[[str], None] = lambda _: None
        self.refuse: Callable[[str], bool] = lambda _: False
        self.after_delete: Callable[[], Awaitable[None]] = _nothing
        self._nonces: dict[tuple[int, str], int] = {}
        self._last_id = 1000

    def forget_nonces(self) -> None:
        """Some minutes pass."""
        self._nonces.clear()

    def people_delete(self, thread: int, message: int) -> None:
        del self.threads[thread].messages[message]

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
        self.announcements[message] = (channel, announcement, comments)
        thread = None
        if channel in self.forums:
            thread = message
            self.threads[thread] = Thread(channel, name)
        self._done(stored)
        return Posted(message, thread)

    async def find_announcement(
        self, channel: int, url: str, *, after: int | None, since: int
    ) -> Posted | None:
        self._act("find")
        for message, (place, announcement, _) in self.announcements.items():
            if place == channel and announcement.url == url and message > (after or 0):
                return Posted(message, message if channel in self.forums else None)
        return None

    async def change_announcement(
        self, place: Place, announcement: Announcement, comments: int
    ) -> None:
        stored = self._act("change announcement")
        self._check_channel(place.channel)
        if place.message not in self.announcements:
            raise MessageGone("The message is not there any more.")
        self.announcements[place.message] = (place.channel, announcement, comments)
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
        if self.refuse(content):
            raise DiscordRejected("Discord said: no.")
        assert len(content) <= 2000
        known = self._nonces.get((thread, nonce))
        if known is not None and known not in place.messages:
            raise MessageGone("The message is not there any more.")
        assert not place.locked
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
        if self.refuse(content):
            raise DiscordRejected("Discord said: no.")
        assert not place.locked
        self._wake(place)
        place.messages[message].content = content
        self._done(stored)

    async def delete(self, thread: int, message: int) -> None:
        stored = self._act(f"delete {message}")
        place = self._thread(thread)
        assert not place.locked
        place.messages.pop(message, None)
        await self.after_delete()
        self._done(stored)

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
        assert closed == place.locked
        place.name = name
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
