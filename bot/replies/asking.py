"""Consent: each member is asked once, in the thread, before anything of theirs leaves Discord."""

from __future__ import annotations

import base64
import hashlib
import logging
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.errors import ChannelGone, DiscordError, MessageGone
from bot.languages.phrase import Phrase
from bot.mirror.lines import AUTHOR
from bot.mirror.ports import LATE
from bot.replies.intake import DELETED
from bot.replies.names import NAMELESS, is_taken, pen_name
from bot.replies.ports import Said
from bot.replies.words import fingerprint
from bot.store.people.agreements import Agreement
from bot.store.people.members import Consent
from bot.store.people.reply import ReplyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.languages.catalogues import Languages
    from bot.replies.ports import Talk
    from bot.store.discord.threads import ThreadRecord
    from bot.store.people.members import MemberRecord
    from bot.store.people.questions import TakenBack
    from bot.store.people.reply import ReplyRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

NOT_THIS_ONE = Phrase("Its writer said no to this one.")


class Choice(StrEnum):
    """What a member can answer."""

    ALWAYS = "always"
    ONCE = "once"
    NOT_THIS = "not"
    NEVER = "never"


class NameTaken(Exception):
    """The name reads like the blog's own people's or the bot's, or nothing is left of it."""


class Asking:
    """Puts the questions, and takes the answers."""

    def __init__(
        self,
        store: Store,
        talk: Talk,
        clock: Callable[[], int],
        wake: Callable[[], None],
        languages: Languages,
    ) -> None:
        self._store = store
        self._talk = talk
        self._clock = clock
        self._wake = wake
        self._languages = languages
        self._missed: dict[int, int] = {}
        """When those that are to be taken back were first looked for in vain."""

    async def ask(self, member: MemberRecord) -> int | None:
        """Put the question that is due to a member; answers its id. Raises DiscordError."""
        message, thread = member.asked_for, member.asked_in
        if message is None or thread is None:
            return None
        try:
            question = await self._talk.find_question(thread, message)
            question = question or await self._put(member, thread, message)
        except ChannelGone:
            await self._gone(message)
            return None
        except MessageGone:
            if await self._talk.message(thread, message) is not None:
                # The same question was sent before, and removed.
                await self._store.members.ask_anew(member.guild, member.user)
                raise
            await self._gone(message)
            return None
        await self._store.members.asked(member.guild, member.user, question, about=message)
        return question

    async def _gone(self, message: int) -> None:
        await self._store.replies.withdraw(message, reason=DELETED)
        self._wake()

    async def _put(self, member: MemberRecord, thread: int, message: int) -> int:
        reply = await self._store.replies.get(message)
        if reply is None or await self._talk.message(thread, message) is None:
            raise MessageGone("The message to ask about is not there any more.")
        name = await self._talk.name(member.guild, member.user)
        blog = await self._store.blogs.get(reply.blog)
        author = await self._store.exchanges.author(member.guild, reply.blog, member.user)
        return await self._talk.ask(
            thread,
            message,
            blog=blog.address.title,
            name=author[1] if author else await self.proposed_name(member.guild, member.user, name),
            as_author=author is not None,
            nonce=_nonce(message, member.asks),
            say=self._languages.of(reply.language),
        )

    async def take_back(self, question: TakenBack) -> bool:
        """Delete a question that no longer counts, even one whose sending was cut off.

        Answers whether it is gone: what is not found may come yet. Raises DiscordError.
        """
        try:
            found = question.question or await self._talk.find_question(
                question.thread, question.about
            )
            if found is None and self._may_come(question):
                return False
            if found is not None:
                await self._talk.take_back(question.thread, found)
        except ChannelGone:
            log.debug("A question went with thread %s.", question.thread)
        self._missed.pop(question.id, None)
        await self._store.questions.out_of_thread(question.id)
        return True

    def _may_come(self, question: TakenBack) -> bool:
        now = self._clock()
        return now < self._missed.setdefault(question.id, now) + LATE

    async def answer(
        self,
        guild: int,
        user: int,
        choice: Choice,
        *,
        name: str,
        about: int | None = None,
        asked: str = "",
    ) -> Choice | None:
        """Take a member's answer to the question about a message, `name` being theirs in Discord.

        `asked` are the question's words, as they were read.

        Without `about`, to the one that stands. Answers what holds now: ONCE lets that one message
        go, whatever stands by now, and NOT_THIS keeps it in Discord; None if there is nothing to
        decide any more.
        """
        if choice in {Choice.ALWAYS, Choice.NEVER}:
            await self.settle(guild, user, Consent(choice), name=name, about=about, asked=asked)
            return choice
        member = await self._store.members.get(guild, user)
        message = about if about is not None or member is None else member.asked_for
        if message is None or (member is not None and member.consent is Consent.NEVER):
            return None
        if choice is Choice.NOT_THIS:
            kept = await self._store.members.keep_one(guild, user, message, reason=NOT_THIS_ONE)
            self._wake()
            return choice if kept else None
        await self._keep_name(guild, user, name)
        word = await self._word(guild, user, choice, asked, about=message)
        if not await self._store.members.release(word):
            return None
        self._wake()
        always = member is not None and member.consent is Consent.ALWAYS
        return Choice.ALWAYS if always else Choice.ONCE

    async def settle(
        self,
        guild: int,
        user: int,
        consent: Consent,
        *,
        name: str,
        about: int | None = None,
        asked: str = "",
    ) -> None:
        """Take a member's word, and let go what waited for it.

        `asked` is what they said yes to, word for word; `about` the message it was asked about.
        """
        if consent is not Consent.NEVER:
            await self._keep_name(guild, user, name)
        word = await self._word(guild, user, consent, asked, about=about)
        await self._store.members.consent(word)
        self._wake()

    async def _word(
        self, guild: int, user: int, choice: Choice | Consent, asked: str, *, about: int | None
    ) -> Agreement:
        """What is written down of it: of what stays here nothing but that it does."""
        if choice not in {Choice.ALWAYS, Choice.ONCE}:
            return Agreement(guild, user, self._clock(), str(choice))
        reply = await self._store.replies.get(about) if about is not None else None
        waits = reply is not None and reply.user == user and reply.state is ReplyState.WAITING
        words = await self._fingerprint(reply) if reply is not None and waits else None
        message = about if waits or choice is Choice.ONCE else None
        return Agreement(guild, user, self._clock(), str(choice), asked, message, words)

    async def _fingerprint(self, reply: ReplyRecord) -> str | None:
        """What its message says now, as a hash; None where Discord does not tell."""
        try:
            said = await self._talk.message(reply.thread_id, reply.message_id)
            return fingerprint(said) if said is not None else None
        except DiscordError as error:
            log.info("What message %s says was not told: %s", reply.message_id, error)
            return None

    async def _keep_name(self, guild: int, user: int, name: str) -> None:
        proposed = await self.proposed_name(guild, user, name)
        await self._store.members.name(guild, user, proposed)

    async def name_on_blog(self, guild: int, user: int, name: str, *, about: int) -> str:
        """Under which name that message of theirs stands on its blog, or would."""
        reply = await self._store.replies.get(about)
        author = (
            await self._store.exchanges.author(guild, reply.blog, user)
            if reply is not None
            else None
        )
        return author[1] if author else await self.proposed_name(guild, user, name)

    async def write_form(
        self,
        thread: ThreadRecord,
        *,
        form: int,
        user: int,
        name: str,
        answers: int,
        words: str,
        asked: str = "",
    ) -> None:
        """Take a comment that someone wrote in a form; sending it was their yes to these words.

        `form` is the form's number: sent again with other words, it is edited. `asked` is what the
        form said of where they go.
        """
        await self._keep_name(thread.guild, user, name)
        parent = await self._store.parts.comment_of(thread.mirror, answers)
        content = fingerprint(Said(form, thread.thread_id, user, words))
        word = Agreement(thread.guild, user, self._clock(), "form", asked, form, content)
        await self._store.replies.take_form(
            word, mirror=thread.mirror, answers=answers, parent=parent, words=words
        )
        self._wake()

    async def forget(self, user: int, *, leave: bool) -> int:
        """Begin to forget a person in every guild; answers how many comments are to leave blogs.

        With `leave` what is on the blogs stays there. What the database still holds goes soon
        after, in the background.
        """
        going = await self._store.forgetting.begin(user, leave=leave)
        self._wake()
        return going

    async def rename(self, guild: int, user: int, name: str) -> str:
        """Take another pen name; answers it as it will stand there. Raises NameTaken."""
        wanted = pen_name(name)
        if not wanted or await self._is_taken(guild, wanted):
            raise NameTaken
        await self._store.members.name(guild, user, wanted)
        return wanted

    async def proposed_name(self, guild: int, user: int, name: str) -> str:
        """The pen name they have, or the one they would get, `name` being theirs in Discord."""
        member = await self._store.members.get(guild, user)
        if member is not None and (kept := pen_name(member.pen_name or "")):
            return kept
        proposed = pen_name(name)
        if proposed and not await self._is_taken(guild, proposed):
            return proposed
        say = self._languages.of(await self._store.follows.language_of(guild))
        return say(NAMELESS)

    async def _is_taken(self, guild: int, name: str) -> bool:
        badges = [say(AUTHOR) for say in self._languages]
        return is_taken(name, await self._store.articles.authors(guild), badges)


def _nonce(message: int, asks: int) -> str:
    """The key by which Discord recognises a question that is put twice: each has its own.

    The key of one that was removed can't be used again; Discord then says that it is gone.
    """
    digest = hashlib.sha256(f"question/{message}/{asks}".encode()).digest()
    return base64.b32encode(digest)[:25].decode()
