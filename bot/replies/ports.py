"""What replies need of Discord and of accounts, as protocols.

`bot.discord.talk` is the real `Talk`, `bot.care.connections` the real `Accounts`. Every method of
`Talk` raises the `DiscordError`s of `bot.errors`. Nothing written through it can mention
anyone but the member it answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from bot.errors import WordsWithheld

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.blogs.base import Desk
    from bot.languages.language import Language
    from bot.model import Verdict
    from bot.text.to_html import Attachment


class Shape(StrEnum):
    """What a message is made of, besides attachments."""

    WORDS = "words"
    FORWARD = "forward"
    STICKER = "sticker"
    POLL = "poll"


@dataclass(frozen=True, slots=True)
class Said:
    """A message as a person wrote it in a thread."""

    id: int
    thread: int
    member: int
    content: str | None = field(repr=False)
    """None where Discord keeps it from the bot, and with it the attachments: unknown, not empty."""
    edited: int = 0
    """When it was last edited, in milliseconds since 1970; 0 if it never was."""
    by_person: bool = True
    """Neither a bot's, nor a webhook's, nor Discord's own."""
    answers: int | None = None
    """The message that it is a Discord reply to."""
    answers_bot: bool = False
    """… which is one of ours."""
    shape: Shape = Shape.WORDS
    attachments: tuple[Attachment, ...] = field(default=(), repr=False)
    people: tuple[int, ...] = ()
    """Whom it mentions."""
    roles: tuple[tuple[int, str], ...] = ()
    channels: tuple[tuple[int, str], ...] = ()
    to_us: int | None = None
    """The bot's own id, where it mentions the bot."""

    @property
    def words(self) -> str:
        """What it says. Raises WordsWithheld where that is unknown."""
        if self.content is None:
            raise WordsWithheld
        return self.content


@dataclass(frozen=True, slots=True)
class Activity:
    """What a list of threads tells of one."""

    newest: int
    """The id of its newest message; the thread's own id if there is none."""
    rested: str | None
    """How it lies archived, the same as long as nothing happens to it. None while it is open."""


@dataclass(frozen=True, slots=True)
class Card:
    """A held comment as moderators see it; all texts are plain or Discord's Markdown, and ready."""

    blog: int
    comment: str
    title: str
    """The article's; empty where the comment is gone, and with it what it was about."""
    author: str
    words: str = field(repr=False)
    url: str
    created: datetime | None
    answers: str = ""
    """Whom it answers."""
    verdict: Verdict | None = None
    """None while it is open."""
    by: str = ""
    """Who decided in Discord, and when; empty where that happened on the blog."""
    version: str = ""
    """A short hash of what it shows: an approval is of that, and of nothing else."""


class Talk(Protocol):
    """The replies' port onto Discord."""

    def forget(self) -> None:
        """Something may have been missed: nothing that was heard before is trusted any more."""

    def reads_all(self) -> bool:
        """Whether Discord tells the bot everybody's words, not only those meant for it."""

    def require_reading(self, guild: int, channel: int) -> None:
        """Raise the DiscordError that keeps us from reading this channel's threads, if one does.

        Where it may not read what was written before, Discord answers that there is nothing.
        """

    def joined(self, guild: int) -> int:
        """The id that a message would have that was written as the bot joined this guild."""

    async def active(self, guild: int) -> dict[int, Activity]:
        """Every thread of the guild that is open, by its id; one request."""

    async def archived(self, channel: int, wanted: Collection[int]) -> dict[int, Activity]:
        """Those of these threads of the channel that are archived; a request for each hundred."""

    async def message(self, thread: int, message: int) -> Said | None:
        """One message as it is now; None if it is gone. Raises ChannelGone with its thread."""

    async def name(self, guild: int, member: int) -> str:
        """What a member is called in this server; empty if they left it."""

    async def newest(self, thread: int) -> int:
        """The id of the thread's newest message; the thread's own id if there is none."""

    async def after(self, thread: int, message: int) -> list[Said]:
        """Up to a hundred messages that follow that one, oldest first, everybody's."""

    async def mark(
        self, thread: int, message: int, *, add: Sequence[str], remove: Sequence[str]
    ) -> None:
        """Put our reactions under a message, and take others of ours away. Raises MessageGone."""

    async def ask(
        self,
        thread: int,
        message: int,
        *,
        blog: str,
        name: str,
        as_author: bool,
        nonce: str,
        say: Language,
    ) -> int:
        """Ask a message's writer, once and for all or for this one; answers the question's id.

        `name` is what would stand on the blog, whose title is `blog`. Raises MessageGone where the
        message is, and where what was sent under this nonce before is.
        """

    async def find_question(self, thread: int, message: int) -> int | None:
        """Look for our question about that message."""

    async def take_back(self, thread: int, message: int) -> None:
        """Delete a message of ours; one that is gone already is fine."""

    async def tell(self, thread: int, message: int, words: str, *, nonce: str) -> None:
        """Answer a message with a line of ours."""

    async def show_card(self, channel: int, card: Card, *, nonce: str, say: Language) -> int:
        """Show a held comment to the moderators; answers the message's id."""

    async def find_card(self, channel: int, card: Card, *, since: int) -> int | None:
        """Look for the card of this comment, younger than `since` (seconds since 1970)."""

    async def change_card(self, channel: int, message: int, card: Card, *, say: Language) -> None:
        """Show this instead. Raises MessageGone."""

    async def deleted_by_moderator(self, guild: int, thread: int, member: int) -> bool:
        """Whether the server's audit log shows that a moderator just deleted a message of theirs.

        False where the bot may not read the log.
        """

    async def deleted_by_moderators(
        self, guild: int, thread: int, messages: Mapping[int, int]
    ) -> set[int]:
        """Which of these, gone while nobody listened, moderators deleted, by the audit log.

        `messages` tells each one's writer, those of earlier gaps among them. The log counts
        deletions and names no message: where moderators deleted fewer than are gone, nobody knows
        which, and it is none of them.
        """


class Accounts(Protocol):
    """The accounts that guilds have on blogs."""

    async def has(self, guild: int, blog: int) -> bool:
        """Whether this guild has an account on the blog."""

    async def open(self, guild: int, blog: int) -> Desk:
        """Open the blog with this guild's account. Raises BlogError; BlogRefused if it has none."""
