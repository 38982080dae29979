"""A member's message as a comment: what of it goes to the blog, and in which words."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from bot.languages.phrase import Phrase
from bot.replies.marks import TALK
from bot.store.people.exchanges import Attachments
from bot.text.to_html import Names, to_html

if TYPE_CHECKING:
    from bot.languages.language import Language
    from bot.replies.ports import Said
    from bot.store.people.exchanges import ExchangeRecord
    from bot.store.people.members import Members

REFUSED_ATTACHMENT = Phrase("It has an attachment, and on this blog attachments are not wanted.")
NOTHING_LEFT = Phrase("There is nothing in it that a blog could show.")


def stays_here(said: Said) -> bool:
    """Whether a message is for Discord only: not a person's, empty, or begun with `//`.

    Raises WordsWithheld where only its words could tell.
    """
    if not said.by_person:
        return True
    words = said.words.strip()
    return words.startswith(TALK) or not (words or said.attachments)


def is_kept_here(said: Said) -> bool:
    """Whether its writer keeps it in Discord, as long as it begins with `//`.

    Raises WordsWithheld where that is unknown.
    """
    return said.by_person and said.words.strip().startswith(TALK)


async def html_of(said: Said, members: Members, guild: int, say: Language) -> str:
    """The message as safe HTML; the few words that are ours are in the thread's language.

    Who is mentioned in it appears under their pen name, or as someone: they did not agree to have
    their name in Discord stand on a blog. Raises WordsWithheld.
    """
    names = Names(
        people=await members.pen_names(guild, said.people),
        roles=dict(said.roles),
        channels=dict(said.channels),
        say=say,
    )
    return to_html(_without_call(said), names, said.attachments)


def _without_call(said: Said) -> str:
    """Its words without the bot's name before or after them, which does no more than call it."""
    call = rf"<@!?{said.to_us}>"
    return re.sub(rf"^\s*{call}|{call}\s*$", "", said.words)


def objection(said: Said, html: str, exchange: ExchangeRecord) -> Phrase | None:
    """Why this can't go to the blog, in words for its writer."""
    if said.attachments and exchange.attachments is Attachments.REFUSE:
        return REFUSED_ATTACHMENT
    return None if html else NOTHING_LEFT


def fingerprint(said: Said) -> str:
    """A short hash of what a member wrote.

    Not of what it becomes on the blog: Discord signs the addresses of attachments anew all the
    time, and someone who is mentioned may get a pen name. Raises WordsWithheld.
    """
    files = [(each.name, each.url.partition("?")[0]) for each in said.attachments]
    return hashlib.sha256(repr((said.words, files)).encode()).hexdigest()[:16]
