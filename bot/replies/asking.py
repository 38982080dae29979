"""Consent: each member is asked once, in the thread, before anything of theirs leaves Discord."""

from __future__ import annotations

import base64
import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import ChannelGone, MessageGone
from bot.languages.phrase import Phrase
from bot.replies.intake import DELETED
from bot.replies.names import is_taken, pen_name
from bot.store.people.members import Consent

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.languages.catalogues import Languages
    from bot.replies.ports import Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.members import MemberRecord
    from bot.store.store import Store

NAMELESS = Phrase("A member")
"""Where someone's name in Discord can't stand on a blog."""


class Choice(StrEnum):
    """What a member can answer."""

    ALWAYS = "always"
    ONCE = "once"
    NEVER = "never"


class NameTaken(Exception):
    """The name is one of the blog's own people's, or nothing is left of it."""


class Asking:
    """Puts the questions, and takes the answers."""

    def __init__(
        self, store: Store, talk: Talk, wake: Callable[[], None], languages: Languages
    ) -> None:
        self._store = store
        self._talk = talk
        self._wake = wake
        self._languages = languages

    async def ask(self, member: MemberRecord) -> None:
        """Put the question that is due to a member. Raises DiscordError."""
        message, thread = member.asked_for, member.asked_in
        if message is None or thread is None:
            return
        try:
            question = await self._talk.find_question(thread, message)
            question = question or await self._put(member, thread, message)
        except (MessageGone, ChannelGone):
            await self._store.replies.withdraw(message, reason=DELETED)
            await self._store.members.drop_question(member.guild, member.user)
            await self._store.members.ask_next(member.guild, member.user)
            return
        if not await self._store.members.asked(member.guild, member.user, question, about=message):
            await self._talk.take_back(thread, question)

    async def _put(self, member: MemberRecord, thread: int, message: int) -> int:
        reply = await self._store.replies.get(message)
        if reply is None or await self._talk.message(thread, message) is None:
            raise MessageGone("The message to ask about is not there any more.")
        author = await self._store.exchanges.author(member.guild, reply.blog, member.user)
        name = (
            author[1]
            if author
            else await self.proposed_name(
                member.guild, member.user, await self._talk.name(member.guild, member.user)
            )
        )
        return await self._talk.ask(
            thread,
            message,
            name=name,
            as_author=author is not None,
            nonce=_nonce(message),
            say=self._languages.of(reply.language),
        )

    async def answer(self, guild: int, user: int, choice: Choice, *, name: str) -> None:
        """Take a member's answer to the question that stands, `name` being theirs in Discord."""
        consents = {Choice.ALWAYS: Consent.ALWAYS, Choice.NEVER: Consent.NEVER}
        member = await self._store.members.get(guild, user)
        about = member.asked_for if member else None
        await self.settle(guild, user, consents.get(choice, Consent.EACH), name=name, release=about)

    async def settle(
        self, guild: int, user: int, consent: Consent, *, name: str, release: int | None = None
    ) -> None:
        """Take a member's word, and let go what waited for it; with EACH only that one.

        A question that stands is taken back.
        """
        await self._take_back(await self._store.members.get(guild, user))
        if consent is not Consent.NEVER:
            proposed = await self.proposed_name(guild, user, name)
            await self._store.members.name(guild, user, proposed)
        await self._store.members.consent(guild, user, consent, release=release)
        if consent is Consent.EACH:
            await self._store.members.ask_next(guild, user)
        self._wake()

    async def write_form(
        self,
        thread: ThreadRecord,
        *,
        form: int,
        user: int,
        name: str,
        answers: int,
        words: str,
    ) -> None:
        """Take a comment that someone wrote in a form; sending it was their yes to these words."""
        proposed = await self.proposed_name(thread.guild, user, name)
        await self._store.members.name(thread.guild, user, proposed)
        await self._store.replies.take_form(
            form, mirror=thread.mirror, user=user, answers=answers, words=words
        )
        self._wake()

    async def forget(self, user: int, *, leave: bool) -> int:
        """Begin to forget a person in every guild; answers how many comments are to leave blogs.

        With `leave` what is on the blogs stays there. What the database still holds goes soon
        after, in the background.
        """
        for member in await self._store.members.everywhere(user):
            await self._take_back(member)
        going = await self._store.forgetting.begin(user, leave=leave)
        self._wake()
        return going

    async def rename(self, guild: int, user: int, name: str) -> str:
        """Take another pen name; answers it as it will stand there. Raises NameTaken."""
        wanted = pen_name(name)
        if not wanted or is_taken(wanted, await self._store.articles.authors(guild)):
            raise NameTaken
        await self._store.members.name(guild, user, wanted)
        return wanted

    async def proposed_name(self, guild: int, user: int, name: str) -> str:
        """The pen name they have, or the one they would get, `name` being theirs in Discord."""
        member = await self._store.members.get(guild, user)
        if member is not None and member.pen_name is not None:
            return member.pen_name
        proposed = pen_name(name)
        taken = is_taken(proposed, await self._store.articles.authors(guild))
        if proposed and not taken:
            return proposed
        say = self._languages.of(await self._store.follows.language_of(guild))
        return say(NAMELESS)

    async def _take_back(self, member: MemberRecord | None) -> None:
        """Delete the question that stands, even one whose sending was cut off."""
        if member is None or member.asked_for is None or member.asked_in is None:
            return
        thread = member.asked_in
        try:
            question = member.question or await self._talk.find_question(thread, member.asked_for)
            if question is not None:
                await self._talk.take_back(thread, question)
        except ChannelGone:
            return


def _nonce(message: int) -> str:
    """The key by which Discord recognises a question that is put twice."""
    digest = hashlib.sha256(f"question/{message}".encode()).digest()
    return base64.b32encode(digest)[:25].decode()
