"""Our own few errors. Each carries words that a person can act on, and no secret.

AfterwordError
├── SettingsError             .env holds mistakes
├── StoreError                the database can't be used
│   ├── StoreTroubled         the computer is in the way; trying again may help
│   └── StoreDamaged          what it holds is broken
├── OutputError               a file that was asked for can't be written
├── ChoiceUnusable            what someone typed into a form can't be used
├── BlogError                 reading a blog failed
│   ├── BlogUnreachable       no usable answer now; trying again may help
│   │   ├── BlogTroubled      it answers that something is wrong there
│   │   └── BotCheck          a page that checks for people stands in its place
│   ├── BlogUnusable          an answer, but not one that a blog gives
│   │   ├── BlogMoved         it sends us on to another place
│   │   └── BlogTooLarge      it is longer than is read
│   ├── BlogRefused           the blog turns our credentials or rights down
│   │   └── BlogClosed        there is one, but visitors can't read it
│   ├── CommentsOff           it shows no comments, whatever their article
│   ├── ArticleUnreadable     one of the articles asked for is not for our eyes
│   ├── AddressRefused        a private or otherwise forbidden address
│   └── CommentRefused        the blog won't take this comment
│       └── DuplicateComment  the same words by the same person stand there already
└── DiscordError              writing to Discord failed
    ├── DiscordUnavailable    outcome unknown; look before doing it again
    │   └── EditLimited       this message can't be changed now, others can
    ├── ChannelGone           the channel or thread no longer exists
    ├── MessageGone           the message no longer exists
    ├── PermissionMissing     Discord forbids it
    │   ├── ThreadClosed      the thread takes nothing until someone opens it
    │   └── WordsWithheld     Discord keeps a message's words from the bot
    ├── ThreadsFull           the server has as many active threads as Discord allows
    └── DiscordRejected       Discord understood and said no
        └── WordsRefused      over what was to be written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase

if TYPE_CHECKING:
    from bot.languages.phrase import Value


class AfterwordError(Exception):
    """Base of all our errors: raised with an English sentence and the values for its {places}.

    `phrase` is fit to be shown to the owner in any language, `str(error)` is the same in English.
    """

    def __init__(self, said: str | Phrase, /, **values: Value) -> None:
        self.phrase = said if isinstance(said, Phrase) else Phrase(said, **values)
        super().__init__(str(self.phrase))


class SettingsError(AfterwordError):
    """Every mistake in the settings at once, by name, without values."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class StoreError(AfterwordError):
    """The database can't be opened, isn't ours, or is in use by another copy."""


class StoreTroubled(StoreError):
    """It can't be opened now: the disk is full, another program holds it, and the like."""


class StoreDamaged(StoreError):
    """What is in the file can't be trusted any more; nothing is to be written into it."""


class OutputError(AfterwordError):
    """A file that was asked for can't be written."""


class ChoiceUnusable(AfterwordError):
    """What someone typed into a form can't be used."""


class BlogError(AfterwordError):
    """Reading a blog failed."""


class BlogUnreachable(BlogError):
    """No usable answer: connection, time-out, 429 or 5xx.

    `retry_after` is how many seconds the blog asked us to wait, None if it didn't say.
    """

    def __init__(
        self, said: str | Phrase, /, *, retry_after: float | None = None, **values: Value
    ) -> None:
        self.retry_after = retry_after
        super().__init__(said, **values)


class BlogTroubled(BlogUnreachable):
    """It answers, with a 5xx; other addresses of the same blog may be in order."""


class BotCheck(BlogUnreachable):
    """It shows a page that only a person in a browser gets past."""


class BlogUnusable(BlogError):
    """The answer is not what a blog gives: not found, not JSON, too large, no feed."""


class BlogMoved(BlogUnusable):
    """It sends us on to another scheme, host or port; what is there may be another's.

    `to` is the address that we were sent to, `for_good` whether every answer on the way said so.
    """

    def __init__(self, said: str | Phrase, /, *, to: str, for_good: bool, **values: Value) -> None:
        self.to = to
        self.for_good = for_good
        super().__init__(said, **values)


class BlogTooLarge(BlogUnusable):
    """The answer is longer than is read."""


class BlogRefused(BlogError):
    """Wrong or revoked application password, or an account with too few rights."""


class BlogClosed(BlogRefused):
    """There is a blog to be read at `at`, but visitors are turned away, or get nothing usable."""

    def __init__(self, said: str | Phrase, /, *, at: str, **values: Value) -> None:
        self.at = at
        super().__init__(said, **values)


class CommentsOff(BlogError):
    """Comments are switched off there, or kept from visitors; that may change any day."""


class ArticleUnreadable(BlogError):
    """Comments were asked for, and at least one of the articles is not readable."""


class AddressRefused(BlogError):
    """The address is private, loopback or not http(s), and that is not allowed."""


class CommentRefused(BlogError):
    """The blog won't take this comment as it is; `str(error)` tells its writer why."""


class DiscussionClosed(CommentRefused):
    """No new comment is taken there, whatever its words."""


class DuplicateComment(CommentRefused):
    """The same words by the same person stand at the same place already."""


class TooOften(AfterwordError):
    """A member asks for something more often than is good for everyone else."""


class ChannelUnsuitable(AfterwordError):
    """A blog can't be followed in such a channel."""


class DiscordError(AfterwordError):
    """Writing to Discord failed."""


class DiscordUnavailable(DiscordError):
    """Connection lost, 5xx or rate limit: what was asked may or may not have happened."""


class EditLimited(DiscordUnavailable):
    """Discord lets this message be changed only later: it is old (30046), or was published."""


class ChannelGone(DiscordError):
    """The channel or thread no longer exists, or the bot can't see it."""


class MessageGone(DiscordError):
    """The message no longer exists."""


class PermissionMissing(DiscordError):
    """Discord forbids it: a permission is missing."""


class ThreadClosed(PermissionMissing):
    """The thread is closed and locked (50083, 160005), or no place for messages (40058)."""


_WITHHELD = Phrase(
    "Discord does not tell the bot the words of this message: the Message Content intent is "
    "switched off for it."
)


class WordsWithheld(PermissionMissing):
    """Discord keeps a message's words from the bot, which lacks the Message Content intent."""

    def __init__(self) -> None:
        super().__init__(_WITHHELD)


class ThreadsFull(DiscordError):
    """The server's cap on active threads is reached (160006, 160007): archive one first."""


class DiscordRejected(DiscordError):
    """Discord understood the request and said no; why is for it to know."""


class WordsRefused(DiscordRejected):
    """Discord takes the message in no place and at no time, as long as its words stay these."""
