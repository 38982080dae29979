"""Both sides as they are: Discord from its own state, the blog from its own tables."""

from __future__ import annotations

import functools
import html
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tests.e2e.afterword import read
from tests.e2e.conversation import EPHEMERAL

if TYPE_CHECKING:
    import aiohttp

    from bot.demo.blog_content import Content
    from tests.e2e.afterword import Seen
    from tests.wire.world import MessageRow, World
    from tests.wordpress.server import Server

TABLES = Path(__file__).with_name("tables.php")
MESSAGE_TYPES = (0, 19)
CONSENT = re.compile(r"consent:(?:always|once|never):(?P<user>\d+):(?P<message>\d+)")
CARD = re.compile(r"held:approved:\d+:(?P<comment>\d+)")
APPROVED, HELD = "approved", "hold"


@functools.lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, however they are written down."""
    plain = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return tuple(re.findall(r"[a-z0-9]+", plain.lower()))


@dataclass(frozen=True, slots=True)
class Comment:
    """A row of the blog's table."""

    id: int
    article: int
    parent: int
    status: str
    name: str
    url: str
    html: str
    created: float
    """In seconds since 1970."""

    @property
    def message(self) -> int:
        """The Discord message that it says it was; 0 for a comment of the blog's own."""
        found = re.fullmatch(r"https://discord\.com/channels/\d+/\d+/(\d+)", self.url)
        return int(found[1]) if found else 0

    @property
    def stands(self) -> bool:
        return self.status in {APPROVED, HELD}


class Tables(Protocol):
    """How the blog's comments are read past everything that the bot uses."""

    async def comments(self) -> dict[int, Comment]:
        """Every comment, in the spam and the trash, too."""


@dataclass(frozen=True, slots=True)
class WordPressTables:
    """WordPress's, from its database."""

    server: Server
    session: aiohttp.ClientSession

    async def comments(self) -> dict[int, Comment]:
        """A page of PHP that knows the database alone, put beside WordPress when first asked."""
        page = self.server.site / TABLES.name
        if not page.exists():
            page.write_bytes(TABLES.read_bytes())
        async with self.session.get(f"{self.server.url}/{TABLES.name}") as answer:
            rows = json.loads(await answer.text())
        return {row["id"]: Comment(**row) for row in rows}


@dataclass(frozen=True, slots=True)
class SampleTables:
    """The sample blog's, from its memory."""

    content: Content

    async def comments(self) -> dict[int, Comment]:
        """As they are kept."""
        return {
            each.id: Comment(
                each.id, each.article_id, each.parent_id, each.status, each.name, each.url,
                each.html, each.created.timestamp(),
            )
            for each in self.content.comments.values()
        }  # fmt: skip


@dataclass(slots=True)
class Thread:
    """One mirror of an article, as people see it."""

    id: int
    copies: dict[int, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    """The bot's messages that show a comment of the blog, by comment."""
    natives: dict[int, MessageRow] = field(default_factory=dict)
    """What members wrote there."""
    questions: list[tuple[int, int]] = field(default_factory=list)
    """Whom the bot asks about which message."""
    others: set[int] = field(default_factory=set)
    """What else the bot wrote: stumps."""

    def anchor(self, comment: Comment) -> int | None:
        """The message that stands for a comment."""
        if comment.message in self.natives:
            return comment.message
        first = [each.message for each in self.copies.get(comment.id, []) if each.number == 1]
        return first[0] if first else None


@dataclass(frozen=True, slots=True)
class Discord:
    """Everything that the bot and the members wrote."""

    threads: dict[tuple[int, str], list[Thread]]
    """By channel and name."""
    announcements: dict[int, int]
    """How many stand in each channel."""
    cards: dict[int, int]
    """How many cards with buttons stand for each held comment."""
    mentioning: list[int]
    """Messages of the bot that notify somebody who was not asked anything."""


def read_discord(world: World, channels: list[int], moderators: int) -> Discord:
    """Read it from the stand-in's state."""
    threads: dict[tuple[int, str], list[Thread]] = defaultdict(list)
    announcements: dict[int, int] = {}
    mentioning: list[int] = []
    for channel in channels:
        rows = _visible(world, channel)
        announcements[channel] = sum(bool(row.embeds) for row in rows)
        mentioning += _mentioning(world, rows)
        for thread in world.threads(channel):
            rows = _visible(world, thread.id)
            threads[channel, thread.name].append(_thread(world, thread.id, rows))
            mentioning += _mentioning(world, rows)
    cards: dict[int, int] = defaultdict(int)
    for row in _visible(world, moderators):
        for comment in set(CARD.findall(json.dumps(row.components))):
            cards[int(comment)] += 1
    return Discord(dict(threads), announcements, dict(cards), mentioning)


def _visible(world: World, channel: int) -> list[MessageRow]:
    return [row for row in world.messages(channel) if not row.flags & EPHEMERAL]


def _mentioning(world: World, rows: list[MessageRow]) -> list[int]:
    return [
        row.id
        for row in rows
        if row.author_id == world.bot_id
        and row.mentions
        and not CONSENT.search(json.dumps(row.components))
    ]


def _thread(world: World, thread: int, rows: list[MessageRow]) -> Thread:
    found = Thread(thread)
    for row in rows:
        if row.type not in MESSAGE_TYPES:
            continue
        if row.author_id != world.bot_id:
            found.natives[row.id] = row
        elif asked := CONSENT.search(json.dumps(row.components)):
            found.questions.append((int(asked["user"]), int(asked["message"])))
        elif (seen := read(row)) is not None:
            found.copies[seen.comment].append(seen)
        else:
            found.others.add(row.id)
    return found
