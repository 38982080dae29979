"""Compares the two sides from their own states. It knows nothing of the bot, or of its database."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord.utils import snowflake_time

from tests.torture.ledger import ALWAYS
from tests.torture.sides import APPROVED, HELD, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.e2e.afterword import Seen
    from tests.torture.ledger import Ledger, Utterance
    from tests.torture.sides import Comment, Discord, Thread
    from tests.wire.world import MessageRow

LOST, DOUBLED, MISPLACED, WORDS = "lost", "doubled", "misplaced", "wrong words"
UNCONSENTED, STALE, MARKS, MENTION = "without consent", "stale", "wrong mark", "mention"
KINDS = (LOST, DOUBLED, MISPLACED, WORDS, UNCONSENTED, STALE, MARKS, MENTION)
"""What can be wrong. Stale is what stands there and should not any more."""

MARK = {APPROVED: "✅", HELD: "🕓", "trash": "🗑️", "spam": "🗑️"}
"""What stands under a member's message, by what became of it on the blog."""

SMALL_PRINT = re.compile(r"^-# .*\n|\n-# .*$")
"""What the bot adds where a comment answers something that is gone."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong; `about` are the words by which the story knows it."""

    kind: str
    words: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checker:
    """Both sides at one moment; `articles` are their ids by title, and `channels` the mirrors'."""

    discord: Discord
    comments: Mapping[int, Comment]
    ledger: Ledger
    articles: Mapping[str, int]
    channels: Mapping[str, int]

    def findings(self) -> list[Finding]:
        """All that is wrong."""
        found = [Finding(UNCONSENTED, each, (each.split()[0],)) for each in self.ledger.leaks]
        found += [
            Finding(MENTION, f"message {message} notifies somebody", (str(message),))
            for message in self.discord.mentioning
        ]
        threads: list[Thread] = []
        for kind, channel in self.channels.items():
            for title, article in self.articles.items():
                there = self.discord.threads.get((channel, title), [])
                threads += there
                if len(there) != 1:
                    what = DOUBLED if there else LOST
                    words = f"{len(there)} threads of {title!r} in the {kind} channel"
                    found.append(Finding(what, words, (title,)))
                else:
                    found += self._mirror(kind, there[0], article)
            if self.discord.announcements[channel] > len(self.articles):
                words = f"announcements in the {kind} channel"
                found.append(Finding(DOUBLED, words, ("announces",)))
        found += self._members(threads)
        found += self._questions(threads)
        found += self._cards()
        return sorted(found)

    def _mirror(self, kind: str, thread: Thread, article: int) -> Iterator[Finding]:
        """Every visible comment once, under its parent, with its words; and nothing else."""
        for comment in self.comments.values():
            if comment.article != article or comment.status != APPROVED:
                continue
            about, where = self._about(comment), f"c{comment.id} in the {kind} channel"
            parts = thread.copies.get(comment.id, [])
            numbers = Counter(each.number for each in parts)
            if comment.message in thread.natives:
                if parts:
                    yield Finding(DOUBLED, f"{where}: a copy beside the message itself", about)
                continue
            if not parts:
                yield Finding(LOST, where, about)
                continue
            if max(numbers.values()) > 1:
                yield Finding(DOUBLED, f"{where}: parts {dict(numbers)}", about)
                continue
            ordered = sorted(parts, key=lambda each: each.number)
            said = " ".join(SMALL_PRINT.sub("", each.words) for each in ordered)
            if words_of(said) != words_of(comment.html):
                yield Finding(WORDS, where, about)
            yield from self._place_of_copy(comment, thread, ordered[0], where)
        for shown in thread.copies:
            if shown not in self.comments or self.comments[shown].status != APPROVED:
                yield Finding(STALE, f"c{shown} in the {kind} channel is not on the blog",
                              (f"c{shown}",))  # fmt: skip

    def _place_of_copy(
        self, comment: Comment, thread: Thread, first: Seen, where: str
    ) -> Iterator[Finding]:
        """Discord lets no message move: it answers what stood there when it was written."""
        parent = self.comments.get(comment.parent)
        place = thread.anchor(parent) if parent is not None else None
        answers = first.reply_to
        moved = comment.id in self.ledger.moved or comment.parent in self.ledger.deleted
        if answers == place or moved:
            return
        written = snowflake_time(first.message).timestamp()
        if parent is not None and not self._stood(parent, since=written):
            shown = {
                each.message: number for number, parts in thread.copies.items() for each in parts
            }
            if shown.get(answers or 0, parent.id) == parent.id:
                return
        words = f"{where}: under {answers}, and its parent is {place}"
        yield Finding(MISPLACED, words, self._about(comment))

    def _members(self, threads: list[Thread]) -> Iterator[Finding]:
        """Every consented message once on the blog, there too, under its pen name."""
        natives = {id_: row for thread in threads for id_, row in thread.natives.items()}
        for said in self.ledger.said.values():
            found = [each for each in self.comments.values() if said.token in words_of(each.html)]
            about = (said.token, *(f"c{each.id}" for each in found))
            row = natives.get(said.message)
            wrong = self._wrong_at_all(said, found, row)
            if wrong is not None:
                yield Finding(*wrong, about)
                continue
            shown = [each for each in found if each.stands or each.id in self.ledger.removed]
            if shown and (row is not None or not said.message):
                comment = max(shown, key=lambda each: each.stands)
                yield from self._member(said, comment, row, about)

    def _wrong_at_all(
        self, said: Utterance, found: list[Comment], row: MessageRow | None
    ) -> tuple[str, str] | None:
        """Whether it is on the blog and should not be, or the other way round."""
        standing = sum(each.stands for each in found)
        if found and not said.allowed:
            return UNCONSENTED, f"{said.token} of {said.who} is on the blog"
        if standing > 1:
            return DOUBLED, f"{said.token} stands on the blog twice"
        if said.message and row is None:
            gone = f"{said.token} was deleted, and is on the blog"
            return (STALE, gone) if standing else None
        turned_down = any(each.id in self.ledger.removed for each in found)
        if said.due and not standing and not turned_down:
            return LOST, f"{said.token} of {said.who} is not on the blog"
        if row is not None and row.reactions and not said.allowed:
            return MARKS, f"{said.token} shows {set(row.reactions)}"
        return None

    def _member(
        self, said: Utterance, comment: Comment, row: MessageRow | None, about: tuple[str, ...]
    ) -> Iterator[Finding]:
        """Its name, place, words and mark."""
        if comment.name != said.who:
            yield Finding(WORDS, f"{said.token} stands under {comment.name!r}", about)
        chain, sure = self._place(said, comment)
        if comment.parent not in (chain[:1] if sure else [*chain, 0]):
            words = f"{said.token} stands under c{comment.parent}, not {chain}"
            places = (f"c{each}" for each in (comment.parent, *chain))
            yield Finding(MISPLACED, words, (*about, str(said.answers), *places))
        if row is None:
            return
        if comment.stands and words_of(row.content) != words_of(comment.html):
            yield Finding(WORDS, f"{said.token} on the blog", about)
        if set(row.reactions) != {MARK[comment.status]}:
            marks = f"{set(row.reactions)}, and is {comment.status}"
            yield Finding(MARKS, f"{said.token} shows {marks}", about)

    def _place(self, said: Utterance, comment: Comment) -> tuple[list[int], bool]:
        """The comments under which it may stand, nearest first; and whether only the first will do.

        What was out of sight when it was written, or about then, is not answered.
        """
        if not said.answers:
            return [0], True
        other = self.ledger.by_message(said.answers)
        chain: list[int] = []
        under, sure = said.under, True
        if other is not None:
            found = [each.id for each in self.comments.values() if each.message == other.message]
            standing = [each for each in found if self.comments[each].stands]
            if not standing:
                return [*found, *self._place(other, comment)[0]], False
            # What was agreed to later may have been waited for in vain.
            under, sure = standing[0], other.due and standing[0] < comment.id
        if direct := self.comments.get(under):
            written = comment.created
            sure = sure and self._stood(direct, since=written, until=written + 5)
        while under and under not in chain:
            chain.append(under)
            above = self.comments.get(under)
            under = above.parent if above else self.ledger.deleted.get(under, 0)
        return chain or [0], sure and direct is not None

    def _stood(self, comment: Comment, since: float, until: float = math.inf) -> bool:
        return comment.status == APPROVED and self.ledger.stood(comment.id, since, until)

    def _questions(self, threads: list[Thread]) -> Iterator[Finding]:
        """Nobody is asked twice, or after their answer."""
        asked = Counter(user for thread in threads for user, _ in thread.questions)
        for who, user in self.ledger.people.items():
            if asked[user] > 1:
                yield Finding(DOUBLED, f"{asked[user]} questions stand for {who}", (who,))
        if self.ledger.understood and asked[self.ledger.people[ALWAYS]]:
            yield Finding(STALE, f"a question stands for {ALWAYS}", (ALWAYS,))

    def _cards(self) -> Iterator[Finding]:
        """What is held has one card; what was decided has no buttons."""
        for comment in self.comments.values():
            cards = self.discord.cards.get(comment.id, 0)
            about = self._about(comment)
            if comment.status == HELD and cards != 1:
                kind = DOUBLED if cards else LOST
                yield Finding(kind, f"{cards} cards of c{comment.id}", about)
            if comment.status != HELD and cards:
                yield Finding(STALE, f"a card of c{comment.id}", about)

    def _about(self, comment: Comment) -> tuple[str, ...]:
        tokens = {*words_of(comment.html)} & self.ledger.said.keys()
        return (f"c{comment.id}", *sorted(tokens))
