"""`python -m bot privacy`: what this instance stores of people, in words for them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot import __version__
from bot.care.leaving import KEPT_FOR
from bot.discord.application import gives_words, logged_in
from bot.discord.memory import HEARD_SECONDS
from bot.env.settings import DEFAULT_EMAIL
from bot.errors import DiscordError, SettingsError
from bot.store.people.inventory import INVENTORY
from bot.store.whole_file import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.env.settings import Settings

NO_OPERATOR = (
    "OPERATOR: not set. Say who runs this bot, and how to reach them: "
    "OPERATOR=Jane Doe, privacy@blog.example"
)
DAY = 86_400


async def privacy(settings: Settings, file: Path | None, *, force: bool) -> None:
    """Write the text to `file`, or to standard output. Raises SettingsError and OutputError."""
    if settings.operator is None:
        raise SettingsError([NO_OPERATOR])
    text = policy(settings, settings.operator, hears_all=await _hears_all(settings.token))
    if file is None:
        sys.stdout.write(text)
        return
    with replacing(file, force=force) as part:
        part.write_text(text, encoding="utf-8")
        part.chmod(0o644)


async def _hears_all(token: str | None) -> bool | None:
    """Whether Discord tells the bot the words of all messages; None if that can't be asked."""
    if token is None:
        return None
    try:
        async with logged_in(token) as client:
            return gives_words(client.application_flags)
    except DiscordError as error:
        print(f"The Message Content intent was not looked at. {error}", file=sys.stderr)
        return None


def policy(settings: Settings, operator: str, *, hears_all: bool | None) -> str:
    """The whole text. Pure."""
    parts = (
        f"# Privacy\n\n{_who(settings, operator)}",
        *_reading(hears_all),
        *_blog(settings),
        *_stored(),
        *_how_long(settings),
        *_rights(),
    )
    return "\n\n".join(parts) + "\n"


def _who(settings: Settings, operator: str) -> str:
    where = f" This text is at {settings.privacy_url}." if settings.privacy_url else ""
    return (
        f"This bot, Afterword {__version__}, brings a blog's articles and comments to Discord, and "
        "what members answer there to the blog, if they agree. It is run by:\n\n"
        f"> {' '.join(operator.split())}\n\n"
        f"Ask them about anything here.{where}"
    )


def _reading(hears_all: bool | None) -> Iterator[str]:
    yield "## What it reads"
    reads = {
        True: "Discord tells the bot the words of all messages in channels that it can see (the "
        "Message Content intent is on). It looks at those in the threads of articles, at addresses "
        "of articles, and at messages that mention it; others it does not look into.",
        False: "The Message Content intent is off: Discord tells the bot the words of messages "
        "only if they mention it or answer it, or if somebody points it at them in a menu.",
        None: "Where the Message Content intent is on, Discord tells the bot the words of all "
        "messages in channels that it can see; it looks at those in the threads of articles, at "
        "addresses of articles, and at messages that mention it. Where it is off, only of those "
        "that mention or answer it.",
    }
    yield (
        f"{reads[hears_all]} Words that it heard are in memory for {HEARD_SECONDS} seconds, and a "
        "few more. Until they are on a blog, messages' words are not stored: they are read in "
        "Discord again when they are needed. The one exception is a form, whose words are kept "
        "until they are on the blog. What is on a blog is stored as the blog shows it. The bot "
        "gives what it reads to nobody but the blog, and trains nothing with it."
    )


def _blog(settings: Settings) -> Iterator[str]:
    yield "## What goes to a blog"
    kind = (
        "an address that is nobody's"
        if settings.reply_email == DEFAULT_EMAIL
        else f"an address of the form `{settings.reply_email}`"
    )
    yield (
        "Nothing without a yes. After it: the words, with attachments as links, where the server's "
        "owner wants those; a name, at first the one shown in Discord, which each may change; a "
        "link to the message, which opens for those who are in that server; and as e-mail address "
        f"{kind}, made of a pseudonym that is the same for one person of one server on one blog. "
        "Whoever the server's owner named an author of the blog writes as their account there. The "
        "words, the name and the link are public there, and the blog's own privacy policy holds."
    )
    yield (
        "**Copies can't be called back.** What somebody forwarded in Discord, quoted, copied or "
        "kept from the blog is a copy that nobody can remove: neither the bot nor its operator "
        "nor the one who wrote it."
    )


def _stored() -> Iterator[str]:
    yield "## What is stored, and why"
    yield (
        "So that a yes holds, nothing is posted twice, and what was posted can be changed and "
        "taken back. All of it is in one database, in these tables:"
    )
    for kept in INVENTORY:
        yield f"**`{kept.table}`**: {kept.what} {kept.columns}"
    yield (
        "Beside that: articles and comments as the blogs publish them, with the names that stand "
        "there, and the servers', channels' and roles' numbers in which they are shown. Whoever "
        "gave the bot an account on a blog: its name, and its password, encrypted. The log has no "
        "words of members."
    )


def _how_long(settings: Settings) -> Iterator[str]:
    yield "## How long"
    backups = settings.backups
    yield (
        "- Until somebody asks to be forgotten; see below.\n"
        "- What is on a blog: as long as it is there.\n"
        "- When the bot is removed from a server, what is stored of its members goes "
        f"{KEPT_FOR // DAY} days later.\n"
        + (
            f"- One backup a day is made, and the newest {backups.keep} are kept. What was removed "
            f"is in them until then: for {backups.keep} days, if the bot runs every day."
            if backups is not None
            else "- The bot makes no daily backups. Whether its operator makes any, they can say."
        )
    )


def _rights() -> Iterator[str]:
    yield "## What you can do"
    yield (
        "- `/profile show`: what you agreed to, your name, what is on the blog; change it, and "
        "take back any of it.\n"
        "- `/profile export`: a file with everything that is stored of you, in all servers.\n"
        "- `/profile forget`: everything that is stored of you is removed, in all servers; your "
        "comments are taken off the blog, or left there: then they are to the bot like anybody's, "
        "with the name and the link to your message that the blog shows. The bare number of a "
        "message can stay where it marks how far a thread was read, until a newer one takes its "
        "place.\n"
        "- `//` at the beginning of a message keeps it in Discord.\n"
        "- Deleting your message in Discord takes its comment off the blog. What a moderator "
        "deletes may stay there, as the server's owner chose.\n\n"
        "Without access to Discord, or for anything else, write to the operator. A server's owner "
        "can see what its members agreed to, with its proof, until they ask to be forgotten."
    )
