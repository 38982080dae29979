"""What one mirror's thread holds, what it should hold, and the steps between the two."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.mirror.aside import announcement, done
from bot.mirror.desired import desire, digest
from bot.mirror.doubt import match
from bot.mirror.kin import concerned
from bot.mirror.lines import link
from bot.mirror.plan import Edit, plan, standing_words, unaltered
from bot.model import ArticleState
from bot.store.discord.parts import STANDS, PartState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from bot.languages.catalogues import Languages
    from bot.mirror.desired import Desired
    from bot.mirror.plan import Step
    from bot.mirror.ports import Publisher
    from bot.model import Article, Comment
    from bot.store.blog.article import ArticleRecord
    from bot.store.discord.mirror import MirrorRecord
    from bot.store.discord.parts import PartRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)

FIXED = 100
"""A comment takes as long as so many characters of markup, even if its words stand already."""


@dataclass(slots=True)
class Thread:
    """One thread while it is being written."""

    mirror: MirrorRecord
    id: int
    parts: dict[tuple[str, int], PartRecord]
    """Those of the comments that are looked at."""
    messages: dict[str, dict[int, int]] = field(default_factory=dict)
    """The messages by their comments and numbers; of those that are looked at and their kin."""
    natives: dict[str, int | None] = field(default_factory=dict)
    """Comments that members wrote in this very thread, with their messages."""

    def sent(self) -> Iterator[int]:
        """The messages that are there."""
        for numbers in self.messages.values():
            yield from numbers.values()

    def first_message(self, comment: str) -> int | None:
        """The message to which an answer to this comment replies."""
        if comment in self.natives:
            return self.natives[comment]
        messages = self.messages.get(comment)
        return messages[min(messages)] if messages else None


@dataclass(frozen=True, slots=True)
class Draft:
    """What there is to do for one mirror, at one count of its changes."""

    article: ArticleRecord
    thread: Thread
    wish: Desired
    steps: list[Step]
    standing: dict[str, str]
    """What is to be recorded of comments whose words stood before those were recorded."""
    ways: str
    """A digest of the threads to which comments can link."""
    only: AbstractSet[str] | None
    """The comments that were looked at; None: all of them."""

    @property
    def to_edit(self) -> set[str]:
        """The comments with messages that are to be changed."""
        return {step.part.comment for step in self.steps if isinstance(step, Edit)}


@dataclass(frozen=True, slots=True)
class _Scope:
    """The comments of an article that are looked at, and those that tell of their places."""

    comments: list[Comment]
    only: AbstractSet[str] | None
    """None: all of them."""
    visible: int | None


class Drafts:
    """Reads what is recorded, and finds out what a crash left in doubt."""

    def __init__(
        self, store: Store, publisher: Publisher, clock: Callable[[], int], languages: Languages
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._clock = clock
        self._languages = languages
        self._ways_then: dict[int, str] = {}
        """By mirror, a digest of the threads to which its comments could link when last written."""

    async def draft(self, mirror: MirrorRecord, thread_id: int) -> Draft:
        """What there is to do for this mirror, by what is recorded.

        Of a discussion in which single comments changed, only they and their kin are looked at.
        """
        article = await self._store.articles.get(mirror.article)
        linking, ways = await self._ways(mirror, article)
        ways_now = digest(repr(sorted(ways.items())))
        if self._ways_then.get(mirror.id) == ways_now:
            linking = set()
        scope = await self._scope(mirror, article, linking)
        thread, recorded = await self._read(mirror, thread_id, scope)
        follow = await self._store.follows.get(mirror.follow)
        work = partial(
            _drafted, article.article, scope, thread, recorded,
            brief=follow.brief, blog=await self._store.follows.blog_named_by(follow),
            ways=ways, say=self._languages.of(mirror.language),
        )  # fmt: skip
        size = sum(len(comment.html) + FIXED for comment in scope.comments)
        wish, steps, standing = await done(size, work)
        if mirror.announcement_words not in {STANDS, wish.words}:
            await announcement(wish)
        return Draft(article, thread, wish, steps, standing, ways_now, scope.only)

    async def messages(self, draft: Draft) -> int:
        """How many messages the thread takes in all."""
        if draft.only is None:
            return len(draft.wish.parts or [*draft.thread.sent()])
        beside = await self._store.parts.beside(draft.thread.mirror.id, draft.only)
        return beside + len(draft.wish.parts or ())

    def written(self, draft: Draft) -> None:
        """Its thread shows all of it, or what is missing is recorded."""
        self._ways_then[draft.thread.mirror.id] = draft.ways

    async def _scope(
        self, mirror: MirrorRecord, article: ArticleRecord, linking: AbstractSet[str]
    ) -> _Scope:
        """What to look at: everything, unless it is known that only some comments changed."""
        touched = await self._store.touched.of(mirror.id, mirror.wanted)
        if touched is not None and article.article.state is ArticleState.PUBLISHED:
            touched |= linking
            around = await self._store.comments.around(mirror.article, touched)
            only = concerned(touched, around)
            if only is not None:
                return _Scope(around, only, await self._store.comments.count(mirror.article))
        return _Scope(await self._store.comments.of(mirror.article), None, None)

    async def _ways(
        self, mirror: MirrorRecord, article: ArticleRecord
    ) -> tuple[set[str], dict[str, int]]:
        """The comments that name addresses of the blog, and the threads to which they may link."""
        site = urlsplit(article.article.url).netloc
        linking = await self._store.comments.linking(mirror.article, site) if site else set[str]()
        if not linking:
            return linking, {}
        ways = await self._store.threads.ways(mirror.guild)
        ways.pop(article.article.url.rstrip("/"), None)
        return linking, ways

    async def _read(
        self, mirror: MirrorRecord, thread_id: int, scope: _Scope
    ) -> tuple[Thread, list[PartRecord]]:
        if scope.only is None:
            recorded = await self._store.parts.of(mirror.id)
        else:
            kin = scope.only | {comment.remote_id for comment in scope.comments}
            recorded = await self._store.parts.of_comments(mirror.id, kin)
        # Read after the comments: whatever they hold of ours was claimed before.
        natives = await self._store.replies.natives(mirror.id)
        return Thread(mirror, thread_id, {}, natives=natives), recorded

    async def recover(self, mirror: MirrorRecord, thread_id: int) -> None:
        """Look in the thread for messages whose sending was cut off. Raises DiscordError."""
        if not await self._store.parts.any_in_doubt(mirror.id):
            return
        recorded = await self._store.parts.of(mirror.id)
        doubtful = [part for part in recorded if part.state is PartState.SENDING]
        comments = await self._store.comments.of(mirror.article)
        links = {comment.remote_id: link(comment.url) for comment in comments}
        bound = {part.message_id for part in recorded if part.message_id is not None}
        standing = [
            (message, content)
            for message, content in await self._publisher.own_messages(
                thread_id, after=max(bound, default=thread_id)
            )
            if message not in bound
        ]
        found = match(doubtful, links, standing)
        for part, message in found:
            await self._store.parts.sent(
                mirror.id, part.comment, part.number, message, part.hash, now=self._clock()
            )
        log.info("Looked for %s message(s) in doubt; found %s.", len(doubtful), len(found))


def _drafted(
    article: Article, scope: _Scope, thread: Thread, recorded: Iterable[PartRecord], **choices: Any
) -> tuple[Desired, list[Step], dict[str, str]]:
    """What is desired, the steps to there, and which words stand that were not recorded."""
    recorded = list(recorded)
    for part in recorded:
        if scope.only is None or part.comment in scope.only:
            thread.parts[part.comment, part.number] = part
        if part.state is PartState.SENT and part.message_id is not None:
            thread.messages.setdefault(part.comment, {})[part.number] = part.message_id
    wish = desire(
        article,
        scope.comments,
        shown={comment for comment, numbers in thread.messages.items() if 1 in numbers},
        natives=thread.natives.keys(),
        only=scope.only,
        visible=scope.visible,
        standing=unaltered(recorded),
        **choices,
    )
    parts = thread.parts.values()
    steps = plan(wish.parts, parts) if wish.parts is not None else []
    unrecorded = any(part.words == STANDS for part in parts)
    return wish, steps, standing_words(wish.parts or (), parts) if unrecorded else {}
