"""A database of an earlier Afterword is brought up to date with everything that it holds."""

from __future__ import annotations

import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

from bot.store.database import APPLICATION_ID
from bot.store.store import open_store
from bot.text.to_discord import plain

if TYPE_CHECKING:
    from pathlib import Path

ROWS = """
INSERT INTO blog (id, kind, url, api, title, listed)
VALUES (1, 'wordpress', 'https://b.example', 'https://b.example/wp-json/', 'The Blog', 1);
INSERT INTO article (id, blog, remote_id, url, title, published, version, state, listed,
    read_version, html) VALUES (1, 1, '7', 'https://b.example/7/', 'On bread', 1800000000, 'v',
    'published', 1, 'v', '<p>Words.</p>');
INSERT INTO comment VALUES (1, '70', 1, NULL, 'Ada', 0, 1800000100, 'https://b.example/7/#c',
    '<p>Hm.</p>', 'visible');
INSERT INTO follow (id, blog, guild, channel, backfill, begun) VALUES (1, 1, 10, 20, 3, 1);
INSERT INTO mirror (id, follow, article, announcement_state, announcement_id, thread_id)
VALUES (1, 1, 1, 'sent', 100, 100);
INSERT INTO part VALUES (1, '70', 1, 0, 'nonce', 'hash', 'sent', 1800000200, 101);
"""


def first_version(path: Path) -> None:
    script = resources.files("bot.store.schema").joinpath("0001_mirror.sql")
    with sqlite3.connect(path) as connection:
        connection.executescript(script.read_text(encoding="utf-8") + ROWS)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 1")
    connection.close()


async def test_everything_is_still_there(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    first_version(path)
    async with open_store(path) as store:
        (blog,) = await store.blogs.followed()
        (follow,) = await store.follows.of_guild(10)
        (comment,) = await store.comments.of(1)
        (part,) = await store.parts.of(1)
        thread = await store.threads.by_thread(100)
        article = await store.articles.get(1)
    assert (blog.address.title, follow.channel, follow.brief, follow.quiet) == (
        "The Blog", 20, False, None,
    )  # fmt: skip
    assert (comment.author, comment.message, part.message_id) == ("Ada", None, 101)
    assert plain(article.article.html) == "Words."
    assert thread is not None
    assert thread.seen is None, "what was written before is not for the blog"


async def test_what_was_refused_for_who_knows_what_reason_is_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    first_version(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE mirror SET shown = wanted, count_due = 1800000900")
        connection.execute("UPDATE part SET state = 'refused', message_id = NULL")
    connection.close()
    async with open_store(path) as store:
        (progress,) = await store.mirrors.progress(1)
        (part,) = await store.parts.of(1)
        assert not progress.finished
        assert (part.state, part.refused) == ("refused", None)
        assert await store.mirrors.to_be_changed(now=1800000899) == []
        assert await store.mirrors.to_be_changed(now=1800000900) == [1]


async def test_what_was_sent_is_not_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    first_version(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE mirror SET shown = wanted")
    connection.close()
    async with open_store(path) as store:
        (progress,) = await store.mirrors.progress(1)
        assert progress.finished


async def test_twice_changes_nothing_more(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    first_version(path)
    async with open_store(path) as store:
        before = await store.exchanges.salt()
    async with open_store(path) as store:
        assert await store.exchanges.salt() == before
