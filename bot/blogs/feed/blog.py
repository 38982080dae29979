"""RSS, Atom and JSON Feed: blogs that can be read, but not asked about one single thing.

Feeds hold the newest few articles and comments. What leaves a feed may only have grown old, so
nothing here says that something is gone.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from bot.blogs.base import About
from bot.blogs.feed import document as answers
from bot.blogs.leaving import leaving_out
from bot.blogs.plain import blog_name, is_home
from bot.errors import BlogMoved, BlogUnusable
from bot.model import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.blogs.base import Order
    from bot.blogs.http.answer import Answer
    from bot.blogs.http.fetcher import Fetcher
    from bot.model import Article, BlogAddress, Comment, Summary

logger = logging.getLogger(__name__)

MAX_BYTES = 4 * 1024 * 1024
UNCONDITIONAL_AFTER = 3600.0
"""Seconds after which a feed is read in full: WordPress's ETag misses edits and deletions."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A feed as last read, and what to ask with whether it changed."""

    document: answers.Document
    digest: bytes
    """Of the bytes that were read, and what their server said of them."""
    validators: dict[str, str]
    read_at: float


class Feed:
    """A blog (`Blog`) behind an RSS or Atom feed, with its comment feeds where it has them."""

    def __init__(self, fetcher: Fetcher, address: BlogAddress) -> None:
        self._fetcher = fetcher
        self._address = address
        self._kept: dict[str, _Kept] = {}
        self._missing: set[str] = set()
        self._unconditional: set[str] = set()
        self._entries: list[answers.Entry] = []
        self._listing: tuple[Summary, ...] = ()
        self._document: answers.Document | None = None
        self._is_wordpress = False
        self._turn = -1

    @property
    def address(self) -> BlogAddress:
        """Where it is."""
        return self._address

    async def about(self) -> About:
        """What the feed says of itself; it is read at each reading anyway."""
        return about_feed(await self._read(self._address.api))

    async def summaries(self, order: Order, *, page: int = 1, size: int = 10) -> Page[Summary]:
        """List the feed's articles, newest first.

        Feeds date articles by publication, some by the last change, and say no more: all
        orders are alike.
        """
        del order
        listed = sorted(await self.listing(), key=lambda summary: summary.published, reverse=True)
        start = (page - 1) * size
        return Page(tuple(listed[start : start + size]), None, max(-(-len(listed) // size), 1))

    async def listing(self) -> Sequence[Summary]:
        """List all that the feed has, in its own order; the same object while it says the same."""
        await self._read_entries()
        return self._listing

    @property
    def beyond(self) -> int:
        """How many articles follow those that are read of a feed."""
        return self._document.feed.beyond if self._document else 0

    async def articles(self, ids: Sequence[str]) -> list[Article]:
        """Read articles in full; those that are no longer in the feed are left out."""
        wanted = set(ids)
        entries = self._entries or await self._read_entries()
        named = [entry for entry in entries if entry.summary.remote_id in wanted]
        return await asyncio.to_thread(self._full, named)

    def _full(self, entries: Sequence[answers.Entry]) -> list[Article]:
        read = []
        for entry in entries:
            with leaving_out(urlsplit(self._address.api).netloc, entry.summary.remote_id):
                read.append(entry.article)
        return read

    async def newest_comments(self, *, page: int = 1) -> Page[Comment]:
        """List the comments that feeds offer, newest first, on one page.

        Read are the whole blog's comment feed, where there is one, and the comment feed of one
        article, another one each time: at most two requests.
        """
        entries = self._entries or await self._read_entries()
        if page > 1 or not entries:
            return Page((), None, 1)
        articles = [entry.summary for entry in entries]
        found: dict[str, Comment] = {}
        for source, about in [(self._everywhere(), None), self._next_of(entries)]:
            document = await self._comment_feed(source)
            if document is not None:
                read = await asyncio.to_thread(answers.comments, document, articles, about)
                for comment in read:
                    found.setdefault(comment.remote_id, comment)
        newest = sorted(found.values(), key=lambda comment: comment.created, reverse=True)
        return Page(tuple(newest), None, 1)

    async def _read_entries(self) -> list[answers.Entry]:
        document = await self._read(self._address.api)
        if document is self._document:
            return self._entries
        self._entries = await asyncio.to_thread(answers.entries, document, datetime.now(UTC))
        self._document = document
        self._listing = tuple(entry.summary for entry in self._entries)
        self._is_wordpress = document.is_wordpress
        current = {self._address.api, self._everywhere()}
        current.update(self._nested(entry.comment_feed) for entry in self._entries)
        self._kept = {url: kept for url, kept in self._kept.items() if url in current}
        return self._entries

    async def _comment_feed(self, url: str | None) -> answers.Document | None:
        if url is None or url in self._missing:
            return None
        try:
            return await self._read(url)
        except BlogUnusable:
            host = urlsplit(url).netloc.rpartition("@")[2]
            logger.info("%s has no comment feed where it is expected", host)
            self._missing.add(url)
            return None

    async def _read(self, url: str) -> answers.Document:
        """Read a feed, or take it as last read where the server says that it is the same."""
        kept = self._kept.get(url)
        now = time.monotonic()
        again = kept is not None and now - kept.read_at < UNCONDITIONAL_AFTER
        answer = await self._ask(url, kept.validators if kept and again else {})
        if kept and again and answer.status == 304:
            return kept.document
        digest = await asyncio.to_thread(_digest, answer)
        same = kept is not None and answer.status == 200 and kept.digest == digest
        document = kept.document if kept and same else await parsed(answer)
        self._kept[url] = _Kept(document, digest, _validators(answer), now)
        return document

    async def _ask(self, url: str, validators: dict[str, str]) -> Answer:
        """Ask whether it changed; only for all of it where a server can't answer that.

        Some send what they say is not modified, and that is no answer by HTTP's rules.
        """
        stay = url == self._address.api
        if validators and url not in self._unconditional:
            try:
                return await self._fetcher.get(
                    url, headers=validators, max_bytes=MAX_BYTES, stay=stay
                )
            except BlogMoved:
                raise
            except BlogUnusable:
                self._unconditional.add(url)
        return await self._fetcher.get(url, max_bytes=MAX_BYTES, stay=stay)

    def _next_of(self, entries: list[answers.Entry]) -> tuple[str | None, Summary | None]:
        offering = [entry for entry in entries if entry.comment_feed is not None]
        if not offering:
            return None, None
        self._turn += 1
        entry = offering[self._turn % len(offering)]
        return self._nested(entry.comment_feed), entry.summary

    def _everywhere(self) -> str | None:
        """Guess the whole blog's comment feed from the article feed's address."""
        parts = urlsplit(self._address.api)
        if self._is_wordpress:
            head, found, _ = parts.path.rpartition("/feed")
            path = f"{head}/comments/feed/atom/" if found else None
        else:  # Blogger
            path = parts.path.replace("/feeds/posts/", "/feeds/comments/")
        if path is None or path == parts.path:
            return None
        return urlunsplit(parts._replace(path=path))

    def _nested(self, url: str | None) -> str | None:
        """Prefer WordPress's Atom, which says what a comment answers, to its RSS."""
        if url is not None and self._is_wordpress and url.endswith("/feed/"):
            return f"{url}atom/"
        return url


def about_feed(document: answers.Document) -> About:
    """What it is called, and its home page, if that is at the feed's own host.

    Without one, it is the feed's address, of which only the host is ever shown.
    """
    own = is_home(document.home) and _site(document.home) == _site(document.url)
    title = blog_name(document.title) or urlsplit(document.url).netloc
    return About(title, document.home if own else document.url)


def _site(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


async def parsed(answer: Answer) -> answers.Document:
    """Parse a feed in a thread. Raises `BlogUnusable` if the answer is none."""
    host = urlsplit(answer.url).netloc
    if answer.status in {401, 403}:
        raise BlogUnusable(
            "{host} turns the bot away ({status}), as a firewall or a password does.",
            host=host,
            status=answer.status,
        )
    if answer.status != 200:
        raise BlogUnusable(
            "There is no feed at {host} any more ({status}).", host=host, status=answer.status
        )
    said = answer.headers.get("Content-Type", "")
    return await asyncio.to_thread(answers.parse, answer.body, answer.url, said)


def _digest(answer: Answer) -> bytes:
    said = answer.headers.get("Content-Type", "").encode(errors="replace")
    return hashlib.sha256(said + b"\0" + answer.body).digest()


def _validators(answer: Answer) -> dict[str, str]:
    pairs = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))
    return {ask: answer.headers[got] for got, ask in pairs if got in answer.headers}
