"""What came to a channel lately, on real SQLite."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.blogs.wordpress.kind import WORDPRESS
from bot.model import ArticleState, BlogAddress, Comment, Summary
from bot.store.discord.lags import EPOCH, Arrival
from bot.store.store import Store, open_store
from bot.store.upkeep.adoptions import Adopted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

GUILD, CHANNEL = 7001, 7002
BEGUN = 1_790_000_000
"""When the channel began to follow, in seconds since 1970."""

ADDRESS = BlogAddress(WORDPRESS, "https://blog.example/", "https://blog.example/", "Blog")


def message(at: float) -> int:
    return (round(at * 1000) - EPOCH) << 22


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A channel that follows a blog with one article, older than that."""
    async with open_store(tmp_path / "afterword.sqlite3") as opened:
        blog = await opened.blogs.add(ADDRESS)
        await opened.follows.start(blog, guild=GUILD, channel=CHANNEL, backfill=3)
        await publish(opened, 1, BEGUN - 5000)
        await opened.blogs.listed(blog)
        await opened.follows.begin(blog)
        await announce(opened, 1, BEGUN)
        yield opened


async def publish(store: Store, article: int, at: int) -> None:
    url = f"https://blog.example/{article}/"
    published = datetime.fromtimestamp(at, UTC)
    summary = Summary(str(article), url, "Title", published, "1", ArticleState.PUBLISHED)
    await store.articles.note(1, [summary], now=at)


async def announce(store: Store, mirror: int, at: float) -> None:
    await store.announcements.announcing(mirror, now=int(at))
    await store.announcements.announced(mirror, message(at), None)


async def write(store: Store, comment: int, at: int, *, article: int = 1) -> None:
    url = f"https://blog.example/{article}/#comment-{comment}"
    created = datetime.fromtimestamp(at, UTC)
    written = Comment(str(comment), str(article), None, "Ada", False, created, url, "<p>Words.</p>")
    await store.comments.note(1, [written])


async def send(
    store: Store, comment: int, at: float, *, mirror: int = 1, number: int = 1, generation: int = 0
) -> None:
    name = f"{mirror}/{comment}/{number}/{generation}"
    await store.parts.claim(
        mirror, str(comment), number, generation=generation, nonce=name, content="h", now=int(at)
    )
    await store.parts.sent(mirror, str(comment), number, message(at) + number, "h", now=int(at))


async def came(store: Store, count: int = 20) -> list[tuple[float, float]]:
    arrivals = await store.lags.newest(1, count)
    return [(each.written - BEGUN, each.shown - BEGUN) for each in arrivals]


async def test_what_was_there_at_the_beginning_is_not_late(store: Store) -> None:
    await write(store, 10, BEGUN - 4000)
    await send(store, 10, BEGUN + 2)
    assert await came(store) == []


async def test_a_comment_counts_from_its_writing_to_its_first_message(store: Store) -> None:
    await write(store, 10, BEGUN + 100)
    await send(store, 10, BEGUN + 148.25)
    await send(store, 10, BEGUN + 149, number=2)
    (arrival,) = await store.lags.newest(1, 20)
    assert (arrival.written, arrival.shown) == (BEGUN + 100, BEGUN + 148.25)
    assert arrival.seen > BEGUN, "noted down when it was read"


async def test_the_newest_come_first_whatever_discussion_they_are_in(store: Store) -> None:
    await publish(store, 2, BEGUN + 200)
    await announce(store, 2, BEGUN + 230)
    for comment in range(10, 16):
        article = comment % 2 + 1
        await write(store, comment, BEGUN + 100 * comment, article=article)
        await send(store, comment, BEGUN + 100 * comment + 5, mirror=article)
    assert await came(store, 3) == [(1500, 1505), (1400, 1405), (1300, 1305)]
    assert len(await came(store)) == 7, "six comments and an article"


async def test_an_article_counts_from_its_publication(store: Store) -> None:
    await publish(store, 2, BEGUN + 200)
    await announce(store, 2, BEGUN + 230)
    assert await came(store) == [(200, 230)]


async def test_in_quiet_hours_articles_wait_on_purpose(store: Store) -> None:
    await publish(store, 2, BEGUN + 200)
    await announce(store, 2, BEGUN + 20_000)
    await store.lags._database.write("UPDATE follow SET quiet = '22:00-07:00 UTC'")
    await write(store, 10, BEGUN + 20_100, article=2)
    await send(store, 10, BEGUN + 20_150, mirror=2)
    assert await came(store) == [(20_100, 20_150)]


async def test_an_older_article_that_someone_asked_for_is_not_late(store: Store) -> None:
    await publish(store, 2, BEGUN - 900_000)
    await store.follows.begin(1)
    await write(store, 10, BEGUN + 100, article=2)
    (candidate,) = await store.adoptions.find(CHANNEL, "https://blog.example/2/")
    thread = message(BEGUN - 50_000)
    assert await store.adoptions.adopt(candidate, thread, seen=1) is Adopted.DONE
    found = await store.threads.by_thread(thread)
    assert found is not None
    await send(store, 10, BEGUN + 9000, mirror=found.mirror)
    assert await came(store) == []
    await write(store, 11, BEGUN + 9100, article=2)
    await send(store, 11, BEGUN + 9130, mirror=found.mirror)
    assert await came(store) == [(9100, 9130)]


async def test_what_is_sent_anew_is_not_late(store: Store) -> None:
    await write(store, 10, BEGUN + 100)
    await send(store, 10, BEGUN + 130)
    await send(store, 10, BEGUN + 90_000, generation=1)
    assert await came(store) == []


async def test_another_channel_has_its_own(store: Store) -> None:
    await store.follows.start(1, guild=GUILD, channel=CHANNEL + 1, backfill=3)
    await write(store, 10, BEGUN + 100)
    await send(store, 10, BEGUN + 130)
    assert await store.lags.newest(2, 20) == []
    assert isinstance((await store.lags.newest(1, 20))[0], Arrival)
