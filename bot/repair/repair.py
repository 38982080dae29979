"""Finds out what belongs to what, and lets the store remember it.

Discord is read before the blog: whatever was mirrored until then, the blog lists or has removed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.languages.language import ENGLISH
from bot.languages.phrase import Phrase
from bot.repair.matching import Discussion, Matched, match, not_listed
from bot.repair.pairing import Pairing, pair
from bot.repair.reading import gone, list_articles, read_articles, read_comments
from bot.replies.words import html_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blogs.base import Blog
    from bot.languages.language import Language
    from bot.model import BlogAddress, Comment, Summary
    from bot.repair.ports import Announced, Scanner, Standing, Tell
    from bot.repair.witness import Witness
    from bot.store.store import Store
    from bot.store.upkeep.repairs import RecordedMirror

log = logging.getLogger(__name__)

SAMPLE = 10
"""Discussions in which the channel's language is looked for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found in a channel, and what would be recorded."""

    address: BlogAddress
    guild: int
    channel: int
    pairing: Pairing
    matched: tuple[Matched, ...]
    summaries: tuple[Summary, ...]
    known: int
    """How many mirrors of the channel are recorded already."""
    language: str
    """The code of what the channel speaks."""

    @property
    def adds(self) -> bool:
        """Whether there is anything to record."""
        return bool(self.pairing.newer) or any(
            not each.known or each.mirror.parts or each.mirror.replies for each in self.matched
        )


@dataclass(frozen=True, slots=True)
class _Thread:
    summary: Summary
    announced: Announced
    standing: list[Standing]
    known: RecordedMirror | None


class Repair:
    """Looks at one channel and one blog. Nothing is changed by looking.

    `languages` are those that the channel may speak, the likeliest first; `witness` is the server's
    account on the blog, if it has one.
    """

    def __init__(
        self,
        store: Store,
        scanner: Scanner,
        blog: Blog,
        *,
        guild: int,
        channel: int,
        languages: Sequence[Language],
        tell: Tell,
        witness: Witness | None = None,
    ) -> None:
        self._store = store
        self._scanner = scanner
        self._blog = blog
        self._guild = guild
        self._channel = channel
        self._languages = languages
        self._tell = tell
        self._witness = witness

    async def look(self) -> Plan:
        """Read everything, and match it. Raises BlogError and DiscordError.

        It may take minutes: a channel's whole history is read.
        """
        announced = await self._scanner.announcements(self._channel, self._tell)
        await self._tell(
            Phrase("Announcements found: {n}. Asking the blog for its list.", n=len(announced))
        )
        summaries = await list_articles(self._blog)
        home = self._blog.address
        recorded = await self._store.repairs.recorded(home, self._channel)
        pairing = pair(announced, summaries, recorded, home.url)
        threads = [
            _Thread(
                summary,
                each,
                await self._scan(each, number, len(pairing.pairs)),
                recorded.get(summary.remote_id),
            )
            for number, (summary, each) in enumerate(pairing.pairs, start=1)
        ]
        discussed = await self._discussed(threads)
        say = await self._language(discussed)
        return Plan(
            home,
            self._guild,
            self._channel,
            pairing,
            tuple([await self._match(thread, said, say) for thread, said in discussed]),
            tuple(summaries),
            len(recorded),
            say.code,
        )

    async def _scan(self, announced: Announced, number: int, of: int) -> list[Standing]:
        await self._tell(Phrase("Reading thread {number} of {of}.", number=number, of=of))
        if announced.thread is None:
            return []
        return await self._scanner.everything(announced.thread)

    async def _discussed(self, threads: list[_Thread]) -> list[tuple[_Thread, Discussion]]:
        """The threads whose articles visitors can read, each with its discussion on the blog."""
        articles = await read_articles(self._blog, [each.summary.remote_id for each in threads])
        comments = await read_comments(self._blog, list(articles), self._tell)
        ways = await self._ways(threads)
        return [
            (
                thread,
                Discussion(
                    thread.summary,
                    articles[remote_id],
                    tuple(comments[remote_id]),
                    await gone(self._blog, not_listed(thread.standing, comments[remote_id])),
                    ways={url: way for url, way in ways.items() if way != thread.announced.thread},
                    blog=self._blog.address.title,
                ),
            )
            for thread in threads
            if (remote_id := thread.summary.remote_id) in comments
        ]

    async def _match(self, thread: _Thread, discussion: Discussion, say: Language) -> Matched:
        written = await self._written(thread.standing, discussion.comments, say)
        discussion = replace(discussion, written=written, say=say)
        found = self._compare(thread, discussion)
        if not found.claims or self._witness is None:
            return found
        claims = [each for each in discussion.comments if each.remote_id in found.claims]
        vouched = await self._witness.vouch(claims, thread.standing)
        return self._compare(thread, replace(discussion, vouched=vouched))

    def _compare(self, thread: _Thread, discussion: Discussion) -> Matched:
        would_show = self._scanner.would_show
        return match(discussion, thread.announced, thread.standing, thread.known, would_show)

    async def _language(self, discussed: Sequence[tuple[_Thread, Discussion]]) -> Language:
        """What is recorded; else the language in which most stands there as it should."""
        recorded = await self._store.follows.language_in(self._channel, self._blog.address.api)
        if recorded is not None:
            return next((each for each in self._languages if each.code == recorded), ENGLISH)

        def right(say: Language) -> int:
            sample = discussed[:SAMPLE]
            return sum(
                self._compare(thread, replace(said, say=say)).right for thread, said in sample
            )

        return max(self._languages, key=right)

    async def _ways(self, threads: list[_Thread]) -> dict[str, int]:
        """The guild's threads by their articles' addresses, once these are recorded."""
        found = {
            thread.summary.url.rstrip("/"): thread.announced.thread
            for thread in threads
            if thread.announced.thread is not None
        }
        return found | await self._store.threads.ways(self._guild)

    async def _written(
        self, standing: list[Standing], comments: Sequence[Comment], say: Language
    ) -> dict[int, str]:
        """The members' messages that comments claim to come from, as they would be sent there."""
        claimed = {comment.message for comment in comments}
        return {
            message.said.id: await html_of(message.said, self._store.members, self._guild, say)
            for message in standing
            if message.said.id in claimed and message.said.by_person
        }


async def carry_out(store: Store, plan: Plan, *, now: int) -> None:
    """Let the store remember it, in one transaction; then the engine goes on from there."""
    known = await store.blogs.find(plan.address)
    if known is not None:
        # Another channel may follow the blog: what is new there is new for that one, too.
        await store.articles.note(known, plan.summaries, now=now)
    await store.repairs.keep(
        plan.address,
        guild=plan.guild,
        channel=plan.channel,
        mirrors=[each.mirror for each in plan.matched],
        newer=plan.pairing.newer,
        language=plan.language,
        now=now,
    )
    log.info(
        "Repaired channel %s: %s mirror(s) of %s, %s message(s) bound.",
        plan.channel, len(plan.matched), plan.address.shown,
        sum(len(each.mirror.parts) for each in plan.matched),
    )  # fmt: skip
