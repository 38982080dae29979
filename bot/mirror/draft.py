"""What one mirror's thread holds, what it should hold, and the steps between the two."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.mirror.aside import desired
from bot.mirror.doubt import match
from bot.mirror.lines import link
from bot.mirror.plan import plan
from bot.store.discord.parts import PartState

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.languages.catalogues import Languages
    from bot.mirror.desired import Desired
    from bot.mirror.plan import Step
    from bot.mirror.ports import Publisher
    from bot.model import Comment
    from bot.store.blog.articles import ArticleRecord
    from bot.store.discord.mirrors import MirrorRecord
    from bot.store.discord.parts import PartRecord
    from bot.store.store import Store

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Thread:
    """One thread while it is being written."""

    mirror: MirrorRecord
    id: int
    parts: dict[tuple[str, int], PartRecord]
    messages: dict[tuple[str, int], int] = field(default_factory=dict)
    natives: dict[str, int | None] = field(default_factory=dict)
    """Comments that members wrote in this very thread, with their messages."""

    def first_message(self, comment: str) -> int | None:
        """The message to which an answer to this comment replies."""
        if comment in self.natives:
            return self.natives[comment]
        numbers = [number for (owner, number) in self.messages if owner == comment]
        return self.messages[comment, min(numbers)] if numbers else None


@dataclass(frozen=True, slots=True)
class Draft:
    """What there is to do for one mirror, at one count of its changes."""

    article: ArticleRecord
    thread: Thread
    wish: Desired
    steps: list[Step]


class Drafts:
    """Reads what is recorded, and finds out what a crash left in doubt."""

    def __init__(
        self, store: Store, publisher: Publisher, clock: Callable[[], int], languages: Languages
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._clock = clock
        self._languages = languages

    async def draft(self, mirror: MirrorRecord, thread_id: int) -> Draft:
        """What there is to do for this mirror, by what is recorded."""
        article = await self._store.articles.get(mirror.article)
        comments = await self._store.comments.of(mirror.article)
        thread = await self._read(mirror, thread_id)
        wish = await desired(
            article.article,
            comments,
            shown={comment for comment, number in thread.messages if number == 1},
            natives=thread.natives.keys(),
            brief=(await self._store.follows.get(mirror.follow)).brief,
            ways=await self._ways(mirror, article, comments),
            say=self._languages.of(mirror.language),
        )
        steps = plan(wish.parts, thread.parts.values()) if wish.parts is not None else []
        return Draft(article, thread, wish, steps)

    async def _ways(
        self, mirror: MirrorRecord, article: ArticleRecord, comments: list[Comment]
    ) -> dict[str, int]:
        """The threads of other articles to which these comments may link."""
        site = urlsplit(article.article.url).netloc
        if not (site and any(site in comment.html for comment in comments)):
            return {}
        ways = await self._store.threads.ways(mirror.guild)
        ways.pop(article.article.url.rstrip("/"), None)
        return ways

    async def _read(self, mirror: MirrorRecord, thread_id: int) -> Thread:
        recorded = await self._store.parts.of(mirror.id)
        parts = {(part.comment, part.number): part for part in recorded}
        messages = {
            key: part.message_id
            for key, part in parts.items()
            if part.state is PartState.SENT and part.message_id is not None
        }
        # Read after the comments: whatever they hold of ours was claimed before.
        natives = await self._store.replies.natives(mirror.id)
        return Thread(mirror, thread_id, parts, messages, natives)

    async def recover(self, mirror: MirrorRecord, thread_id: int) -> None:
        """Look in the thread for messages whose sending was cut off. Raises DiscordError."""
        recorded = await self._store.parts.of(mirror.id)
        doubtful = [part for part in recorded if part.state is PartState.SENDING]
        if not doubtful:
            return
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
