"""What the engine needs of others, as protocols.

Of Discord, a `Publisher`: `bot.discord.publisher` is the real one. All of its methods raise the
`DiscordError`s of `bot.errors`. Nothing written through it can mention anyone, and no link unfolds
into a preview.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.blogs.base import Blog
    from bot.errors import BlogMoved
    from bot.languages.phrase import Phrase
    from bot.mirror.desired import Announcement
    from bot.store.blog.archives import Recorded
    from bot.store.blog.blogs import BlogRecord

LATE = 120
"""Seconds in which Discord may still carry out what was cut off: absence proves nothing before."""


@dataclass(frozen=True, slots=True)
class Posted:
    """An announcement that is there; in a forum it comes with its thread."""

    message: int
    thread: int | None
    exact: bool = True
    """It has the title as well; else only the link."""
    doubles: tuple[int, ...] = ()
    """Posts that look the same and came into the forum while this one was being sent: Discord
    dedupes no posts, and the connection tries again by itself."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an announcement stands; `thread` is None until there is one."""

    guild: int
    channel: int
    message: int
    thread: int | None


class Publisher(Protocol):
    """The mirror's port onto Discord."""

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
        """Post an announcement; in a forum, as a post of this name. Mentions this role alone.

        What Discord refuses of it is left out, as in `change_announcement`.

        The same nonce within a few minutes answers the message that is there already, except in a
        forum; raises MessageGone if that one was deleted.
        """

    async def find_announcements(
        self, channel: int, announcement: Announcement, *, after: int | None, since: int
    ) -> list[Posted]:
        """Our announcements with this link, oldest first, younger than message `after`.

        Without `after`, than `since` (seconds since 1970, by our clock, which may be minutes off).
        Without a link, those that have none either, and this title.
        """

    async def take_back(self, post: int) -> bool:
        """Delete a forum post of ours, if it holds nothing but its announcement.

        Answers False, and leaves it alone, if there is anything else in it, whoever wrote it.
        """

    async def change_announcement(
        self, place: Place, announcement: Announcement, comments: int
    ) -> tuple[Phrase, ...]:
        """Show this instead; answers what was left out, because Discord refused it."""

    async def publish(self, channel: int, message: int) -> None:
        """Publish an announcement to the servers that follow its channel, if any can.

        One that is published already is fine. Discord allows ten in an hour: this may wait.
        """

    async def start_thread(self, channel: int, message: int, name: str) -> int:
        """Make the announcement's thread, or find the one it has; answers its id."""

    async def send(self, thread: int, content: str, *, nonce: str, reply_to: int | None) -> int:
        """Write a message; answers its id.

        The same nonce within a few minutes answers the message that is there already; raises
        MessageGone if that one was deleted, and ThreadClosed where moderators closed and locked
        the thread.
        """

    async def edit(self, thread: int, message: int, content: str) -> None:
        """Change a message, in an archived thread as well; one that is locked stays closed.

        Raises EditLimited for an old message that can't be changed now.
        """

    async def delete(self, thread: int, message: int) -> None:
        """Delete a message, in an archived thread as well; one that is locked stays closed.

        A message that is gone already is fine.
        """

    async def own_messages(self, thread: int, *, after: int) -> list[tuple[int, str]]:
        """Our messages younger than that one, as id and content, oldest first."""

    async def close(self, thread: int) -> None:
        """Lock and archive; a thread that is both already is fine."""

    async def locked(self, thread: int) -> bool:
        """Whether the thread is locked."""

    async def reopen(self, thread: int) -> None:
        """Unlock and unarchive."""

    async def rest(self, thread: int) -> bool:
        """Archive, so that it no longer counts as active; writing wakes it up.

        Answers False if it was archived already.
        """

    async def rename(self, thread: int, name: str, *, closed: bool) -> None:
        """Rename, leaving it archived if it is, or with `closed` in any case.

        Discord allows two in ten minutes: this may wait.
        """


class Progress(Protocol):
    """Where someone may see how much of each blog is recorded; `blog` is its address, of
    which only the host may be shown."""

    def show(self, blog: str, recorded: Recorded) -> None:
        """So much is recorded, and more is on its way."""

    def hide(self, blog: str) -> None:
        """No more is on its way, for now; that may never have been shown."""


class Blogs(Protocol):
    """Opens the blogs that are followed. All raise the BlogErrors of `bot.errors`."""

    async def open(self, record: BlogRecord) -> Blog:
        """Open a blog where it is recorded."""

    async def led_on(self, record: BlogRecord, moved: BlogMoved) -> Blog:
        """Open it where its address sends us on to; raises if it is not the same there."""

    async def beside(self, record: BlogRecord) -> Blog | None:
        """Open it at another place of its own, where it has left the recorded one; or None."""

    async def improve(self, record: BlogRecord) -> None:
        """See now and then whether it can be read in a better way, and go on in that."""
