"""Finding articles for people: titles as they type, words in the archive, addresses they paste."""

from __future__ import annotations

import asyncio
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.finding.titles import Title, Titles, normal
from bot.store.blog.search import Found, Scope
from bot.store.discord.follows import FollowState
from bot.text.query import match
from bot.text.to_discord import plain

if TYPE_CHECKING:
    from bot.store.blog.library import Entry
    from bot.store.store import Store

PAGE = 10
"""Places on a page of what was found."""

REMEMBERED = 8
"""Lists of titles kept in memory, one for each set of blogs; 20,000 titles take some 6 MB."""

_CAMPAIGN = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid", "ref"})


class Mirroring(Enum):
    """What came of the wish to mirror an article."""

    BEGUN = auto()
    PAUSED = auto()
    """No channel follows its blog at the moment."""
    LEFT_OUT = auto()
    """The owner's filters keep it out."""
    STOPPED = auto()
    """People removed its announcement or thread."""


class Lookup:
    """What the commands for members ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._titles: dict[tuple[int, ...], tuple[tuple[tuple[int, int], ...], Titles]] = {}

    async def suggest(self, guild: int, typed: str, count: int) -> list[Title]:
        """The articles that are most likely meant by what someone has typed so far."""
        titles = await self._titles_of(guild)
        return await asyncio.to_thread(titles.suggest, typed, count)

    async def _titles_of(self, guild: int) -> Titles:
        state = await self._store.library.state(guild)
        blogs = tuple(blog for blog, _ in state)
        known, titles = self._titles.pop(blogs, (None, None))
        if titles is None or known != state:
            rows = await self._store.library.titles(guild)
            titles = await asyncio.to_thread(lambda: Titles([Title(*row) for row in rows]))
        while len(self._titles) >= REMEMBERED:
            del self._titles[next(iter(self._titles))]
        self._titles[blogs] = (state, titles)
        return titles

    async def named(self, guild: int, typed: str) -> Entry | None:
        """The article that is meant: by its `key`, its address, or the likeliest title."""
        if typed.startswith("#") and typed[1:].isascii() and typed[1:].isdigit():
            return await self._store.library.article(guild, int(typed[1:18]))
        if "://" in typed:
            return await self.at(guild, typed)
        found = await self.suggest(guild, typed, 1) if typed.strip() else []
        return await self._store.library.article(guild, found[0].article) if found else None

    async def called(self, guild: int, typed: str) -> list[str]:
        """The names with a word that begins so for each word that was typed."""
        words = normal(typed).split()
        if not words:
            return []
        longest = max(typed.split(), key=len)
        return [
            name
            for name in await self._store.library.named_with(guild, longest)
            if all(any(each.startswith(word) for each in normal(name).split()) for word in words)
        ]

    async def mirror(self, guild: int, entry: Entry) -> Mirroring:
        """Let the channels that follow the article's blog mirror it, however old it is."""
        follows = [
            follow
            for follow in await self._store.follows.of_guild(guild)
            if follow.blog == entry.blog and follow.state is FollowState.ACTIVE and follow.begun
        ]
        words = plain(entry.article.html)
        willing = [each.id for each in follows if each.filters.admit(entry.article, words)]
        if not willing:
            return Mirroring.LEFT_OUT if follows else Mirroring.PAUSED
        if await self._store.places.want(willing, entry.id):
            return Mirroring.BEGUN
        return Mirroring.STOPPED

    async def at(self, guild: int, url: str) -> Entry | None:
        """The article to which this address leads."""
        return await self._store.library.by_url(guild, addresses(url))

    async def search(
        self, guild: int, words: str, *, author: str = "", scope: Scope = Scope.BOTH, page: int = 0
    ) -> Found:
        """Where these words stand; pages are counted from 0."""
        query = match(words, author)
        if query is None:
            return Found([], False)
        return await self._store.search.find(guild, query, scope, page=page, size=PAGE)


def key(article: int) -> str:
    """How a command names an article that was suggested; nobody types this."""
    return f"#{article}"


def addresses(url: str) -> list[str]:
    """The ways in which a blog may write this address: people's links vary in small things."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return [url]
    asked = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name not in _CAMPAIGN and not name.startswith("utm_")
    ]
    bare = host.removeprefix("www.")
    path = parts.path.rstrip("/")
    return [
        urlunsplit(
            (scheme, f"{name}:{port}" if port else name, f"{path}{end}", urlencode(asked), "")
        )
        for scheme in ("https", "http")
        for name in (bare, f"www.{bare}")
        for end in ("/", "")
    ]
