"""What a repair needs of Discord, as a protocol. `bot.discord.scan` is the real one.

It only reads. Every method raises the `DiscordError`s of `bot.errors`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from bot.mirror.desired import Announcement
    from bot.replies.ports import Said

Tell = Callable[[Phrase], Awaitable[None]]
"""Takes how far it is."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A message of ours that announces an article, or did."""

    message: int
    url: str
    """The article's address; empty where it has none, or was withdrawn."""
    shows: str
    """A fingerprint of what people see; empty where the way to the thread is missing."""
    thread: int | None
    thread_deleted: bool = False
    """It had a thread, and Discord says that it is gone."""
    title: str = ""
    """The article's, as it is shown; empty where it says that the article was withdrawn."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A message as it stands in a thread."""

    said: Said
    ours: bool
    """The bot wrote it, in words: it is none of Discord's own notices."""
    marks: tuple[str, ...] = ()
    """The reactions that the bot put there."""


class Scanner(Protocol):
    """The repair's port onto Discord."""

    async def announcements(self, channel: int, tell: Tell) -> list[Announced]:
        """Look through the whole channel for announcements of ours, oldest first.

        It may take minutes.
        """

    async def everything(self, thread: int) -> list[Standing]:
        """Every message in a thread, archived or not, oldest first."""

    def would_show(self, announcement: Announcement, comments: int) -> str:
        """A fingerprint of an announcement as it should be, in its language."""
